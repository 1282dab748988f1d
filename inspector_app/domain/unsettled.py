"""What stands in differing versions beside answers and headlines, named as a paper names it."""

from collections.abc import Collection

from inspector_app.domain.changes.bodies import Subject, subject
from inspector_app.domain.ids import AccountId, EvidenceId, SectionId
from inspector_app.domain.standing import Standing
from inspector_app.domain.wording import counted
from inspector_app.texts import tr

_BY_ITSELF = {
    Subject.INSPECTION: tr("the particulars"),
    Subject.PACK: tr("the version of the checklist"),
    Subject.PHASE: tr("the phase"),
}
_OF_THE_WHOLE = {
    Subject.SECTION: tr("which sections are in scope"),
    Subject.MEMBER: tr("the team"),
    Subject.REGISTER: tr("entries of the registers"),
}


def named(
    standing: Standing,
    sections: Collection[SectionId],
    accounts: Collection[AccountId],
    evidence: Collection[EvidenceId],
) -> tuple[str, ...]:
    """Return what a paper prints one version of although others stand, in words.

    Answers and headlines are not among it: of these a paper prints every version. Nor are sources
    and recommendations, which say so where they stand.

    Args:
        standing: the inspection.
        sections: that are printed.
        accounts: that are printed.
        evidence: items that are printed.
    """
    found = [
        words
        for kind, words in _BY_ITSELF.items()
        if (state := standing.states.get(subject(kind))) is not None and state.in_conflict
    ]
    found += [words for kind, words in _OF_THE_WHOLE.items() if standing.disputed(kind)]
    counts = (
        (
            standing.disputed(Subject.MODERATION).keys() & sections,
            tr("moderation"),
            tr("moderations"),
        ),
        (standing.disputed(Subject.ACCOUNT).keys() & accounts, tr("account"), tr("accounts")),
        (standing.disputed(Subject.CAPTION).keys() & evidence, tr("caption"), tr("captions")),
        (
            standing.disputed(Subject.CAPTURE).keys() & evidence,
            tr("time of capture"),
            tr("times of capture"),
        ),
    )
    found += [counted(len(keys), one, many) for keys, one, many in counts if keys]
    return tuple(found)
