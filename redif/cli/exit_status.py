"""The exit statuses of the command."""

from __future__ import annotations

OK = 0
FOUND = 1  # the check found a problem, a file is not formatted, a record was left out, or there is no such item
UNUSABLE = 2  # wrong usage, or something could not be read or written
INTERRUPTED = 130  # Ctrl-C
BROKEN_PIPE = 141  # the program that read the output has ended
TERMINATED = 128  # and the number of the signal, as shells have it
