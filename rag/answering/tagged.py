"""Which of some documents a question is about that is put to a tag, or to some alone."""

from __future__ import annotations

from collections.abc import Iterable

from rag.storing.names import tag_key
from rag.types import Document, SearchScope


def tagged(documents: Iterable[Document], scope: SearchScope | None) -> list[Document]:
    """Those that a scope names or that have its tag, or in a mailbox that does; all where it names none. What
    the scope leaves out is not among them.
    """
    found = [one for one in documents if scope is None or one.id != scope.without]
    if scope is not None and scope.documents:
        found = [one for one in found if one.id in scope.documents or one.container in scope.documents]
    if scope is None or scope.tag is None:
        return found
    key = tag_key(scope.tag)
    with_tag = {one.id for one in found if any(tag_key(tag.name) == key for tag in one.tags)}
    return [one for one in found if one.id in with_tag or one.container in with_tag]
