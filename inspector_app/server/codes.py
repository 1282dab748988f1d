"""Enrolment codes as people and cameras read them."""

import io

import segno

_GROUP = 4


def grouped(code: str) -> str:
    """Return a code as people read it to each other."""
    return " ".join(code[at : at + _GROUP] for at in range(0, len(code), _GROUP))


def svg(text: str, title: str) -> str:
    """Return a QR code as an SVG picture, to stand in a page or in a file of its own.

    Black on white whatever stands around it, as cameras need.

    Args:
        text: what a camera reads.
        title: what a screen reader says it is.
    """
    target = io.BytesIO()
    segno.make(text, error="m", micro=False).save(
        target, kind="svg", scale=4, border=4, dark="#000", light="#fff", title=title, xmldecl=False
    )
    return target.getvalue().decode()


def for_terminal(text: str) -> str:
    """Return a QR code in half blocks, for a terminal of light letters on a dark ground."""
    target = io.StringIO()
    segno.make(text, error="l", micro=False).terminal(out=target, compact=True, border=2)
    return target.getvalue().rstrip("\n")
