"""Papers of our own that are drawn, read as scans and looked through: the whole way to values and rows."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from papers import FONTS, Paper, invoice, papers, receipt, scan

from engine.cancel import CancelToken
from rag.extracting.fields.filling import rows_of
from rag.extracting.fields.schema import preset
from rag.extracting.fields.sight import Sight
from rag.reading.reader import DocumentReader
from rag.types import Page

pytestmark = pytest.mark.skipif(not FONTS.is_dir(), reason="no fonts to draw papers in")


@pytest.fixture(scope="module")
def reader() -> Iterator[DocumentReader]:
    found = DocumentReader()
    yield found
    found.close()


def named(kind: str, name: str) -> Paper:
    return next(one for one in papers(kind) if one.name == name)


def seen(reader: DocumentReader, path: Path) -> Sight:
    pages = [one for one in reader.read(path, None, CancelToken()) if isinstance(one, Page)]
    starts, text = [], ""
    for page in pages:
        starts.append(len(text))
        text += f"{page.text}\n"
    return Sight.of(pages, starts, text)


def test_a_receipt_from_a_till(reader: DocumentReader, tmp_path: Path) -> None:
    sight = seen(reader, receipt(named("receipts", "my_kedai"), tmp_path))
    (row,) = rows_of(preset("receipt"), sight)
    assert row["company"].values == ("PUNCAK ALAT TULIS DAN BUKU Sdn Bhd",)
    assert row["date"].values == ("2018-02-11",)
    assert row["total"].values == (12.3,)


def test_a_scanned_invoice_with_its_rows(reader: DocumentReader, tmp_path: Path) -> None:
    paper = named("invoices", "ch_qr")
    sight = seen(reader, scan(paper, invoice(paper, tmp_path)))
    (row,) = rows_of(preset("invoice"), sight)
    told = {name: row[name].values for name in ("net_amount", "vat_amount", "amount", "due_date")}
    assert told == {
        "net_amount": (2150.0,),
        "vat_amount": (174.15,),
        "amount": (2324.15,),
        "due_date": ("2025-06-18",),
    }
    assert row["iban"].values == ("CH44 3199 9123 0008 8901 2",)
    amounts = [one["amount"].values for one in rows_of(preset("items"), sight)]
    assert amounts == [(1850.0,), (300.0,)]
