"""What every item model here needs of Qt's indexes and roles."""

from enum import IntEnum

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt

Index = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()


class Role(IntEnum):
    """Roles beyond Qt's own, the same in every model, so that proxies and pages agree."""

    SORT = Qt.ItemDataRole.UserRole
    """A value that sorts as the user expects."""
    VIEW = Qt.ItemDataRole.UserRole + 1
    """The value object behind the row or cell; survives any proxy."""
    ID = Qt.ItemDataRole.UserRole + 2
    """The id that signals carry."""
