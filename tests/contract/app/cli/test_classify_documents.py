"""classify over documents of the library: presets, why, corrections that are learnt, tags; with real models.

The letters are of kinds that public complaints about such tools are about: reminders that speak of invoices,
quoted threads, "not urgent", languages that the examples are not in.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from models import model_path, models_dir
from programs.command import Command, Ran

TYPES = {
    "invoice": "Elektro Huber GmbH\nRechnung 2024-0815\nMontage der Anlage\nGesamtbetrag 1.190,00 EUR",
    "reminder": "Elektro Huber GmbH\nZahlungserinnerung zu Rechnung 2024-0815\nDer Betrag steht noch offen.",
    "contract": "CONTRATTO DI LOCAZIONE\nTra il locatore e il conduttore si conviene quanto segue: art. 1",
    "statement": "Banco Central\nExtracto de cuenta mayo\nSaldo 1.200\nFactura luz -80\nSaldo final 900",
    "minutes": "Compte rendu de la réunion du 3 mai\nPrésents : Anne, Luc\nDécision : le budget est adopté",
    "delivery": "Pakbon 331\n12 dozen schroeven\nFactuur volgt apart\nHandtekening ontvanger",
    "payslip": "Recibo de vencimento\nMês: maio\nVencimento base 1.500,00\nLíquido a receber 1.180,00",
    "none": "Apple cake\nKnead flour and butter, leave it for half an hour, bake it at 180 degrees.",
}
MAILS = {
    "billing urgent": "Bonjour, vous m'avez prélevé deux fois. Merci de me rembourser au plus vite !",
    "hardware low": "Hi, the headset in room 4 crackles. No rush, whenever you have time.",
    "access normal": "Guten Tag, mein Passwort wird beim Anmelden nicht mehr angenommen. Danke",
    "billing normal": "I would like a refund.\n\nOn Mon, 3 May 2024, Help wrote:\n> URGENT: log in now",
    "cancel normal": "Ik wil mijn abonnement per 1 juni opzeggen.",
    "delivery normal": "O pacote não chegou, a encomenda está atrasada há uma semana.",
}


@pytest.fixture(scope="module")
def command(tmp_path_factory: pytest.TempPathFactory) -> Command:
    model_path("all-minilm-l6-v2")
    folder = tmp_path_factory.mktemp("classified")
    made = Command(folder / "home", models_dir())
    for group, texts in (("types", TYPES), ("mails", MAILS)):
        for name, text in texts.items():
            path = folder / group / f"{group}-{list(texts).index(name)}.txt"
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
        made("add", folder / group, "--collection", group)
    return made


def names(group: str, count: int) -> list[str]:
    return [f"{group}-{place}.txt" for place in range(count)]


def by_name(ran: Ran) -> dict[str, dict[str, Any]]:
    return {row["document"]: row["labels"] for row in ran.rows}


def test_documents_are_told_by_type_in_several_languages_with_the_words_that_say_so(command: Command) -> None:
    ran = command("classify", "--preset", "document-type", *names("types", len(TYPES)), "--json")
    assert ran.status == 0
    assert all(list(row) == ["run", "document", "labels"] for row in ran.rows)
    found = by_name(ran)
    assert {f"types-{at}.txt": name for at, name in enumerate(TYPES)} == {
        name: labels["type"]["label"] or "none" for name, labels in found.items()
    }
    assert list(found["types-0.txt"]["type"]) == ["label", "confidence", "why", "about", "citations"]
    assert found["types-0.txt"]["type"]["citations"][0]["quote"] == "Rechnung 2024-0815"
    assert found["types-7.txt"]["type"]["confidence"] is None, "what none fits is not told as sure"
    kept = command("runs", "list", "--json").rows[0]
    assert (kept["maker"], kept["title"], kept["state"]) == ("classification", "Document type", "done")
    again = command("runs", "show", str(kept["id"]), "--json")
    assert by_name(again) == found
    assert "Rechnung 2024-0815" in command("runs", "show", str(kept["id"])).out


def test_messages_get_queue_urgency_and_language(command: Command) -> None:
    found = by_name(command("classify", "--preset", "helpdesk", *names("mails", len(MAILS)), "--json"))
    told = [f"{row['queue']['label']} {row['urgency']['label']}" for row in found.values()]
    assert told == list(MAILS)
    assert [row["language"]["label"] for row in found.values()] == ["fr", "en", "de", "en", "nl", "pt"]


def test_a_correction_is_learnt_used_for_the_like_listed_and_forgotten(
    command: Command, tmp_path: Path
) -> None:
    for place, fruit in enumerate(("Plum", "Cherry")):
        (tmp_path / f"cake{place}.txt").write_text(TYPES["none"].replace("Apple", fruit), encoding="utf-8")
    command("add", tmp_path / "cake0.txt", tmp_path / "cake1.txt")
    ask = ("classify", "--preset", "document-type", "cake1.txt", "--json")
    assert command(*ask).row["labels"]["type"]["label"] is None
    kept = command(
        "classify", "--preset", "document-type", "--correct", "type=manual", "cake0.txt", "--json"
    ).row
    assert kept == {"id": kept["id"], "document": "cake0.txt", "axis": "type", "label": "manual"}
    learnt = command(*ask).row["labels"]["type"]
    assert (learnt["label"], learnt["why"], learnt["about"]) == ("manual", "document", "cake0.txt")
    assert command("classify", "--examples", "--json").rows[0]["document"] == "cake0.txt"
    command("remove", "--bin", "cake0.txt")
    assert command(*ask).row["labels"]["type"]["label"] is None, "what is in the bin is not learnt from"
    command("bin", "restore", "cake0.txt")
    assert command(*ask).row["labels"]["type"]["label"] == "manual"
    assert command("classify", "--forget", str(kept["id"])).status == 0
    assert command("classify", "--forget", str(kept["id"])).status == 1
    assert command(*ask).row["labels"]["type"]["label"] is None
    wrong = command("classify", "--preset", "document-type", "--correct", "cake", "cake0.txt")
    assert wrong.status == 1
    assert "“cake” is not among the labels" in wrong.err
    command("remove", "cake0.txt", "cake1.txt")


def test_labels_become_tags_and_go_again(command: Command) -> None:
    ran = command("classify", "--preset", "document-type", "types-0.txt", "types-7.txt", "--apply-tags")
    assert "1 document was tagged" in ran.err
    assert command("tags", "list", "--json").rows == [{"tag": "Invoice", "documents": 1}]
    command("tags", "undo")
    assert command("tags", "list", "--json").rows == [{"tag": "Invoice", "documents": 0}]


def test_a_review_never_says_that_something_is_not_privileged(command: Command, tmp_path: Path) -> None:
    files = {
        "advice.txt": "Privileged & Confidential. Our solicitors advise that the claim of the mill is weak.",
        "mill.txt": "The mill was sold in May for nine pounds. The river runs behind it.",
        "rope.txt": "The football team trains on Tuesdays and Thursdays after work.",
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    command("add", *(tmp_path / name for name in files))
    ran = command("classify", "--preset", "review", *files, "--request", "the sale of the mill", "--json")
    found = by_name(ran)
    assert found["advice.txt"]["privilege"]["label"] == "advice"
    assert found["mill.txt"]["responsive"]["label"] == "responsive"
    assert "mill" in found["mill.txt"]["responsive"]["citations"][0]["quote"]
    assert found["rope.txt"]["responsive"]["label"] == "no-sign"
    for name in ("mill.txt", "rope.txt"):
        assert found[name]["privilege"] == {
            "label": "no-sign",
            "confidence": None,
            "why": None,
            "about": None,
            "citations": [],
        }
    said = command("classify", "--preset", "review", *files).out
    assert "not privileged" not in said.lower()
    assert "No sign found" in said


@pytest.mark.parametrize(
    "asked",
    [
        ("classify",),
        ("classify", "--preset", "document-type"),
        ("classify", "--preset", "helpdesk", "--batch", "x.jsonl"),
    ],
)
def test_what_does_not_go_together_is_wrong_usage(command: Command, asked: tuple[str, ...]) -> None:
    with pytest.raises(SystemExit):
        command(*asked)
