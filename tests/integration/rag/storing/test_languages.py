"""Which languages documents are in, told also where nothing can be kept."""

from pathlib import Path

from damage import KEY, filled, flip

from rag.storing.languages import DocumentLanguages
from rag.storing.page_proof import PAGE
from rag.storing.vault import Vault
from rag.types import IndexedDocument


def test_a_damaged_library_that_is_only_read_still_knows_them(tmp_path: Path) -> None:
    path = tmp_path / "vault.db"
    filled(path)
    flip(path, (path.stat().st_size // PAGE - 2) * PAGE + 100)
    vault = Vault.open(path, KEY)
    try:
        assert vault.read_only is not None
        told = DocumentLanguages(vault).of([IndexedDocument(1, "file1.txt", 3, 5)])
        assert told[1]
    finally:
        vault.close()
