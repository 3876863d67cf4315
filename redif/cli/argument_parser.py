"""An argument parser that names the command or option that was probably meant, and help that fits the terminal."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import Any, NoReturn

from redif.cli.exit_status import UNUSABLE
from redif.findings.errors import unknown

# Options whose values may begin with a hyphen, which argparse would take for another option.
DASHED = ("--sort", "--year")
NARROW = 80  # characters of a line, where no help is shown


class HelpFormatter(argparse.HelpFormatter):
    """Wraps paragraphs to the width of the terminal, and leaves lines that are indented, such as examples, as they are."""

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        from textwrap import wrap  # only needed for help

        lines: list[str] = []
        for line in text.splitlines():
            lines += [indent + line] if line.startswith(" ") or not line else wrap(line, width, initial_indent=indent)
        return "\n".join(lines)


class ArgumentParser(argparse.ArgumentParser):
    """Reports wrong usage in one line, with the command or option that was probably meant."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        # Each argument that is added makes a formatter, which would ask for the width of the terminal.
        kwargs.setdefault("formatter_class", partial(HelpFormatter, width=NARROW))
        super().__init__(*args, **kwargs)

    def format_help(self) -> str:
        """Return the help, as wide as the terminal."""
        self.formatter_class = HelpFormatter
        return super().format_help()

    def _print_message(self, message: str, file: Any = None) -> None:
        if message:
            (file or sys.stderr).write(message)  # argparse would hide an error here

    def error(self, message: str) -> NoReturn:
        """Report wrong usage, and exit."""
        print(f"{self.prog}: {message}\nSee {self.prog} --help.", file=sys.stderr)
        raise SystemExit(UNUSABLE)

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        """Parse arguments; an option that does not exist is reported by the parser of the command it was given to."""
        parsed, extra = super().parse_known_args(self._joined(sys.argv[1:] if args is None else args), namespace)
        end = extra.index("--") if "--" in extra else len(extra)  # of what may be options
        wrong = next((argument for argument in extra[:end] if argument.startswith("-")), None)
        if wrong is not None:
            self.error(unknown("option", wrong.partition("=")[0], self.option_names(), lists=False))
        if extra:
            self._take(extra[:end] + extra[end + 1 :], parsed)
        return parsed, []

    def _take(self, arguments: list[str], parsed: argparse.Namespace) -> None:
        """Add arguments to those that may be several: argparse takes none after an option, as in `PATH --to ris PATH`."""
        several = [action for action in self.arguments() if not action.option_strings and action.nargs in ("*", "+")]
        if not several:
            self.error(f"unexpected argument: {arguments[0]}")
        setattr(parsed, several[-1].dest, [*getattr(parsed, several[-1].dest), *arguments])

    def _joined(self, arguments: Iterable[str]) -> list[str]:
        """Return the arguments with each value that begins with a hyphen joined to its option, as in `--sort=-year`."""
        joined: list[str] = []
        for argument in arguments:
            is_value = argument[:1] == "-" != argument[1:2] and argument not in self._option_string_actions
            if joined and joined[-1] in DASHED and is_value:
                joined[-1] += f"={argument}"
            else:
                joined.append(argument)
        return joined

    def commands(self) -> Mapping[str, ArgumentParser]:
        """Return the parsers of the commands by name."""
        return next((dict(action.choices) for action in self._actions if isinstance(action, argparse._SubParsersAction)), {})

    def arguments(self) -> Sequence[argparse.Action]:
        """Return the arguments and options, without the commands."""
        return [action for action in self._actions if not isinstance(action, argparse._SubParsersAction)]

    def option_names(self) -> Sequence[str]:
        """The long options, such as `--output`."""
        return [name for name in self._option_string_actions if name.startswith("--")]

    def _check_value(self, action: argparse.Action, value: Any) -> None:
        if action.choices is not None and value not in action.choices:
            is_command = isinstance(action, argparse._SubParsersAction)
            what = "command" if is_command else f"{action.metavar or action.dest}".lower()
            choices: Iterable[str] = action.choices
            raise argparse.ArgumentError(None if is_command else action, unknown(what, str(value), choices))
