"""Workbooks for the force from the command line: out, looked at by cell, and read back in."""

from openpyxl import load_workbook

from tests.support.commands import Terminal


def test_requests_go_out_come_back_and_are_told_before_they_are_recorded(
    terminal: Terminal,
) -> None:
    inspection = terminal.begun()
    terminal.done("source", "add", "Camb", "document-request", "The plan")
    out = ("workbook", "requests", "Camb", "--out", str(terminal.folder), "--to", "Operations")
    sent = terminal.done(*out, "--sent", "2013-09-16", "--by", "2013-09-30", "--json").data
    file = terminal.folder / "OFFICIAL Cambridgeshire Constabulary requests.xlsx"
    assert (sent["number"], sent["rows"], sent["file"]) == ("JS/2", 1, str(file))
    book = load_workbook(file)
    book["Requests"]["F5"], book["Requests"]["I5"] = "Does not exist", "Never written"
    book.save(file)
    told = terminal.done("workbook", "read", "Camb", str(file)).out
    assert "Workbook JS/2: 2 cells tell something new." in told
    assert "Requests!F5  JS/1 · The plan: What became of it: said not to exist" in told
    assert told.endswith("Nothing was recorded.\n")
    accept = ("workbook", "read", "Camb", str(file), "--accept", "--received", "2013-09-28")
    done = terminal.done(*accept, "--json").data
    assert done["inspection"] == inspection
    assert [cell["where"] for cell in done["cells"]] == ["Requests!F5", "Requests!I5"]
    assert "said not to exist" in terminal.done("source", "show", "Camb", "JS/1").out
    listed = terminal.done("workbook", "list", "Camb").out
    assert "JS/2  to Operations, 16 September 2013; reply by 30 September 2013: JS/1" in listed
    assert "came back 28 September 2013: 2 cells" in listed
    refused = terminal.run("workbook", "read", "Camb", str(file))
    assert (refused.code, "read in already" in refused.err) == (65, True)


def test_faults_are_told_by_cell_with_an_exit_code_of_their_own(terminal: Terminal) -> None:
    terminal.begun()
    terminal.done("source", "add", "Camb", "document-request", "The plan")
    file = terminal.folder / "requests.xlsx"
    terminal.done("workbook", "requests", "Camb", "--out", str(file), "--to", "Operations")
    book = load_workbook(file)
    book["Requests"]["F5"] = "Perhaps"
    book.save(file)
    told = terminal.run("workbook", "read", "Camb", str(file), "--json")
    (fault,) = told.data["faults"]
    assert (told.code, fault["where"]) == (1, "Requests!F5")
    refused = terminal.run("workbook", "read", "Camb", str(file), "--accept")
    assert refused.code == 65
    assert "Requests!F5: “Perhaps” is not one of" in refused.err
