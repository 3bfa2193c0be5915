"""Tables of playbooks that come along are called by their names in the language of the program."""

from __future__ import annotations

from pathlib import Path

import pytest
from house import House

from app.runs.playbooks import Chosen, built_in
from app.words.catalogue import ENGLISH, say, use
from rag.vetting.playbook import parsed, playbook_names

OWN = """name = "House rules"
[[positions]]
name = "Assignment"
words = ["assign*"]
"""


@pytest.mark.parametrize("language", ["en", "de", "ar"])
def test_what_comes_along_has_its_name_in_the_language_of_the_program(tmp_path: Path, language: str) -> None:
    house = House(tmp_path / "home")
    try:
        use(language)
        for name in playbook_names():
            title = house.services.playbooks.create(built_in(name)).title
            assert title == say(f"playbooks.built-in.{name}")
            assert (title == built_in(name).playbook.name) is (language == "en")
        assert house.services.playbooks.create(Chosen(parsed(OWN))).title == "House rules"
    finally:
        use(ENGLISH)
        house.close()
