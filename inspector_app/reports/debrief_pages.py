"""The pages of a debrief note, as things to be set."""

from typing import Any

from reportlab.platypus import CondPageBreak, Spacer

from inspector_app.domain.wording import counted, when_words
from inspector_app.reports import styles
from inspector_app.reports.debrief_note import NoteFacts, NotePart, NotePoint
from inspector_app.reports.flowables import Rule
from inspector_app.reports.paper import Paper, WritingRoom
from inspector_app.reports.typesetting import Typesetter
from inspector_app.texts import tr

_NAME = tr("Debrief note")
_PROVISIONAL = tr(
    "Told at the end of fieldwork, before moderation and before the force has checked the facts. "
    "Any of it may change. It is not a published finding."
)


def paper_of(facts: NoteFacts) -> Paper:
    """Return what stands on every page of a note."""
    return Paper(
        title=tr("{force}: debrief note, provisional, {fieldwork}").format(
            force=facts.force, fieldwork=facts.fieldwork
        ),
        marking=facts.marking,
        foot=tr("{force} · {name} · provisional").format(force=facts.force, name=_NAME),
        watermark=tr("PROVISIONAL"),
    )


def story(facts: NoteFacts, made_at_ms: int, setter: Typesetter) -> list[Any]:
    """Return everything that is set, to be built once."""
    look = setter.styles
    setter.place = _NAME
    found: list[Any] = [setter.prose(_NAME.upper(), look.form)]
    found += setter.paragraphs(facts.force, look.title, tag="H1")
    found += setter.paragraphs(facts.title, look.subtitle) if facts.title else []
    found.append(Rule(styles.STRONG_RULE, 2, 10))
    for label, words in (
        (tr("Marking"), facts.marking),
        (tr("Fieldwork"), facts.fieldwork),
        (tr("Made"), when_words(made_at_ms)),
    ):
        found += setter.paragraphs(words, look.fact, bullet=label)
    found.append(Spacer(1, 4))
    found.append(
        setter.prose(_PROVISIONAL, look.prompt, lead=setter.strong(tr("Provisional.")) + " ")
    )
    for part in facts.parts:
        found += _part(part, setter, room=facts.room)
    if facts.left_out:
        words = counted(
            facts.left_out,
            "ticked headline is not in this note.",
            "ticked headlines are not in this note.",
        )
        found += [
            Spacer(1, 10),
            setter.prose(words, look.dim),
        ]
    return found


def _part(part: NotePart, setter: Typesetter, *, room: bool) -> list[Any]:
    look = setter.styles
    found: list[Any] = [CondPageBreak(110), Rule(styles.STRONG_RULE, 22, 6)]
    found.append(setter.prose(part.title, look.section, tag="H2"))
    if not part.points:
        found.append(setter.prose(tr("None told."), look.no_headline))
    for point in part.points:
        found += _point(point, setter, room=room)
    return found


def _point(point: NotePoint, setter: Typesetter, *, room: bool) -> list[Any]:
    look = setter.styles
    setter.place = f"{_NAME}, {point.section}"
    found: list[Any] = [CondPageBreak(70), setter.prose(point.section, look.subheading, tag="H3")]
    found += setter.paragraphs(point.words, look.body)
    if room:
        found += [setter.prose(tr("The force’s response"), look.card), WritingRoom(3)]
    return found
