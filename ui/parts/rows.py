"""Places in lists and tables, and what a row of two lines shows besides its name."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt

Index = QModelIndex | QPersistentModelIndex

StatusRole = Qt.ItemDataRole.UserRole + 2  # the second line
FractionRole = Qt.ItemDataRole.UserRole + 3  # how much is done, 0-1; None while nothing is under way
FailedRole = Qt.ItemDataRole.UserRole + 4
DOCUMENT_IDS = "application/x-confidant-documents"  # of what is dragged: JSON, a list of numbers

TagsRole = Qt.ItemDataRole.UserRole + 6  # tuple[Tag, ...], before the second line
IconRole = Qt.ItemDataRole.UserRole + 5  # the name of an icon; a document's where a row has none
