"""What both command lines are written with, the laptop's as well as base's."""

import argparse
from typing import NoReturn


class Misused(Exception):
    """The command was not written as it must be; the text says how it must."""


class Parser(argparse.ArgumentParser):
    """Tells misuse by an exception, so that one place says how a command ends."""

    def error(self, message: str) -> NoReturn:
        """Refuse the command.

        Raises:
            Misused: always.
        """
        raise Misused(f"{self.format_usage()}{self.prog}: {message}")


class CommandGroup:
    """The commands of one level, each with a brief sentence; with examples if it has any."""

    def __init__(self, parent: Parser, title: str, program: str) -> None:
        """Args: ``program`` is the name by which the examples begin."""
        self._group = parent.add_subparsers(title=title, metavar="COMMAND", parser_class=Parser)
        self._program = program

    def added(self, name: str, brief: str, examples: tuple[str, ...], options: Parser) -> Parser:
        """Add a command and return its parser.

        Args:
            name: as it is typed.
            brief: one sentence, without its full stop.
            examples: whole commands without the program's name.
            options: those that may stand after every command.
        """
        shown = "".join(f"  {self._program} {example}\n" for example in examples)
        word = "example" if len(examples) == 1 else "examples"
        return self._group.add_parser(
            name,
            help=brief,
            description=f"{brief}.",
            epilog=f"{word}:\n{shown}" if examples else None,
            formatter_class=argparse.RawDescriptionHelpFormatter,
            parents=[options],
            allow_abbrev=False,
        )
