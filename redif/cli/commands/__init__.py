"""One module a command: `run` does its work and returns the exit status."""
