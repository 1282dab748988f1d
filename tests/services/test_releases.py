"""A release is told from a forgery before it goes in, and nothing is claimed that is not so."""

import shutil
import subprocess
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from inspector_app import bootstrap, config
from inspector_app.domain import releases
from inspector_app.domain.errors import BadInput, NotFound
from inspector_app.domain.releases import LIST, SIGNATURE, State
from inspector_app.services.packs import PackService
from inspector_app.services.releases import KEY, ReleaseService
from inspector_app.version import VERSION
from tests.support.releases import NEWER, Publisher, a_publisher


@pytest.fixture(name="publisher")
def _publisher(tmp_path: Path) -> Publisher:
    return a_publisher(tmp_path)


def test_a_signed_release_is_genuine_and_its_version_compared(publisher: Publisher) -> None:
    service = publisher.service()
    for name, words in (
        (NEWER, f"version 9.1.0, newer than this one ({VERSION})"),
        (f"spr-inspector_{VERSION}_amd64.deb", "the one that runs here"),
        ("spr-inspector-0.0.9-setup.exe", "version 0.0.9, older than this one"),
    ):
        found = service.check(publisher.publish(name, "spr-base_9.1.0_amd64.deb"))
        assert found.state is State.GENUINE
        assert found.exit_code == 0
        assert words in " ".join(found.sentences)


def test_versions_are_numbers_and_not_words(publisher: Publisher) -> None:
    found = releases.checked("p_0.10.0_a.deb", "a" * 64, {"p_0.10.0_a.deb": "a" * 64}, "0.9.2")
    assert "newer" in found.sentences[-1]


def test_a_renamed_release_is_known_by_the_name_that_was_signed(publisher: Publisher) -> None:
    old = publisher.publish("spr-inspector_0.0.1_amd64.deb")
    renamed = old.rename(publisher.folder / NEWER)
    found = publisher.service().check(renamed)
    assert found.state is State.GENUINE
    assert "The list calls it spr-inspector_0.0.1_amd64.deb." in found.sentences
    assert found.version == "0.0.1"


def test_a_changed_file_is_not_genuine(publisher: Publisher) -> None:
    path = publisher.publish(NEWER)
    path.write_bytes(path.read_bytes() + b"!")
    found = publisher.service().check(path)
    assert (found.state, found.exit_code) == (State.NOT_GENUINE, 1)
    assert "Do not install it" in found.sentences[0]


def test_a_list_that_somebody_else_signed_is_worth_nothing(publisher: Publisher) -> None:
    path = publisher.publish(NEWER)
    service = publisher.service()
    (publisher.folder / SIGNATURE).write_bytes(
        Ed25519PrivateKey.generate().sign((publisher.folder / LIST).read_bytes())
    )
    assert service.check(path).state is State.NOT_GENUINE


@pytest.mark.parametrize("cut", [b"", b"short", bytes(64), bytes(65)])
def test_a_damaged_signature_is_none(publisher: Publisher, cut: bytes) -> None:
    path = publisher.publish(NEWER)
    (publisher.folder / SIGNATURE).write_bytes(cut)
    assert publisher.service().check(path).state is State.NOT_GENUINE


def test_a_changed_list_is_not_believed(publisher: Publisher) -> None:
    path = publisher.publish(NEWER)
    path.write_bytes(b"another package")
    content = (publisher.folder / LIST).read_bytes()
    (publisher.folder / LIST).write_bytes(content.replace(content[:8], b"00000000"))
    assert publisher.service().check(path).state is State.NOT_GENUINE


def test_what_the_list_does_not_name_cannot_be_told(publisher: Publisher) -> None:
    publisher.publish(NEWER)
    other = publisher.folder / "other.deb"
    other.write_bytes(b"other")
    found = publisher.service().check(other)
    assert (found.state, found.exit_code) == (State.CANNOT_TELL, 2)


@pytest.mark.parametrize("missing", [LIST, SIGNATURE])
def test_without_its_list_nothing_can_be_told(publisher: Publisher, missing: str) -> None:
    path = publisher.publish(NEWER)
    (publisher.folder / missing).unlink()
    found = publisher.service().check(path)
    assert found.state is State.CANNOT_TELL
    assert "same folder" in found.sentences[1]


@pytest.mark.parametrize(
    "content",
    [b"", b"\xff\xfe", b"no list\n", b"a" * 64 + b"  ../up\n", (b"a" * 64 + b"  twice\n") * 2],
)
def test_a_signed_list_of_another_form_cannot_be_told(publisher: Publisher, content: bytes) -> None:
    path = publisher.publish(NEWER)
    publisher.sign(content)
    assert publisher.service().check(path).state is State.CANNOT_TELL


def test_a_huge_list_is_not_read(publisher: Publisher) -> None:
    path = publisher.publish(NEWER)
    with (publisher.folder / LIST).open("r+b") as file:
        file.truncate(2**32)
    assert publisher.service().check(path).state is State.CANNOT_TELL


def test_a_version_that_nobody_signed_says_that_it_cannot_tell(
    publisher: Publisher, tmp_path: Path
) -> None:
    path = publisher.publish(NEWER)
    empty = tmp_path / "empty"
    empty.mkdir()
    unsigned = ReleaseService(empty, PackService(config.places().checklists))
    assert not unsigned.about().knows_releases
    assert unsigned.check(path).state is State.CANNOT_TELL
    for wrong in (
        b"no key",
        generate_private_key(SECP256R1())
        .public_key()
        .public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo),
    ):
        (empty / KEY).write_bytes(wrong)
        assert unsigned.check(path).state is State.CANNOT_TELL


def test_what_is_no_file_is_refused(publisher: Publisher) -> None:
    publisher.publish(NEWER)
    with pytest.raises(NotFound, match="There is no file"):
        publisher.service().check(publisher.folder)


def test_a_list_that_cannot_be_read_is_told(publisher: Publisher) -> None:
    path = publisher.publish(NEWER)
    (publisher.folder / LIST).unlink()
    (publisher.folder / LIST).symlink_to(LIST)  # a link to itself
    with pytest.raises(BadInput, match="Nothing was checked"):
        publisher.service().check(path)


def test_openssl_and_sha256sum_judge_a_release_as_the_app_does(publisher: Publisher) -> None:
    publisher.publish(NEWER)
    publisher.service()
    openssl, sha256sum = shutil.which("openssl"), shutil.which("sha256sum")
    assert openssl
    assert sha256sum
    key = str(publisher.resources / KEY)
    verify = ["pkeyutl", "-verify", "-pubin", "-inkey", key, "-rawin", "-in", LIST]
    for command in ([openssl, *verify, "-sigfile", SIGNATURE], [sha256sum, "--check", LIST]):
        run = subprocess.run(
            command, cwd=publisher.folder, capture_output=True, text=True, check=False
        )
        assert run.returncode == 0, run.stderr


def test_the_program_tells_what_it_is_made_of() -> None:
    about = bootstrap.release_service().about()
    assert about.version == VERSION
    assert [each.id for each in about.packs] == ["spr-2012"]
    assert ("SQLCipher", "BSD-3-Clause") in about.licences
    assert len(about.licences) > 20
