"""What the standard library raises on a broken or hostile archive: more than its manual says."""

import lzma
import struct
import zipfile
import zlib

UNREADABLE = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    NotImplementedError,
    RuntimeError,
    EOFError,
)
"""Besides ``OSError`` and ``ValueError``, which have other causes too."""
