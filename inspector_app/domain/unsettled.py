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
    moderations = len(standing.disputed(Subject.MODERATION).keys() & sections)
    told = len(standing.disputed(Subject.ACCOUNT).keys() & accounts)
    captions = len(standing.disputed(Subject.CAPTION).keys() & evidence)
    captures = len(standing.disputed(Subject.CAPTURE).keys() & evidence)
    counts = (
        (moderations, counted(moderations, "moderation", "moderations")),
        (told, counted(told, "account", "accounts")),
        (captions, counted(captions, "caption", "captions")),
        (captures, counted(captures, "time of capture", "times of capture")),
    )
    found += [words for number, words in counts if number]
    return tuple(found)
