"""Revocation data that a person has as files: lists (CRL) and answers about certificates (OCSP)."""

from collections.abc import Sequence
from pathlib import Path

from asn1crypto import crl as asn1_crl
from asn1crypto import ocsp as asn1_ocsp
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import ocsp

from inspector_app.domain.errors import BadInput
from inspector_app.reports.vouching import Material
from inspector_app.texts import tr

_LARGEST_BYTES = 32 * 1024 * 1024


def revocation_data_in(files: Sequence[Path]) -> Material:
    """Return the data in ``files``; each holds a list as DER or PEM, or one answer as DER.

    Raises:
        BadInput: a file cannot be read, or holds neither.
    """
    found = Material()
    for path in files:
        found = found.with_(_read(path))
    return found


def _read(path: Path) -> Material:
    try:
        with path.open("rb") as file:
            content = file.read(_LARGEST_BYTES)
    except OSError as error:
        raise BadInput(
            tr(
                "The file {path} cannot be opened ({strerror}). Nothing was written; choose "
                "another file."
            ).format(path=path.name, strerror=error.strerror or tr("unknown error"))
        ) from error
    try:
        return Material(crls=(read_crl(content),))
    except ValueError:
        pass
    try:
        return Material(ocsps=(read_ocsp(content),))
    except ValueError as error:
        raise BadInput(
            tr(
                "The file {path} is neither a list of revoked certificates (CRL) nor an answer "
                "about one (OCSP). Nothing was written; ask whoever runs the authority."
            ).format(path=path.name)
        ) from error


def read_crl(content: bytes) -> asn1_crl.CertificateList:
    """Return the list in ``content``, DER or PEM.

    Raises:
        ValueError: it is none.
    """
    load = x509.load_pem_x509_crl if b"-----BEGIN" in content else x509.load_der_x509_crl
    found: asn1_crl.CertificateList = asn1_crl.CertificateList.load(
        load(content).public_bytes(Encoding.DER), strict=True
    )
    return found


def read_ocsp(content: bytes) -> asn1_ocsp.OCSPResponse:
    """Return the answer in ``content``, DER.

    Raises:
        ValueError: it is none, or it is a refusal.
    """
    response = ocsp.load_der_ocsp_response(content)
    if response.response_status is not ocsp.OCSPResponseStatus.SUCCESSFUL:
        raise ValueError("it is a refusal")
    found: asn1_ocsp.OCSPResponse = asn1_ocsp.OCSPResponse.load(content, strict=True)
    return found
