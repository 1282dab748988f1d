"""A keyboard on an X display, and the window manager that says which window hears it."""

import ctypes
from ctypes import CFUNCTYPE, POINTER, byref, c_char_p, c_int, c_uint, c_ulong, c_void_p
from types import TracebackType
from typing import Any, Self

SHIFT, CONTROL, ALT = "Shift_L", "Control_L", "Alt_L"
_VIEWABLE = 2
_REVERT_TO_PARENT = 2


class _Attributes(ctypes.Structure):
    """The part of ``XWindowAttributes`` that is read, and room for the rest."""

    _fields_ = (
        ("place", c_int * 5),
        ("visual", c_void_p),
        ("root", c_ulong),
        ("kind", c_int),
        ("gravity", c_int * 3),
        ("planes", c_ulong * 2),
        ("save_under", c_int),
        ("colormap", c_ulong),
        ("map_installed", c_int),
        ("map_state", c_int),
        ("masks", ctypes.c_long * 3),
        ("override_redirect", c_int),
        ("screen", c_void_p),
        ("_room", ctypes.c_long * 8),
    )


def _pass_over(_display: int, _error: int) -> int:
    """Xlib would end the process because a window closed while it was looked at."""
    return 0


_PASS_OVER = CFUNCTYPE(c_int, c_void_p, c_void_p)(_pass_over)


class XKeyboard:
    """Presses keys as a hand does (XTEST): the display, not the app, decides who hears them.

    Xvfb has no window manager, so that nobody would give the keyboard to a window that opens:
    :meth:`manage` does what the simplest one does.
    """

    def __init__(self, display: str) -> None:
        self._x = ctypes.CDLL("libX11.so.6")
        self._test = ctypes.CDLL("libXtst.so.6")
        self._x.XOpenDisplay.restype = c_void_p
        self._x.XStringToKeysym.restype = c_ulong
        self._x.XKeysymToKeycode.argtypes = (c_void_p, c_ulong)
        self._x.XKeysymToKeycode.restype = ctypes.c_ubyte
        self._x.XkbKeycodeToKeysym.argtypes = (c_void_p, ctypes.c_ubyte, c_int, c_int)
        self._x.XkbKeycodeToKeysym.restype = c_ulong
        self._x.XDefaultRootWindow.argtypes = (c_void_p,)
        self._x.XDefaultRootWindow.restype = c_ulong
        self._x.XSetErrorHandler(_PASS_OVER)
        opened = self._x.XOpenDisplay(c_char_p(display.encode()))
        assert opened, f"no display {display}"
        self._display = c_void_p(opened)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _where: TracebackType | None,
    ) -> None:
        self._x.XCloseDisplay(self._display)

    def press(self, key: str, *held: str) -> None:
        """Press a key by X's name for it ("Return", "a"), with others held."""
        for each in held:
            self._send(each, down=True)
        self._send(key, down=True)
        self._send(key, down=False)
        for each in reversed(held):
            self._send(each, down=False)
        self._x.XFlush(self._display)

    def type(self, text: str) -> None:
        """Type ASCII letters, digits and signs."""
        for letter in text:
            symbol = ord(letter)
            code = self._x.XKeysymToKeycode(self._display, symbol)
            is_plain = self._x.XkbKeycodeToKeysym(self._display, code, 0, 0) == symbol
            if not is_plain:
                self._send(SHIFT, down=True)
            self._fake(code, down=True)
            self._fake(code, down=False)
            if not is_plain:
                self._send(SHIFT, down=False)
        self._x.XFlush(self._display)

    def manage(self) -> None:
        """Give the keyboard to the window on top, if another has it."""
        root, parent = c_ulong(), c_ulong()
        windows, count = POINTER(c_ulong)(), c_uint()
        self._x.XQueryTree(
            self._display, c_ulong(self._root()), byref(root), byref(parent),
            byref(windows), byref(count),
        )  # fmt: skip
        top = next(filter(self._takes_keys, reversed(windows[: count.value])), None)
        if windows:
            self._x.XFree(windows)
        focus, _revert = c_ulong(), c_int()
        self._x.XGetInputFocus(self._display, byref(focus), byref(_revert))
        if top is not None and top != focus.value:
            self._x.XSetInputFocus(self._display, c_ulong(top), _REVERT_TO_PARENT, c_ulong(0))
        self._x.XSync(self._display, 0)

    def _root(self) -> int:
        return int(self._x.XDefaultRootWindow(self._display))

    def _takes_keys(self, window: int) -> bool:
        seen = _Attributes()
        known = self._x.XGetWindowAttributes(self._display, c_ulong(window), byref(seen))
        return bool(known) and seen.map_state == _VIEWABLE and not seen.override_redirect

    def _send(self, name: str, *, down: bool) -> None:
        symbol = self._x.XStringToKeysym(c_char_p(name.encode()))
        assert symbol, f"X knows no key {name}"
        self._fake(self._x.XKeysymToKeycode(self._display, symbol), down=down)

    def _fake(self, code: Any, *, down: bool) -> None:
        self._test.XTestFakeKeyEvent(self._display, c_uint(code), c_int(down), c_ulong(0))
