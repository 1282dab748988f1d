import json
import resource
from pathlib import Path

import pytest

from inspector_app import config
from inspector_app.config import Motion, Settings, Theme

CHOSEN = Settings(Theme.DARK, 150, Motion.REDUCED, 30, Path("/somewhere/Llanelli vault"), "cy")


def test_settings_come_back_as_they_were_saved(tmp_path: Path) -> None:
    assert config.save(tmp_path / "new", CHOSEN)
    assert config.load(tmp_path / "new") == CHOSEN
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["settings.json"]


def test_nothing_kept_means_the_defaults(tmp_path: Path) -> None:
    assert config.load(tmp_path) == Settings()


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"\xff\xfe", b"3", b'{"theme": ["dark"]}'])
def test_damaged_settings_fall_back_to_the_defaults(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "settings.json").write_bytes(content)
    assert config.load(tmp_path) == Settings()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("theme", "pink"),
        ("motion", "none"),
        ("text_percent", 79),
        ("text_percent", True),
        ("text_percent", "150"),
        ("auto_lock_minutes", 0),
        ("auto_lock_minutes", 1e9),
        ("last_vault", 7),
        ("language", 7),
    ],
)
def test_one_bad_setting_does_not_take_the_others_with_it(
    tmp_path: Path, name: str, value: object
) -> None:
    config.save(tmp_path, CHOSEN)
    path = tmp_path / "settings.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), name: value}))
    loaded = config.load(tmp_path)
    assert getattr(loaded, name) == getattr(Settings(), name)
    others = {"theme", "motion", "text_percent", "auto_lock_minutes", "last_vault", "language"} - {
        name
    }
    assert all(getattr(loaded, other) == getattr(CHOSEN, other) for other in others)


def test_settings_that_cannot_be_written_are_told_and_the_old_ones_stay(tmp_path: Path) -> None:
    config.save(tmp_path, CHOSEN)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, hard))
    try:
        was_saved = config.save(tmp_path, Settings())
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert not was_saved
    assert config.load(tmp_path) == CHOSEN
    assert [path.name for path in tmp_path.iterdir()] == ["settings.json"]


def test_a_chosen_data_folder_takes_the_settings_with_it(tmp_path: Path) -> None:
    places = config.places(tmp_path)
    assert places.data == tmp_path
    assert places.config.is_relative_to(tmp_path)


def test_a_checkout_finds_what_is_shipped_beside_the_package() -> None:
    here = Path(__file__).resolve().parent.parent
    assert config.places().resources == here / "resources"
    assert config.places().checklists == here / "checklists"


def test_users_folders_are_the_systems(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    places = config.places()
    assert "SPR Inspector" in str(places.data)
    assert places.data.is_absolute()
    assert places.config.is_absolute()


@pytest.mark.parametrize("words", [["--data-dir", "{}", "list"], ["list", "--data-dir={}"]])
def test_the_language_is_known_before_the_command_line_is_understood(
    tmp_path: Path, words: list[str]
) -> None:
    config.save(tmp_path / "config", CHOSEN)
    assert config.language_of([word.format(tmp_path) for word in words]) == "cy"
    assert config.language_of(["--data-dir", str(tmp_path / "other")]) == ""
