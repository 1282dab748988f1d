"""The fonts write what inspectors write, and every icon takes the colour it is given."""

import re
from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer
from reportlab.pdfbase.ttfonts import TTFontFile

RESOURCES = Path(__file__).parents[2] / "resources"
FONTS = sorted((RESOURCES / "fonts").glob("*.ttf"))
ICONS = sorted(path for path in (RESOURCES / "icons").glob("*.svg") if path.stem != "spr-inspector")

WRITTEN = {
    "Welsh": "ŵŷŴŶẁẃẅỳ",
    "Gaelic": "ḃċḋḟġṁṗṡṫ",
    "Polish": "ąćęłńóśźż",
    "Greek": "αβγδεζηθικλμνξοπρστυφχψωΆέώςϋ",
    "Cyrillic": "абвгдежзийклмнопрстуфхцчшщъыьэюяєіїґЁ",
    "punctuation": "–—‘’“”…•·×±°£€§†½²\u00a0\u2011\u202f\ufffd",
}
SYMBOLS = "✓✔✗✘☐☑☒■□▪●○◆⚠≥≤→←↑↓"


def characters(font: Path) -> set[str]:
    return {chr(code) for code in TTFontFile(str(font)).charToGlyph}


@pytest.mark.parametrize("font", FONTS, ids=lambda font: font.stem)
@pytest.mark.parametrize("script", WRITTEN)
def test_each_font_writes_the_scripts_that_reports_print(font: Path, script: str) -> None:
    assert set(WRITTEN[script]) <= characters(font)


@pytest.mark.parametrize("name", ["DejaVuSans.ttf", "DejaVuSans-Bold.ttf"])
def test_the_second_font_has_the_symbols_that_the_first_lacks(name: str) -> None:
    assert set(SYMBOLS) <= characters(RESOURCES / "fonts" / name)


def test_each_font_brings_its_licence_and_all_stay_small() -> None:
    licences = {path.name.split("-")[0] for path in (RESOURCES / "fonts").glob("*-LICENCE.txt")}
    assert {font.stem.split("-")[0] for font in FONTS} == licences
    assert sum(font.stat().st_size for font in FONTS) < 4_000_000


def drawn(icon: Path, colour: str) -> QImage:
    svg = icon.read_text(encoding="utf-8").replace("currentColor", colour)
    renderer = QSvgRenderer(QByteArray(svg.encode()))
    assert renderer.isValid()
    image = QImage(24, 24, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    renderer.render(painter, QRectF(0, 0, 24, 24))
    painter.end()
    return image


@pytest.mark.parametrize("icon", ICONS, ids=lambda icon: icon.stem)
def test_an_icon_is_drawn_in_one_colour_only_and_inside_its_box(icon: Path) -> None:
    svg = icon.read_text(encoding="utf-8")
    assert 'viewBox="0 0 24 24"' in svg
    assert re.findall(r'(?:stroke|fill)="([^"]+)"', svg) == ["none", "currentColor"]

    image = drawn(icon, "#c00000")
    pixels = [image.pixelColor(x, y) for x in range(24) for y in range(24)]
    inked = [pixel for pixel in pixels if pixel.alpha() > 128]
    assert inked, "nothing is drawn"
    assert all(abs(pixel.hue() - QColor("#c00000").hue()) <= 2 for pixel in inked)
    edge = [
        image.pixelColor(x, y).alpha()
        for x in range(24)
        for y in range(24)
        if x in (0, 23) or y in (0, 23)
    ]
    assert max(edge) < 128, "it is cut off at its edge"


def test_the_app_icon_is_there_as_drawing_and_picture() -> None:
    assert QSvgRenderer(str(RESOURCES / "icons" / "spr-inspector.svg")).isValid()
    picture = QImage(str(RESOURCES / "icons" / "spr-inspector.png"))
    assert (picture.width(), picture.height()) == (256, 256)
