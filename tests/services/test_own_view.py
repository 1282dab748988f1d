"""What the force says of itself stands apart from the team's answer: on screen, paper, in data."""

import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from inspector_app.domain.accounts import Account
from inspector_app.domain.answers import Answer
from inspector_app.domain.ids import InspectionId, LineId
from inspector_app.domain.sources import ForceStatement, Interview, SelfAssessment, Source
from inspector_app.domain.values import Judged, Named
from inspector_app.reports.content import form_of
from inspector_app.services.vault import Unlocked
from inspector_app.ui.line_viewing import line_standing
from inspector_app.ui.viewing import line_view
from tests.reports.test_layout import lay, pages_of
from tests.support.vaults import a_vault, an_inspection

LINE = LineId("CC-PO-01")
OWN, SAID = "Amber in its own eyes", "We are ready, it writes"
HEADING = "The force’s own view, apart from the team’s answer"


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[Unlocked]:
    with closing(a_vault(tmp_path)) as vault:
        yield vault


@pytest.fixture
def inspection(vault: Unlocked) -> InspectionId:
    """A line on which the force spoke of itself before anybody else did."""
    id_ = an_inspection(vault)
    record = vault.sources.record
    record(id_, Source(SelfAssessment(own_result=OWN), "Of itself", lines=(LINE,)))
    record(id_, Source(ForceStatement(own_view="Ready"), "Letter"), [Account(LINE, SAID)])
    role = (Named("Chief constable"),)
    record(id_, Source(Interview(), "Chief", roles=role), [Account(LINE, "Told in interview")])
    return id_


def test_on_the_open_line_it_comes_last_and_is_never_the_answer(
    vault: Unlocked, inspection: InspectionId
) -> None:
    standing = vault.inspections.standing(inspection)
    line = standing.pack.line(LINE)
    shown = line_standing(standing, line)
    assert shown.answer is None
    assert line_view(standing, line).answer == ""
    assert [(view.words, view.is_own_view) for view in shown.accounts] == [
        ("Told in interview", False),
        (SAID, True),
        (OWN, True),
        ("Ready", True),
    ]
    assert not standing.is_established(line)
    vault.inspections.answer(inspection, LINE, Answer({"judgement": Judged("met")}))
    after = line_standing(vault.inspections.standing(inspection), line)
    assert OWN not in repr(after.answer)


def test_on_paper_and_in_its_data_it_stands_apart(
    vault: Unlocked, inspection: InspectionId, tmp_path: Path
) -> None:
    vault.inspections.answer(inspection, LINE, Answer({"judgement": Judged("met")}))
    content = vault.reports.content(inspection)
    (line,) = (each for s in content.record.sections() for each in s.lines if each.id == LINE)
    assert [(a.words, a.own_view) for a in line.accounts] == [
        (SAID, True),
        ("Told in interview", False),
    ]
    assert OWN not in json.dumps(form_of(line)), "the result of the whole is told of its source"
    target = tmp_path / "pages.pdf"
    lay(content, target)
    text = " ".join(" ".join(pages_of(target)).split())
    assert text.index("Told in interview") < text.index(HEADING) < text.index(SAID)
    assert f"The force’s own result: {OWN}" in text
    assert "The force’s own view: Ready" in text


def test_without_such_a_source_nothing_is_said_of_it(vault: Unlocked, tmp_path: Path) -> None:
    inspection = an_inspection(vault)
    vault.sources.record(inspection, Source(Interview(), "Chief"), [Account(LINE, "Told")])
    target = tmp_path / "pages.pdf"
    lay(vault.reports.content(inspection), target)
    assert HEADING not in " ".join(" ".join(pages_of(target)).split())
