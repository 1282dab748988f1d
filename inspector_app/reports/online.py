"""Asking authorities over the network: for timestamps, and whether a certificate was revoked.

Only asked for by a person; every answer has a limit of time and size, and none is believed here.
"""

from collections.abc import Mapping
from urllib.parse import urlsplit

import aiohttp
from asn1crypto import crl as asn1_crl
from asn1crypto import ocsp as asn1_ocsp
from asn1crypto import tsp
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import ocsp
from cryptography.x509.oid import AuthorityInformationAccessOID
from pyhanko.sign.timestamps import TimeStamper

from inspector_app.reports.hostile import UNREADABLE
from inspector_app.reports.identity import facts_of, read_certificate
from inspector_app.reports.revocation_files import read_crl, read_ocsp
from inspector_app.reports.vouching import Material
from inspector_app.texts import tr, tr_counted

PATIENCE_SECONDS = 20.0
_LARGEST_TIMESTAMP_BYTES = 64 * 1024
_LARGEST_OCSP_BYTES = 256 * 1024
_LARGEST_CRL_BYTES = 32 * 1024 * 1024
_BLOCK_BYTES = 64 * 1024
_MOST_ADDRESSES = 3
_MOST_REDIRECTS = 3
_SCHEMES = {"http", "https"}


class Unanswered(Exception):
    """Nobody gave a usable answer; the text is a clause that says why."""


async def asked(
    url: str,
    *,
    limit_bytes: int,
    patience_seconds: float,
    body: bytes | None = None,
    headers: Mapping[str, str] | None = None,
) -> bytes:
    """Return what the server at ``url`` answers, at most ``limit_bytes``.

    Raises:
        Unanswered: no such server, no answer in time, too long a one, or one that says no.
    """
    parts = urlsplit(url)
    if parts.scheme not in _SCHEMES or not parts.hostname:
        raise Unanswered(tr("{url} is not a web address").format(url=url))
    host = parts.hostname
    limits = aiohttp.ClientTimeout(total=patience_seconds)
    try:
        async with (
            aiohttp.ClientSession(timeout=limits, trust_env=True) as session,
            session.request(
                "GET" if body is None else "POST",
                url,
                data=body,
                headers=headers,
                max_redirects=_MOST_REDIRECTS,
            ) as answer,
        ):
            if answer.status != 200:
                raise Unanswered(
                    tr("{host} answered with the error {status}").format(
                        host=host, status=answer.status
                    )
                )
            content = bytearray()
            async for block in answer.content.iter_chunked(_BLOCK_BYTES):
                content += block
                if len(content) > limit_bytes:
                    raise Unanswered(
                        tr_counted(
                            limit_bytes, "{host} answered with more than {number} bytes"
                        ).format(host=host, number=limit_bytes)
                    )
    except TimeoutError as error:
        raise Unanswered(
            tr("{host} did not answer within {patience_seconds:.0f} seconds").format(
                host=host, patience_seconds=patience_seconds
            )
        ) from error
    except (aiohttp.ClientError, OSError, ValueError) as error:
        raise Unanswered(tr("{host} cannot be reached").format(host=host)) from error
    return bytes(content)


class Authority(TimeStamper):
    """A timestamp authority behind an address, as RFC 3161, 3.4 has it."""

    def __init__(self, url: str, *, patience_seconds: float = PATIENCE_SECONDS) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._url, self._patience_seconds = url, patience_seconds

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        """Return what the authority answers.

        Raises:
            Unanswered: see :func:`asked`; or it is no answer of an authority.
        """
        content = await asked(
            self._url,
            limit_bytes=_LARGEST_TIMESTAMP_BYTES,
            patience_seconds=self._patience_seconds,
            body=req.dump(),
            headers={
                "Content-Type": "application/timestamp-query",
                "Accept": "application/timestamp-reply",
            },
        )
        host = urlsplit(self._url).hostname
        try:
            response: tsp.TimeStampResp = tsp.TimeStampResp.load(content, strict=True)
            granted = response["status"]["status"].native in {"granted", "granted_with_mods"}
            token = response["time_stamp_token"] if granted else None
            said = token["content"]["encap_content_info"]["content"].parsed if token else None
            nonce = said["nonce"].native if said is not None else None
            imprint = said["message_imprint"].dump() if said is not None else None
        except UNREADABLE as error:
            raise Unanswered(
                tr("what {host} answered is not a timestamp").format(host=host)
            ) from error
        if said is None:
            raise Unanswered(tr("{host} refused to make a timestamp").format(host=host))
        if nonce != req["nonce"].native or imprint != req["message_imprint"].dump():
            raise Unanswered(
                tr("{host} answered another question than the one that was asked").format(host=host)
            )
        return response


async def revocation_data(
    certificate: asn1_x509.Certificate,
    issuer: asn1_x509.Certificate,
    *,
    patience_seconds: float = PATIENCE_SECONDS,
) -> Material:
    """Return what the addresses in ``certificate`` say of its revocation.

    The quick way (OCSP) is tried first, then the list (CRL). What is returned is not judged.

    Raises:
        Unanswered: neither has an answer; why, of each.
    """
    subject, by = read_certificate(certificate.dump()), read_certificate(issuer.dump())
    name = facts_of(certificate.dump()).name
    reasons = []
    for url in _addresses_of_ocsp(subject)[:_MOST_ADDRESSES]:
        try:
            return Material(ocsps=(await _ocsp(url, subject, by, patience_seconds),))
        except Unanswered as error:
            reasons.append(str(error))
    for url in _addresses_of_crl(subject)[:_MOST_ADDRESSES]:
        try:
            return Material(crls=(await _crl(url, patience_seconds),))
        except Unanswered as error:
            reasons.append(str(error))
    if not reasons:
        reasons = [tr("it names no address where that can be asked")]
    raise Unanswered(
        tr("for the certificate of {name}: {reasons}").format(
            name=name, reasons=tr(", and ").join(reasons)
        )
    )


async def _ocsp(
    url: str, subject: x509.Certificate, issuer: x509.Certificate, patience_seconds: float
) -> asn1_ocsp.OCSPResponse:
    # Names a certificate, and protects nothing: RFC 6960, 4.1.1; responders know SHA-1 everywhere.
    naming = hashes.SHA1()  # noqa: S303
    request = ocsp.OCSPRequestBuilder().add_certificate(subject, issuer, naming).build()
    content = await asked(
        url,
        limit_bytes=_LARGEST_OCSP_BYTES,
        patience_seconds=patience_seconds,
        body=request.public_bytes(Encoding.DER),
        headers={
            "Content-Type": "application/ocsp-request",
            "Accept": "application/ocsp-response",
        },
    )
    host = urlsplit(url).hostname
    try:
        found = read_ocsp(content)
        answer = ocsp.load_der_ocsp_response(content)
        status, serial = answer.certificate_status, answer.serial_number
    except UNREADABLE as error:
        raise Unanswered(
            tr("what {host} answered says nothing of its revocation").format(host=host)
        ) from error
    if status is ocsp.OCSPCertStatus.UNKNOWN or serial != subject.serial_number:
        raise Unanswered(tr("{host} does not know it").format(host=host))
    return found


async def _crl(url: str, patience_seconds: float) -> asn1_crl.CertificateList:
    content = await asked(url, limit_bytes=_LARGEST_CRL_BYTES, patience_seconds=patience_seconds)
    try:
        return read_crl(content)
    except UNREADABLE as error:
        host = urlsplit(url).hostname
        raise Unanswered(
            tr("what {host} answered is not a list of revoked certificates").format(host=host)
        ) from error


def _addresses_of_ocsp(certificate: x509.Certificate) -> list[str]:
    try:
        access = certificate.extensions.get_extension_for_class(x509.AuthorityInformationAccess)
    except (x509.ExtensionNotFound, ValueError):
        return []
    return [
        each.access_location.value
        for each in access.value
        if each.access_method == AuthorityInformationAccessOID.OCSP
        and isinstance(each.access_location, x509.UniformResourceIdentifier)
    ]


def _addresses_of_crl(certificate: x509.Certificate) -> list[str]:
    try:
        points = certificate.extensions.get_extension_for_class(x509.CRLDistributionPoints)
    except (x509.ExtensionNotFound, ValueError):
        return []
    return [
        name.value
        for point in points.value
        for name in point.full_name or ()
        if isinstance(name, x509.UniformResourceIdentifier)
    ]
