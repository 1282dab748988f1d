"""The manual pages, from the very parsers that read the commands."""

import argparse
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime


def page(
    parser: argparse.ArgumentParser,
    brief: str,
    made_at: int,
    sections: Mapping[str, Sequence[tuple[str, str]]],
) -> str:
    """Return the manual page of a command line, section 1, in troff with the macros of ``man``.

    Args:
        parser: the whole command line.
        brief: one line on what it is.
        made_at: seconds UTC; of the commit that was built.
        sections: what stands at the end: heading, and tag and words of each entry.
    """
    name = parser.prog
    version = next(
        (str(getattr(each, "version", "")) for each in parser._actions if hasattr(each, "version")),
        "",
    )
    day = datetime.fromtimestamp(made_at, UTC).strftime("%Y-%m-%d")
    lines = [
        f'.TH {_quoted(name.upper())} 1 {day} {_quoted(version)} "User Commands"',
        ".SH NAME",
        f"{_plain(name)} \\- {_plain(brief)}",
        ".SH SYNOPSIS",
        f".B {_plain(name)}",
        "[\\fIOPTION\\fR ...] [\\fICOMMAND\\fR [\\fIARGUMENT\\fR ...]]",
        ".SH DESCRIPTION",
        *_paragraphs(parser.description or ""),
        ".SH OPTIONS",
        *_options(parser),
        ".SH COMMANDS",
    ]
    for words, brief_of, command in _commands(parser):
        lines += [f".SS {_plain(words)}", _sentence(brief_of), *_options(command, is_whole=False)]
    for heading, entries in sections.items():
        lines.append(f".SH {_plain(heading.upper())}")
        for tag, told in entries:
            lines += [".TP", f".B {_plain(tag)}", _plain(told)]
    return "\n".join(lines) + "\n"


def _commands(
    parser: argparse.ArgumentParser, before: str = ""
) -> Iterator[tuple[str, str, argparse.ArgumentParser]]:
    for group in parser._actions:
        if not isinstance(group, argparse._SubParsersAction):
            continue
        briefs = {each.dest: each.help or "" for each in group._choices_actions}
        for name, command in group.choices.items():
            words = f"{before}{name}"
            below = tuple(_commands(command, f"{words} "))
            if not below:
                yield words, briefs.get(name, ""), command
            yield from below


def _options(parser: argparse.ArgumentParser, *, is_whole: bool = True) -> Iterator[str]:
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction) or action.help == argparse.SUPPRESS:
            continue
        if not is_whole and action.dest in _EVERYWHERE:
            continue
        yield ".TP"
        yield f".B {_plain(_usage_of(action))}"
        yield _sentence(_help_of(parser, action))


_EVERYWHERE = {"help", "version", "json", "data_dir", "passphrase_file", "base"}


def _usage_of(action: argparse.Action) -> str:
    value = action.metavar or (action.dest.upper() if action.nargs != 0 else "")
    shown = " ".join(value) if isinstance(value, tuple) else value
    if action.choices and not action.metavar:
        shown = "|".join(map(str, action.choices))
    if not action.option_strings:
        return shown or action.dest
    names = ", ".join(action.option_strings)
    return names if action.nargs == 0 else f"{names} {shown}"


def _help_of(parser: argparse.ArgumentParser, action: argparse.Action) -> str:
    told = action.help or "what the command is about"
    return told % {**vars(action), "prog": parser.prog}


def _paragraphs(text: str) -> Iterator[str]:
    for number, paragraph in enumerate(re.split(r"\n\s*\n", text.strip())):
        if number:
            yield ".PP"
        yield _plain(" ".join(paragraph.split()))


def _sentence(words: str) -> str:
    words = " ".join(words.split())
    return _plain(f"{words[:1].upper()}{words[1:]}{'' if words.endswith('.') else '.'}")


def _plain(words: str) -> str:
    """Escape what troff would read as its own."""
    escaped = words.replace("\\", "\\e").replace("-", "\\-")
    return f"\\&{escaped}" if escaped.startswith((".", "'")) else escaped


def _quoted(words: str) -> str:
    return f'"{_plain(words)}"'
