import time

import pytest

from inspector_app.vault.strength import Level, judged


@pytest.mark.parametrize(
    ("passphrase", "level"),
    [
        ("", Level.TOO_WEAK),
        ("Password1!", Level.TOO_WEAK),
        ("cambridge 2013 police", Level.TOO_WEAK),
        ("tractor lemon orbit", Level.WEAK),
        ("correct horse battery staple", Level.FAIR),
        ("lodge bramble quarry kettle", Level.STRONG),
        ("lodge bramble quarry kettle sonnet anvil", Level.VERY_STRONG),
    ],
)
def test_known_passphrases_are_judged_as_expected(passphrase: str, level: Level) -> None:
    assert judged(passphrase).level is level


def test_a_vault_is_made_with_fair_and_better_alone() -> None:
    assert not judged("tractor lemon orbit").is_accepted
    assert judged("correct horse battery staple").is_accepted


def test_spaces_add_nothing() -> None:
    assert judged("tractor   lemon   orbit  ") == judged("tractorlemonorbit")


def test_the_users_own_name_adds_little() -> None:
    name = "Philippa Featherstonehaugh"
    assert judged(name, known_words=name.split()).level < judged(name).level


def test_the_reason_is_said_where_there_is_one() -> None:
    assert "Repeated" in judged("abababababab").advice
    assert judged("").advice.startswith("Use four or more words")


def test_a_level_reads_as_words() -> None:
    assert [level.words for level in Level] == ["too weak", "weak", "fair", "strong", "very strong"]


def test_a_pasted_novel_is_judged_while_typing() -> None:
    judged("load the word lists")
    start = time.process_time()
    judged("ab1" * 100_000)
    assert time.process_time() - start < 0.5


def test_what_is_advised_does_not_say_the_level_once_more() -> None:
    for passphrase in ("seven grey herons over the fen", "correct horse battery staple nine"):
        strength = judged(passphrase)
        assert not strength.advice.lower().startswith(strength.level.words.lower())
