"""What there is one of for the running application, made when it is first asked for."""

from collections.abc import Callable
from typing import Generic, TypeVar

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

Q = TypeVar("Q", bound=QObject)


class OfApplication(Generic[Q]):
    """Keeps the one as long as its application lives; of another one it makes another."""

    def __init__(self, make: Callable[[QApplication], Q]) -> None:
        self._make = make
        self._one: Q | None = None

    def current(self) -> Q:
        """Return the one of the running application.

        Raises:
            RuntimeError: there is no QApplication.
        """
        if self._one is None or not isValid(self._one):
            app = QApplication.instance()
            if not isinstance(app, QApplication):
                raise RuntimeError("There is no application yet that it could belong to.")
            self._one = self._make(app)
        return self._one
