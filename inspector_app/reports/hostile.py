"""What the PDF and certificate libraries raise on broken or hostile files: nearly anything."""

import zlib

import pikepdf
from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko_certvalidator.errors import (
    CRLValidationError,
    OCSPValidationError,
    PathError,
    ValidationError,
)

from inspector_app.domain.errors import SigningFailed

UNREADABLE = (
    PdfError,
    pikepdf.PdfError,
    SignatureValidationError,
    ValidationError,
    PathError,
    CRLValidationError,
    OCSPValidationError,
    SigningFailed,
    InvalidSignature,
    UnsupportedAlgorithm,
    x509.InvalidVersion,
    x509.DuplicateExtension,
    x509.UnsupportedGeneralNameType,
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    AssertionError,
    ArithmeticError,
    RuntimeError,
    MemoryError,
    EOFError,
    OSError,
    zlib.error,
)
"""``OSError``: pyHanko also seeks where a file says to, before its start."""
