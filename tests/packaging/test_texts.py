"""A translator gets every text in one file, and is told what is left to do in it."""

import json
from pathlib import Path

import pytest

from inspector_app import texts
from tests.support.said import texts_said
from tests.support.translating import main

ENGLISH = next(said.text for said in texts_said("domain/accounts.py"))
COUNTED = "{number} lines"
WELSH = {"zero": "n = 0", "one": "n = 1", "two": "n = 2", "few": "n = 3", "many": "n = 6"}


def forms(text: str) -> dict[str, str]:
    return {form: f"{text} {form}" for form in (*WELSH, "other")}


def test_the_file_is_made_translated_and_brought_up_to_date(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "languages" / "cy.json"  # a fresh clone has no such folder
    assert main([str(file)]) == 1
    told = capsys.readouterr().out.splitlines()
    assert f"Not translated: “{ENGLISH}”" in told
    made = json.loads(file.read_text(encoding="utf-8"))
    assert set(made["texts"].values()) == {""}
    assert any(place.startswith("domain/accounts.py:") for place in made["where"][ENGLISH])
    assert made["plural"] == {"one": "n = 1"}
    assert made["counted"][COUNTED] == {"one": "", "other": ""}
    assert made["where"][COUNTED][0] == "of one: {number} line"
    assert texts.read(file).troubles == ()

    file.write_text(json.dumps(made | {"plural": WELSH}), encoding="utf-8")
    assert main([str(file)]) == 1
    assert f"Not translated: “{COUNTED}”" in capsys.readouterr().out.splitlines()
    made = json.loads(file.read_text(encoding="utf-8"))
    assert made["counted"][COUNTED] == dict.fromkeys(forms(COUNTED), "")

    made["language"] = "Cymraeg"
    made["counted"] = {text: forms(text) for text in (*made["counted"], "{number} dogs")}
    made["counted"][COUNTED] = forms(COUNTED) | {"few": ""}
    made["texts"] = {text: f"⟦{text}⟧" for text in made["texts"]} | {"Long gone.": "Wedi mynd."}
    del made["texts"][ENGLISH]
    made["texts"]["Yes"] = "{Ie}"
    file.write_text(json.dumps(made), encoding="utf-8")
    assert main(["--check", str(file)]) == 1
    assert set(capsys.readouterr().out.splitlines()) == {
        "“Yes” is said in English: its translation has other placeholders ({Ie}) (cy.json).",
        f"“{COUNTED}” is said in English: it lacks the form “few” (cy.json).",
        f"Not translated: “{ENGLISH}”",
        "Not translated: “Yes”",
        f"Not translated: “{COUNTED}”",
        "Of no use any more: “Long gone.”",
        "Of no use any more: “{number} dogs”",
        "3 not translated, 2 of no use any more, 2 that cannot be used.",
    }
    assert json.loads(file.read_text(encoding="utf-8")) == made

    made["counted"] |= {COUNTED: forms(COUNTED)}
    made["texts"] |= {ENGLISH: "Mae cyfrif yn dweud rhywbeth.", "Yes": "Ie"}
    file.write_text(json.dumps(made), encoding="utf-8")
    assert main([str(file)]) == 0
    assert json.loads(file.read_text(encoding="utf-8"))["texts"] == made["texts"]
    assert texts.read(file).rules.categories == (*WELSH, "other")


@pytest.mark.parametrize("content", [b"{", b"[]", b"\xff", b'{"plural": {"dual": "n = 2"}}'])
def test_what_is_no_file_of_a_language_is_left_as_it_is(
    content: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "cy.json"
    file.write_bytes(content)
    assert main([str(file)]) == 1
    assert capsys.readouterr().err.startswith(f"{file} cannot be used: ")
    assert file.read_bytes() == content
