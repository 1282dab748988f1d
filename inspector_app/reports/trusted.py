"""The certificates of authorities that a person trusts, read from files."""

from collections.abc import Sequence
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from inspector_app.domain.errors import BadInput
from inspector_app.texts import tr

_LARGEST_BYTES = 1024 * 1024


def trusted_certificates(files: Sequence[Path]) -> tuple[bytes, ...]:
    """Return the certificates in ``files`` as DER; a file holds one as DER, or any number as PEM.

    Raises:
        BadInput: a file cannot be read or holds no certificate.
    """
    return tuple(each.public_bytes(Encoding.DER) for path in files for each in _certificates(path))


def _certificates(path: Path) -> list[x509.Certificate]:
    try:
        with path.open("rb") as file:
            content = file.read(_LARGEST_BYTES)
        if b"-----BEGIN" in content:
            return x509.load_pem_x509_certificates(content)
        return [x509.load_der_x509_certificate(content)]
    except OSError as error:
        raise BadInput(
            tr(
                "The file {path} cannot be opened ({strerror}). Nothing was done; choose another "
                "file."
            ).format(path=path.name, strerror=error.strerror or tr("unknown error"))
        ) from error
    except ValueError as error:
        raise BadInput(
            tr(
                "The file {path} holds no certificate that can be read. Nothing was done; ask "
                "whoever runs the authority for its certificate as a .pem or .cer file."
            ).format(path=path.name)
        ) from error
