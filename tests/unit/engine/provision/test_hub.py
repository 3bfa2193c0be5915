"""What the hub may ask for, and where it may lead."""

from __future__ import annotations

import email.utils
import time
import urllib.parse

import pytest

from engine.provision import hub


@pytest.mark.parametrize(
    ("header", "least", "most"),
    [
        ("0", 0, 0),
        ("17", 17, 17),
        (None, 2, 2),
        ("", 2, 2),
        ("soon", 2, 2),
        ("-5", 2, 2),
        ("Fri, 31 Dec 1999 23:59:59 GMT", 0, 0),
    ],
)
def test_seconds_or_a_date(header: str | None, least: float, most: float) -> None:
    """RFC 9110 §10.2.3."""
    assert least <= hub._asked_to_wait(header) <= most


def test_a_date_that_is_still_to_come() -> None:
    assert 500 <= hub._asked_to_wait(email.utils.formatdate(time.time() + 600, usegmt=True)) <= 600


@pytest.mark.parametrize(
    ("address", "allowed"),
    [
        ("https://huggingface.co/maker/tiny", True),
        ("https://cdn-lfs.huggingface.co/file", True),
        ("https://cas-bridge.xethub.hf.co/file", True),
        ("https://hf.co/maker/tiny", True),
        ("https://HuggingFace.co/maker/tiny", True),
        ("http://huggingface.co/maker/tiny", False),
        ("https://huggingface.co.example.org/maker/tiny", False),
        ("https://nothuggingface.co/maker/tiny", False),
        ("https://huggingface.co@example.org/maker/tiny", False),
        ("https://127.0.0.1/maker/tiny", False),
        ("ftp://huggingface.co/maker/tiny", False),
        ("file:///etc/passwd", False),
        ("https:///maker/tiny", False),
    ],
)
def test_the_public_hub_leads_to_its_own_hosts_alone(address: str, allowed: bool) -> None:
    home = urllib.parse.urlsplit("https://huggingface.co")
    assert hub._may_be_asked(urllib.parse.urlsplit(address), home) is allowed


@pytest.mark.parametrize(
    ("address", "allowed"),
    [
        ("https://hub.firm.example/maker/tiny", True),
        ("https://large.hub.firm.example/file", True),
        ("https://firm.example/file", False),
        ("https://huggingface.co/file", False),
        ("http://hub.firm.example/maker/tiny", False),
    ],
)
def test_a_firms_own_hub_leads_to_itself_alone(address: str, allowed: bool) -> None:
    home = urllib.parse.urlsplit("https://hub.firm.example")
    assert hub._may_be_asked(urllib.parse.urlsplit(address), home) is allowed


@pytest.mark.parametrize(
    ("token", "can_be"),
    [
        ("hf_abc", True),
        ("", False),
        ("a b", False),
        ("a\r\nHost: x", False),
        ("é", False),
        ("x" * 513, False),
    ],
)
def test_a_token_cannot_end_its_header(token: str, can_be: bool) -> None:
    assert hub.is_token(token) is can_be
