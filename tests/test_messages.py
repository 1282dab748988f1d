"""Every message is plain English: what happened, what was kept, what to do, and no more."""

import re

import pytest

from tests.support.messages import HOUSE, Message, messages

ALL = messages()
SENTENCES = tuple(each for each in ALL if each.is_sentence)
MOST_WORDS = 45
MACHINERY = (
    "chain|chains|folds?(?! away)|projections?|null|NoneType|exception|traceback|payload|blob|"
    "nonce|salt|canonical|tuple|boolean|integer|parse|parsed|parser|digest|hash|"
    "invalid|illegal|fatal|abort|aborted|malformed|unexpected|deprecated|fork|heads|header|"
    "rollback|transaction|deserialise|serialise|thumbnail"
)
"""Words of whoever builds it; ``design.md`` §2 has those that an inspector reads."""
AMERICAN = (
    "organize|organization|recognize|authorize|authorized|color|center|behavior|canceled|"
    "canceling|catalog|analyze|favorite|gray|percent|labeled|labeling|traveled|"
    "fulfill|honor|initialize|customize|minimize|maximize|summarize|finalize|synchronize|"
    "modernize|apologize|emphasize|math|defense|offense"
)


def words_of(message: Message) -> str:
    """The text without commands, keys and what somebody else wrote, which stand in quotes."""
    return re.sub(r"“[^”]*”|\{[^{}]*\}", "…", message.text)


def faulty(pattern: str, among: tuple[Message, ...] = ALL) -> list[str]:
    found = re.compile(pattern, re.IGNORECASE)
    return [f"{m.where} {m.text!r}" for m in among if found.search(words_of(m))]


OTHERS = (
    "inspector_app/server/",
    "inspector_app/sync/signatures.py",
    "inspector_app/reports/outline_schedules.py",
    "inspector_app/reports/pages.py",
)
"""Read by base's administrator, by base, and by who holds a signed summary against a vault."""
SENT = "_writing.py"
"""What asks another organisation for something may say please."""


def beside_base() -> tuple[Message, ...]:
    """What an inspector may read."""
    return tuple(each for each in ALL if not each.where.startswith(OTHERS))


def test_the_messages_are_found() -> None:
    assert len(SENTENCES) > 1000
    assert any(each.where.startswith("inspector_app/vault/") for each in SENTENCES)
    assert all((HOUSE.parent / each.where.partition(":")[0]).is_file() for each in ALL)


def test_a_refusal_is_a_whole_sentence() -> None:
    ends = (".", "?", "}", "…", ":", "”")
    assert [m for m in SENTENCES if not m.text.rstrip().endswith(ends)] == []


def test_no_message_is_longer_than_is_read_at_once() -> None:
    assert [m for m in SENTENCES if len(m.text.split()) > MOST_WORDS] == []


def test_no_message_speaks_of_the_machinery() -> None:
    assert faulty(rf"\b({MACHINERY})\b", beside_base()) == []
    # On the command line there is a command of this name.
    beside_it = tuple(m for m in beside_base() if not m.where.startswith("inspector_app/cli/"))
    assert faulty(r"\bjournal\b", beside_it) == []


@pytest.mark.parametrize(
    ("why", "pattern"),
    [
        ("nobody is shouted at", r"!(\s|$)"),
        ("nobody is begged", r"\bplease\b|\boops\b|\bunfortunately\b"),
        ("one space", r"[\w.,;:]  +\w"),
        ("British spelling", rf"\b({AMERICAN})\b"),
        ("“is not a”, as one says it", r"(?<!there )\b(is|are) no (?!longer|more|finding)[a-z]"),
        ("“is not one of”", r"\bis none of\b"),
        ("nobody wished it", r"as you wished"),
        ("nobody is blamed", r"\byou (have )?(failed|forgot|must|should have)\b|your (fault|mis)"),
    ],
)
def test_every_message_is_said_in_a_plain_and_civil_way(why: str, pattern: str) -> None:
    among = tuple(each for each in ALL if "please" not in pattern or SENT not in each.where)
    assert faulty(pattern, among) == [], why
