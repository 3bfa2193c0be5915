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


LETTER = (
    "The tenant must give notice in writing, and the landlord shall return the deposit to the tenant within "
    "thirty days of the end of the lease, less what is owed for the repair of the rooms."
)
LIST = "TDippolito@HL.com\nTel:\nFax:\n(212) 497-7842\nDisha Mehta\nAssociate\nTana Dippolito\nDe Sousa"
BRIEF = (
    "Der Mieter muss schriftlich kündigen, und der Vermieter zahlt die Kaution an den Mieter in dreißig "
    "Tagen nach dem Ende des Vertrages zurück, soweit sie nicht für die Räume gebraucht wird."
)


def told(tmp_path: Path, *passages: str) -> set[str]:
    """Of a document with these passages."""
    vault = Vault.create(tmp_path / "vault.db", KEY)
    try:
        with vault.write() as db:
            db.execute(
                "INSERT INTO documents"
                " (id, path, name, size, collection, state, added, passages, first_passage)"
                " VALUES (1, 'a', 'a', 1, '', 'ready', 0, ?, 1)",
                (len(passages),),
            )
            for number, body in enumerate(passages, 1):
                db.execute(
                    "INSERT INTO passages"
                    " (id, document_id, page_start, page_end, start, end, body, ancestors)"
                    " VALUES (?, 1, 1, 1, 0, 1, ?, '')",
                    (number, body),
                )
        found = DocumentLanguages(vault).of([IndexedDocument(1, "a", 1, len(passages))])
        return set(found[1])
    finally:
        vault.close()


def test_a_list_of_names_is_written_in_no_language(tmp_path: Path) -> None:
    assert told(tmp_path, LETTER, LETTER, LIST) == {"en"}


def test_an_act_in_two_columns_is_written_in_both(tmp_path: Path) -> None:
    assert told(tmp_path, LETTER, LETTER, BRIEF) == {"en", "de"}


def test_of_few_words_all_of_them_tell(tmp_path: Path) -> None:
    assert told(tmp_path, "Die Miete ist am dritten Tag fällig.") == {"de"}
