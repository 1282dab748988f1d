"""A bundle's process is as good a citizen as a checkout's."""

import sys

import pytest

from inspector_app.system import bundles

BEGUN = {"LD_LIBRARY_PATH": "bundle", "LD_LIBRARY_PATH_ORIG": "theirs", "PATH": "p"}


def test_a_checkout_is_left_as_it_is() -> None:
    environ = dict(BEGUN)
    bundles.settle(environ)
    assert environ == BEGUN


def test_other_programs_find_their_own_libraries(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    environ = dict(BEGUN)
    bundles.settle(environ)
    assert environ.pop("PYINSTALLER_RESET_ENVIRONMENT") == "1", "its children find the bundle's"
    assert environ == {"LD_LIBRARY_PATH": "theirs", "PATH": "p"}
    bare = {"LD_LIBRARY_PATH": "bundle"}
    bundles.settle(bare)
    assert "LD_LIBRARY_PATH" not in bare


def test_a_program_without_a_console_may_still_write(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    for name in ("stdin", "stdout", "stderr"):
        monkeypatch.setattr(sys, name, None)
    bundles.settle({})
    given = sys.stdin, sys.stdout, sys.stderr
    try:
        assert sys.stdin.read() == ""
        sys.stdout.write("–")
        sys.stderr.write("–")
    finally:
        for stream in given:
            stream.close()
