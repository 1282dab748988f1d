"""The one form in which a signature's own bytes, which nothing signs, may stand in a file.

Else its padding, its letter case and the unsigned parts of its CMS could be changed unnoticed.
"""

from asn1crypto import cms
from asn1crypto import parser as asn1_parser
from cryptography import x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

from inspector_app.reports.bare_signatures import LARGEST_SIGNATURE_BYTES
from inspector_app.reports.identity import has_issued


def stands_plainly(reader: PdfFileReader, signature: EmbeddedPdfSignature) -> bool:
    """Tell whether a signature is written in capital digits, and padded with zeros alone."""
    content = signature.pkcs7_content
    if len(content) > LARGEST_SIGNATURE_BYTES:
        return False
    _, first, second, _ = (int(each) for each in signature.byte_range)
    reader.stream.seek(first)
    gap = reader.stream.read(second - first)
    length = asn1_parser.peek(content)
    padding = len(content) - length
    return bool(
        gap == b"<" + content[:length].hex().upper().encode() + b"00" * padding + b">"
        and not any(content[length:])
        and _is_filled(content[:length])
    )


def _is_filled(content: bytes) -> bool:
    """Tell whether a signature's outermost parts hold two values and one, and nothing behind them.

    A length that takes in some of the padding would say the same otherwise.
    """
    outer = asn1_parser.parse(content, strict=True)[4]
    first = asn1_parser.peek(outer)
    return bool(
        first + asn1_parser.peek(outer[first:]) == len(outer)
        and asn1_parser.peek(inner := asn1_parser.parse(outer[first:])[4]) == len(inner)
    )


def certificates_form_a_chain(data: cms.SignedData) -> bool:
    """Tell whether no stray certificate lies beside the signer's: each has issued another.

    A root must have issued itself. What is altered in the topmost certificate of a chain without
    its root is noticed by whoever knows that root: for them it then leads nowhere.
    """
    certificates = [x509.load_der_x509_certificate(each.dump()) for each in data["certificates"]]
    serial = data["signer_infos"][0]["sid"].chosen["serial_number"].native
    return all(
        (each.subject != each.issuer or has_issued(each, each))
        and (
            each.serial_number == serial
            or any(each != other and has_issued(each, other) for other in certificates)
        )
        for each in certificates
    )
