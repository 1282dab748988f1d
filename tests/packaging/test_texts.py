"""A translator gets every text in one file, and is told what is left to do in it."""

import json
from pathlib import Path

import pytest

from inspector_app import texts
from tests.support.said import texts_said
from tests.support.translating import main

ENGLISH = next(said.text for said in texts_said("domain/accounts.py"))


def test_the_file_is_made_translated_and_brought_up_to_date(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "cy.json"
    assert main([str(file)]) == 1
    told = capsys.readouterr().out.splitlines()
    assert f"Not translated: “{ENGLISH}”" in told
    made = json.loads(file.read_text(encoding="utf-8"))
    assert set(made["texts"].values()) == {""}
    assert any(place.startswith("domain/accounts.py:") for place in made["where"][ENGLISH])
    assert texts.read(file).troubles == ()

    made["language"] = "Cymraeg"
    made["texts"] = {text: f"⟦{text}⟧" for text in made["texts"]} | {"Long gone.": "Wedi mynd."}
    del made["texts"][ENGLISH]
    made["texts"]["Yes"] = "{Ie}"
    file.write_text(json.dumps(made), encoding="utf-8")
    assert main(["--check", str(file)]) == 1
    assert set(capsys.readouterr().out.splitlines()) == {
        "“Yes” is said in English: its translation has other placeholders ({Ie}) (cy.json).",
        f"Not translated: “{ENGLISH}”",
        "Not translated: “Yes”",
        "Of no use any more: “Long gone.”",
        "2 not translated, 1 of no use any more, 1 that cannot be used.",
    }
    assert json.loads(file.read_text(encoding="utf-8")) == made

    made["texts"] |= {ENGLISH: "Mae cyfrif yn dweud rhywbeth.", "Yes": "Ie"}
    file.write_text(json.dumps(made), encoding="utf-8")
    assert main([str(file)]) == 0
    assert json.loads(file.read_text(encoding="utf-8"))["texts"] == made["texts"]


@pytest.mark.parametrize("content", [b"{", b"[]", b"\xff"])
def test_what_is_no_file_of_a_language_is_left_as_it_is(
    content: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "cy.json"
    file.write_bytes(content)
    assert main([str(file)]) == 1
    assert capsys.readouterr().err.startswith(f"{file} cannot be used: ")
    assert file.read_bytes() == content
