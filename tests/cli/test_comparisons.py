"""What base tells of other forces, from the command line."""

from inspector_app.domain.ids import InspectionId
from tests.support.commands import Terminal
from tests.support.told_by_base import ALIKE, BASE, told
from tests.support.vaults import PASSPHRASE, vault_service


def test_what_base_tells_is_listed_and_taken_over_at_a_line(terminal: Terminal) -> None:
    inspection = InspectionId(terminal.begun())
    waiting = terminal.done("comparison", "Camb", "--json").data
    assert {each["line"] for each in waiting} >= {"CC-PO-09", "CC-PO-15"}
    assert {each["told"] for each in waiting} == {None}
    assert "told nothing yet" in terminal.run("comparison", "Camb", "CC-PO-15").err

    vault = vault_service(terminal.data, terminal.clock).unlock(PASSPHRASE)
    vault.comparisons.keep(inspection, BASE, told(inspection, ALIKE))
    vault.close()

    assert "5 of 12 in the same position" in terminal.done("comparison", "Camb").out
    taken = terminal.done("comparison", "Camb", "cc-po-15", "--json").data
    assert taken["source"] == "JS/1"
    shown = terminal.done("source", "show", "Camb", "JS/1").out
    assert "inspections at base Eastern region" in shown
    assert "already, as JS/1" in terminal.run("comparison", "Camb", "CC-PO-15").err
    (listed,) = [
        each
        for each in terminal.done("comparison", "Camb", "--json").data
        if each["line"] == "CC-PO-15"
    ]
    assert listed["taken_over"] == "JS/1"
    assert listed["told"]["values"] == {"alike": "5"}
