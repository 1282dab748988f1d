"""Pictures that were made or checked below, decoded as what they must be and as nothing else."""

from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QImage, QImageReader

_PNG = b"\x89PNG\r\n\x1a\n"


def image_of(content: bytes) -> QImage:
    """Return a PNG or JPEG as an image; anything else gives a null one.

    Qt would else look which of its decoders takes the bytes: it has some for SVG and PDF, which
    draw on further files, and another laptop's thumbnail is not trusted to be a photograph.
    """
    buffer = QBuffer()
    buffer.setData(content)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer, b"png" if content.startswith(_PNG) else b"jpeg")
    reader.setAutoDetectImageFormat(False)
    return reader.read()
