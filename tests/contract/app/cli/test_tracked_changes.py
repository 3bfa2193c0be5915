"""Contracts saved as Word files: comments at their clauses, changes that can be accepted and rejected, the
file's own formatting kept.
"""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import docx
import pytest
from docx.shared import RGBColor
from files.revised import authors, paragraphs
from models import model_path, models_dir
from programs.command import Command

SECRECY = "The duty of secrecy shall outlast this Agreement and never lapse."
PENALTY = "For each breach the Recipient shall pay the sum of $10,000 without proof of loss."


@pytest.fixture
def command(tmp_path: Path) -> Command:
    model_path("all-minilm-l6-v2")
    return Command(tmp_path / "home", models_dir())


@pytest.fixture
def contract(tmp_path: Path) -> Path:
    made = docx.Document()
    made.add_heading("NON-DISCLOSURE AGREEMENT", 0)
    made.add_paragraph(
        "This Agreement is made between Harbour Tools, Inc., a Delaware corporation, and Maple LLC, of"
        " Boston, Massachusetts."
    )
    made.add_paragraph("1. Return. Upon request the Recipient shall return all materials.")
    term = made.add_paragraph("2. Term. It begins today. ")
    term.add_run("The duty of ").italic = True
    term.add_run("secrecy shall out").font.color.rgb = RGBColor(200, 0, 0)
    term.add_run("last this Agreement and never lapse. Notices go by post.").bold = True
    made.add_paragraph("3. Assignment. Neither party may assign this Agreement without consent of the other.")
    cells = made.add_table(rows=1, cols=2).rows[0].cells
    cells[0].text, cells[1].text = "Penalty", PENALTY
    path = tmp_path / "contract.docx"
    made.save(str(path))
    return path


@pytest.fixture
def later(contract: Path, tmp_path: Path) -> Path:
    made = docx.Document(str(contract))
    for paragraph in made.paragraphs:
        if paragraph.text.startswith("3."):
            paragraph.insert_paragraph_before(
                "2a. The Discloser may inspect the books once a year on notice."
            )
            paragraph.text = (
                "3. Assignment. No party may ever assign this Agreement without consent of the other."
            )
        if paragraph.text.startswith("1. Return"):
            paragraph._p.getparent().remove(paragraph._p)
    path = tmp_path / "later.docx"
    made.save(str(path))
    return path


def text_of(path: Path) -> list[str]:
    return paragraphs(path, accepted=True)


def test_preferred_wording_replaces_the_clause_in_the_file_itself(
    command: Command, contract: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out.docx"
    rows = command("playbook", "nda", contract, "--out", out, "--json").row["positions"]
    verdicts = {one["name"]: one for one in rows}
    assert verdicts["Duration of the duty"]["verdict"] == "unacceptable"
    assert paragraphs(out, accepted=False) == text_of(contract), "rejected, it is the contract as it was"
    accepted = "\n".join(paragraphs(out, accepted=True))
    assert SECRECY not in accepted
    assert PENALTY not in accepted
    for name in ("Duration of the duty", "Penalty", "Exceptions"):
        assert verdicts[name]["preferred"] in accepted, name
    assert "It begins today. " in accepted
    assert " Notices go by post." in accepted
    ((author, when),) = authors(out)
    assert author == "Confidant"
    assert when.endswith("Z")


def test_comments_say_why_and_the_look_of_the_rest_stays(
    command: Command, contract: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out.docx"
    assert command("playbook", "nda", contract, "--out", out).status == 0
    made = docx.Document(str(out))
    told = [one.text for one in made.comments]
    assert any(one.startswith("Duration of the duty: ✗ not acceptable.") for one in told)
    assert any(one.startswith("Exceptions: ○ missing.") for one in told)
    assert {one.author for one in made.comments} == {"Confidant"}
    term = next(one for one in made.paragraphs if one.text.startswith("2. Term."))
    bold = [run.text for run in term.runs if run.bold]
    assert bold == [" Notices go by post."]
    deleted = term._p.xpath(".//w:del//w:rPr")
    assert any(look.xpath("./w:i") for look in deleted)
    assert any(look.xpath("./w:color[@w:val='C80000']") for look in deleted)


def test_the_same_work_gives_the_same_bytes_and_the_file_of_the_library_stays(
    command: Command, contract: Path, tmp_path: Path
) -> None:
    before = contract.read_bytes()
    command("playbook", "nda", contract, "--out", tmp_path / "one.docx")
    assert contract.read_bytes() == before


@pytest.mark.parametrize("suffix", ["txt", "pdf"])
def test_of_another_format_a_word_file_is_made(command: Command, tmp_path: Path, suffix: str) -> None:
    words = ["1. Term.", SECRECY, "", "2. Penalty.", PENALTY]
    contract, out = tmp_path / f"contract.{suffix}", tmp_path / "out.docx"
    if suffix == "txt":
        contract.write_text("\n".join(words), encoding="utf-8")
    else:
        from reportlab.pdfgen.canvas import Canvas

        page = Canvas(str(contract))
        for place, line in enumerate(words):
            page.drawString(72, 740 - 20 * place, line)
        page.save()
    assert command("playbook", "nda", contract, "--out", out).status == 0
    rejected = " ".join(paragraphs(out, accepted=False))
    accepted = " ".join(paragraphs(out, accepted=True))
    assert SECRECY in rejected
    assert PENALTY in rejected
    assert SECRECY not in accepted
    assert PENALTY not in accepted


def test_of_several_contracts_it_is_a_table(
    command: Command, contract: Path, later: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out.docx"
    assert command("playbook", "nda", contract, later, "--out", out).status == 0
    made = docx.Document(str(out))
    assert {row.cells[0].text for row in made.tables[0].rows[1:]} == {"contract.docx", "later.docx"}
    assert authors(out) == set()


def test_two_editions_are_tracked_in_the_earlier_one(
    command: Command, contract: Path, later: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out.docx"
    assert command("compare", contract, later, "--out", out).status == 0
    assert paragraphs(out, accepted=False) == text_of(contract)
    assert paragraphs(out, accepted=True) == text_of(later)
    struck = docx.Document(str(out)).element.body.xpath(".//w:del//w:delText/text()")
    assert "Neither" in "".join(struck)
    assert "Agreement without" not in "".join(struck), "only the words that changed"


def test_libreoffice_opens_it(command: Command, contract: Path, later: Path, tmp_path: Path) -> None:
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not installed")
    out = tmp_path / "out.docx"
    command("playbook", "nda", contract, "--out", out)
    command("compare", contract, later, "--out", tmp_path / "compared.docx")
    for path in (out, tmp_path / "compared.docx"):
        profile = f"-env:UserInstallation=file://{tmp_path / 'profile'}"
        subprocess.run(
            [office, profile, "--headless", "--convert-to", "fodt", "--outdir", str(tmp_path), str(path)],
            check=True,
            capture_output=True,
            timeout=240,
        )
    vetted, compared = ((tmp_path / name).read_text("utf-8") for name in ("out.fodt", "compared.fodt"))
    assert vetted.count("<text:deletion>") >= 2
    assert vetted.count("<text:insertion>") >= 3
    assert "<dc:creator>Confidant</dc:creator>" in vetted
    assert "Duration of the duty: ✗ not acceptable." in vetted
    assert "<office:annotation " in vetted
    assert "<text:insertion>" in compared
    assert "inspect the books" in compared
