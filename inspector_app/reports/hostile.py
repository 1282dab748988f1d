"""What the PDF and certificate libraries raise on broken or hostile files: nearly anything."""

import zlib

import pikepdf
from cryptography.exceptions import UnsupportedAlgorithm
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko_certvalidator.errors import PathError, ValidationError

from inspector_app.domain.errors import SigningFailed

UNREADABLE = (
    PdfError,
    pikepdf.PdfError,
    SignatureValidationError,
    ValidationError,
    PathError,
    SigningFailed,
    UnsupportedAlgorithm,
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    AssertionError,
    ArithmeticError,
    RuntimeError,
    MemoryError,
    EOFError,
    zlib.error,
)
