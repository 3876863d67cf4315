"""`python -m redif`, and what the installed command runs."""

import sys


def main() -> int:
    """Run the command and return its exit status; Ctrl-C is reported in one line even while modules are still loading."""
    try:
        from redif.cli import main as run

        return run()
    except KeyboardInterrupt:
        print("redif: interrupted", file=sys.stderr)
        return 130


if __name__ == "__main__":
    sys.exit(main())
