"""How the window looks: colours, type, lengths, and the one style sheet."""

import math
import re
from dataclasses import asdict, dataclass, replace
from enum import IntEnum
from functools import partial
from pathlib import Path
from string import Template
from typing import Final

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontMetricsF, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory, QWidget

from inspector_app import config
from inspector_app.config import Theme
from inspector_app.ui.of_application import OfApplication


@dataclass(frozen=True, slots=True)
class Tokens:
    """The colours of one scheme, as ``#rrggbb``; widgets name the use, never a colour."""

    win: str
    base: str
    alt: str
    text: str
    dim: str
    line: str
    """Separators only: too faint to mark a control."""
    field: str
    """Borders of controls."""
    accent: str
    """Selection, focus, links, progress."""
    on_accent: str
    soft: str
    """Headline, chosen row or tile."""
    note: str
    """Prompts, versions, come back: always with an icon and words."""
    note_back: str
    badge: str
    strip: str
    on_strip: str
    track: str


LIGHT: Final = Tokens(
    win="#f5f6f8",
    base="#ffffff",
    alt="#f9fafb",
    text="#1b2430",
    dim="#566171",
    line="#d5dae1",
    field="#858f9d",
    accent="#1f5fbf",
    on_accent="#ffffff",
    soft="#e6eefb",
    note="#7a4800",
    note_back="#fdf0d9",
    badge="#e9edf2",
    strip="#2c3746",
    on_strip="#ffffff",
    track="#e1e6ec",
)
DARK: Final = Tokens(
    win="#15191f",
    base="#1d232b",
    alt="#222933",
    text="#e6eaf0",
    dim="#a3afbf",
    line="#343d4a",
    field="#75818f",
    accent="#6ea8ff",
    on_accent="#0c1420",
    soft="#1f3150",
    note="#f0b95a",
    note_back="#3d2f14",
    badge="#2c3541",
    strip="#3a4553",
    on_strip="#ffffff",
    track="#323b47",
)


def stronger(tokens: Tokens) -> Tokens:
    """Return the same scheme with every border and quiet word one step further from the ground."""
    return replace(tokens, line=tokens.field, field=tokens.dim, dim=tokens.text)


_STRONGER: Final = {LIGHT: stronger(LIGHT), DARK: stronger(DARK)}


class Size(IntEnum):
    """The type scale, in pixels at a text size of 100 %."""

    META = 11
    SECONDARY = 12
    BODY = 13
    TITLE = 15
    PAGE = 18
    CLOCK = 22


_MOST_ADVANCES = 4096
_FONT_FILES = ("NotoSans-Regular.ttf", "NotoSans-SemiBold.ttf")
_FAMILIES = ["Noto Sans", "Segoe UI", "DejaVu Sans"]


class Look(QObject):
    """The look of the running application; there is one, see :func:`current`.

    Signals:
        changed(): colours or sizes are other than they were; paint and measure again.
    """

    changed = Signal()

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._app = app
        self._chosen = Theme.SYSTEM
        self._text_percent = 100
        self._fonts: dict[tuple[int, bool], QFont] = {}
        self._metrics: dict[tuple[int, bool], QFontMetricsF] = {}
        self._advances: dict[int, float] = {}
        """By hash: the words themselves must not be held here once the vault is locked."""
        self._colours: dict[str, QColor] = {}
        self.tokens = LIGHT
        for name in _FONT_FILES:
            # Where a file is missing or broken, the next family of the list steps in.
            QFontDatabase.addApplicationFont(str(resources() / "fonts" / name))
        self._sheet = (resources() / "styles" / "window.qss").read_text("utf-8")
        app.setStyle(QStyleFactory.create("Fusion"))
        hints = app.styleHints()
        hints.colorSchemeChanged.connect(self._on_scheme_changed)
        accessible = hints.accessibility()  # which to PySide goes when nobody holds the hints
        self._wants_contrast = accessible.contrastPreference() == Qt.ContrastPreference.HighContrast
        accessible.contrastPreferenceChanged.connect(self._on_contrast_preference_changed)
        self.apply(self._chosen, self._text_percent)

    @property
    def is_dark(self) -> bool:
        """True when the dark colours are in use."""
        return _is_dark(self.tokens)

    @property
    def scale(self) -> float:
        """Text size as a factor: 1.0 at 100 %."""
        return self._text_percent / 100

    def apply(self, chosen: Theme, text_percent: int = 100) -> None:
        """Dress the whole application.

        Args:
            chosen: light, dark, or as the system says (light where it says nothing).
            text_percent: text size, within ``config.TEXT_PERCENT``; values outside are
                brought to the nearer end.
        """
        self._chosen = chosen
        smallest, largest = config.TEXT_PERCENT[0], config.TEXT_PERCENT[-1]
        self._text_percent = min(max(text_percent, smallest), largest)
        self._fonts.clear()
        self._metrics.clear()
        self._advances.clear()
        self._colours.clear()
        system_is_dark = self._app.styleHints().colorScheme() == Qt.ColorScheme.Dark
        is_dark = chosen is Theme.DARK or (chosen is Theme.SYSTEM and system_is_dark)
        tokens = DARK if is_dark else LIGHT
        self.tokens = _STRONGER[tokens] if self._wants_contrast else tokens
        self._app.setPalette(palette(self.tokens))
        self._app.setFont(self.font(Size.BODY))
        self._app.setStyleSheet(style_sheet(self._sheet, self.tokens, self.scale))
        self.changed.emit()

    def px(self, length: float) -> int:
        """Return a length of the look's drawings, in pixels at the user's text size."""
        return round(length * self._text_percent / 100)

    def font(self, size: Size, bold: bool = False) -> QFont:
        """Return the text font at ``size``, with figures of equal width."""
        key = (int(size), bold)
        if key not in self._fonts:
            font = QFont(_FAMILIES)
            font.setPixelSize(self.px(size))
            font.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
            font.setFeature(QFont.Tag("tnum"), 1)
            self._fonts[key] = font
        return self._fonts[key]

    def metrics(self, size: Size, bold: bool = False) -> QFontMetricsF:
        """Return the measures of :meth:`font`."""
        key = (int(size), bold)
        if key not in self._metrics:
            self._metrics[key] = QFontMetricsF(self.font(size, bold))
        return self._metrics[key]

    def width(self, text: str, size: Size, bold: bool = False) -> int:
        """Return the pixels that one line of ``text`` takes, as a whole number of them."""
        return int(self.advance(text, size, bold) + 0.999)

    def advance(self, text: str, size: Size, bold: bool = False) -> float:
        """Return the pixels that one line of ``text`` takes; cheap for what was painted before."""
        key = hash((text, int(size), bold))
        known = self._advances.get(key)
        if known is None:
            if len(self._advances) >= _MOST_ADVANCES:
                self._advances.clear()
            known = self.metrics(size, bold).horizontalAdvance(text)
            self._advances[key] = known
        return known

    def colour(self, token: str) -> QColor:
        """Return the colour that goes by the name ``token`` in :class:`Tokens`."""
        if token not in self._colours:
            self._colours[token] = QColor(getattr(self.tokens, token))
        return self._colours[token]

    @Slot()
    def _on_scheme_changed(self) -> None:
        if self._chosen is Theme.SYSTEM:
            self.apply(self._chosen, self._text_percent)

    @Slot(Qt.ContrastPreference)
    def _on_contrast_preference_changed(self, preference: Qt.ContrastPreference) -> None:
        self._wants_contrast = preference == Qt.ContrastPreference.HighContrast
        self.apply(self._chosen, self._text_percent)


_LOOK = OfApplication(Look)


def current() -> Look:
    """Return the look of the running application, dressing it at the first call.

    Raises:
        RuntimeError: there is no QApplication.
    """
    return _LOOK.current()


def resources() -> Path:
    """Return the folder of icons, fonts and styles."""
    # Naming a data folder, any, spares the search for the user's own.
    return config.places(Path()).resources


def palette(tokens: Tokens) -> QPalette:
    """Return the palette that Qt's own painting uses."""
    roles = QPalette.ColorRole
    made = QPalette()
    for role, colour in (
        (roles.Window, tokens.win),
        (roles.WindowText, tokens.text),
        (roles.Base, tokens.base),
        (roles.AlternateBase, tokens.alt),
        (roles.Text, tokens.text),
        (roles.Button, tokens.base),
        (roles.ButtonText, tokens.text),
        (roles.BrightText, tokens.on_accent),
        (roles.Highlight, tokens.accent),
        (roles.HighlightedText, tokens.on_accent),
        (roles.Accent, tokens.accent),
        (roles.Link, tokens.accent),
        (roles.LinkVisited, tokens.accent),
        (roles.PlaceholderText, tokens.dim),
        (roles.ToolTipBase, tokens.strip),
        (roles.ToolTipText, tokens.on_strip),
        (roles.Light, tokens.base),
        (roles.Midlight, tokens.alt),
        (roles.Mid, tokens.line),
        (roles.Dark, tokens.field),
        (roles.Shadow, tokens.field),
    ):
        made.setColor(role, QColor(colour))
    for role in (roles.WindowText, roles.Text, roles.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, role, QColor(tokens.field))
    return made


def style_sheet(sheet: str, tokens: Tokens, scale: float) -> str:
    """Return the style sheet with ``$token`` and ``px(13)`` filled in."""
    filled = Template(sheet).substitute(
        asdict(tokens),
        styles=(resources() / "styles").as_posix(),
        scheme="dark" if _is_dark(tokens) else "light",
    )
    return re.sub(r"px\((\d+)\)", partial(_scaled, scale=scale), filled)


def _is_dark(tokens: Tokens) -> bool:
    return tokens in (DARK, _STRONGER[DARK])


def _scaled(length: re.Match[str], scale: float) -> str:
    return f"{round(int(length[1]) * scale)}px"


def set_look(widget: QWidget, look: str) -> None:
    """Give ``widget`` the look that the style sheet keeps under ``[look="..."]``."""
    if widget.property("look") == look:
        return
    widget.setProperty("look", look)
    if widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
        # Qt matches the sheet's properties once, before the first paint.
        widget.style().unpolish(widget)
        widget.style().polish(widget)


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, 1 to 21.

    Source: WCAG 2.2, definition of contrast ratio.
    """
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    made = QColor(colour)
    red, green, blue = map(_linear, (made.redF(), made.greenF(), made.blueF()))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    # pow(), not **: of a float that one may be complex, as far as a type checker can tell.
    return part / 12.92 if part <= 0.04045 else math.pow((part + 0.055) / 1.055, 2.4)
