"""A signed summary of a choice says nothing of the rest, and is never taken for the whole."""

import secrets
from contextlib import closing
from pathlib import Path

from inspector_app.domain import dates
from inspector_app.domain.changes.bodies import Subject, SummarySigned, subject
from inspector_app.domain.detail import DetailLevel
from inspector_app.domain.headlines import Headline
from inspector_app.domain.ids import InspectionId, SectionId, Sha256
from inspector_app.domain.markings import Marking
from inspector_app.reports.content import content_sha256
from inspector_app.reports.facts import Form, Options
from inspector_app.services.printing import Choice
from inspector_app.services.vault import Unlocked
from inspector_app.ui.viewing import state_words
from tests.support.vaults import a_vault, an_inspection


def note_signed(
    vault: Unlocked, inspection: InspectionId, options: Options, language: str = ""
) -> None:
    """Record what signing a summary records."""
    printed = vault.reports.content(inspection, options)
    signed = SummarySigned(
        file_sha256=Sha256("f" * 64),
        size_bytes=1,
        content_sha256=content_sha256(printed),
        heads={},
        signer="Jo Sample",
        certificate_sha256=Sha256("e" * 64),
        signer_kind="self-issued",
        form=options.form.value,
        sections=options.sections,
        detail=options.detail,
        up_to=options.up_to,
        language=language,
    )
    about = subject(Subject.SUMMARY, secrets.token_hex(16))
    vault.inspections._recording.act(inspection, [(about, signed)])


def test_only_a_signed_draft_of_everything_goes_with_a_draft(tmp_path: Path) -> None:
    day, draft = dates.read("2 Nov 2013"), Form.ACCURACY_DRAFT
    with closing(a_vault(tmp_path)) as vault:
        inspection = an_inspection(vault)
        vault.inspections.headline(inspection, SectionId("CC-PO"), Headline("Enough."))

        def goes_with_it() -> bool:
            target = tmp_path / "points.xlsx"
            return vault.accuracy.send(inspection, target, "The force", day).is_signed

        for part in (
            Options(draft, sections=(SectionId("CC-PO"),)),
            Options(draft, detail=DetailLevel.ANSWERS),
            Options(draft, up_to=Marking()),
        ):
            note_signed(vault, inspection, part)
            assert not goes_with_it()
        note_signed(vault, inspection, Options(draft))
        assert goes_with_it()


def test_a_choice_that_was_signed_later_is_not_what_the_whole_is_compared_with(
    tmp_path: Path,
) -> None:
    with closing(a_vault(tmp_path)) as vault:
        inspection = an_inspection(vault)
        part = Options(sections=(SectionId("CC-PO"),))
        note_signed(vault, inspection, part)
        since = vault.reports.since_signed(inspection)
        assert since is not None
        assert (since.is_choice, since.has_changed) == (True, False)
        assert state_words(since).endswith(", which is of a choice")
        note_signed(vault, inspection, Options())
        vault.inspections.headline(inspection, SectionId("CC-T"), Headline("Elsewhere."))
        note_signed(vault, inspection, part)
        since = vault.reports.since_signed(inspection)
        assert since is not None
        assert (since.is_choice, since.has_changed) == (False, True)
        listed = vault.printing.outlook(inspection, Choice()).signed
        assert [each.choice for each in listed] == ["1 section: CC-PO", "", "1 section: CC-PO"]
        assert [each.is_same for each in listed] == [True, False, True]


def test_a_summary_in_another_language_is_never_said_to_have_changed(tmp_path: Path) -> None:
    """All of its words differ from those of now, whatever stands in the inspection."""
    with closing(a_vault(tmp_path)) as vault:
        inspection = an_inspection(vault)
        note_signed(vault, inspection, Options(), "cy 0123456789abcdef")
        since = vault.reports.since_signed(inspection)
        assert since is not None
        assert since.has_changed is None
        assert state_words(since).endswith("in another language: whether it changed is not told")
        assert [each.is_same for each in vault.printing.outlook(inspection, Choice()).signed] == [
            None
        ]
        note_signed(vault, inspection, Options())
        since = vault.reports.since_signed(inspection)
        assert since is not None
        assert since.has_changed is False
