"""The headline of a section as the form of a record prints it."""

from inspector_app.domain import moderating
from inspector_app.domain.answer_wording import absence_words
from inspector_app.domain.headlines import Headline
from inspector_app.domain.held import Field, Held
from inspector_app.domain.ids import SectionId
from inspector_app.reports.facts import Form, HeadlineFacts, HeadlineVersion
from inspector_app.reports.seen import Seen, standing_still
from inspector_app.reports.selection import Selection

_AS_PROPOSED = (Form.FIELDWORK_RECORD, Form.INTERIM_SUMMARY)
"""Who reads these is of the team."""
NO_HEADLINE = HeadlineFacts("none", "none", "", ())


def headline_facts(
    section: SectionId, selection: Selection, seen: Seen, number: str
) -> HeadlineFacts:
    """Return the headline as this form prints it.

    A fieldwork record and an interim summary print it as the team proposed it. Whoever gets
    an accuracy draft or a final summary gets the moderated one.

    Args:
        section: whose.
        selection: what is printed.
        seen: hears of it.
        number: of its paragraph; empty where paragraphs have none.
    """
    field = selection.standing.headline(section)
    if any(held.value is not None and held.value.do_not_export for held in field.versions):
        return HeadlineFacts("left-out", "none", "", ())
    held = field.versions if field.in_conflict else standing_still(field.versions[:1])
    if not any(each.absence or (each.value and each.value.text.strip()) for each in held):
        return NO_HEADLINE
    is_moderated = moderating.is_moderated(selection.standing, section)
    if is_moderated and selection.options.form not in _AS_PROPOSED:
        return _moderated(section, field, selection, seen, number)
    state = "versions" if field.in_conflict else "written"
    moderation = "followed" if is_moderated else "none"
    return HeadlineFacts(
        state,
        moderation,
        number,
        tuple(_version(each, seen) for each in held),
    )


def _moderated(
    section: SectionId,
    proposed: Field[Headline],
    selection: Selection,
    seen: Seen,
    number: str,
) -> HeadlineFacts:
    field = selection.standing.moderation(section)
    held = field.versions if field.in_conflict else field.versions[:1]
    found = []
    for each in held:
        if each.value is None or not each.value.is_decided:
            continue
        seen.count(each)
        seen.see(each.value.marking)
        headline = proposed.value
        marking = each.value.marking or (headline.marking if headline else None)
        seen.see(marking)
        as_at = headline.as_at.words() if headline and headline.as_at else ""
        found.append(
            HeadlineVersion(
                each.value.moderated, "", as_at, seen.marking(marking), "", seen.by(each)
            )
        )
    state = "versions" if len(found) > 1 else "written"
    return HeadlineFacts(state, "moderated", number, tuple(found))


def _version(held: Held[Headline], seen: Seen) -> HeadlineVersion:
    if held.value is None:
        absence = absence_words(held.absence) if held.absence else ""
        return HeadlineVersion("", absence, "", "", "", seen.by(held))
    seen.count(held)
    seen.see(held.value.marking)
    return HeadlineVersion(
        text=held.value.text,
        absence="",
        as_at=held.value.as_at.words() if held.value.as_at else "",
        marking=seen.marking(held.value.marking),
        reason=held.value.reason,
        by=seen.by(held),
    )
