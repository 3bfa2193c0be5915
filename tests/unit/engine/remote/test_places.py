"""Where an engine may be: private addresses, found once, and TLS to other computers."""

from __future__ import annotations

import ipaddress
import socket

import pytest
from any_text import fuzzed
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import RemoteNotAllowed
from engine.remote.places import Place, check_address, place_of, resolved

PRIVATE = (
    *("10.0.0.5", "10.255.255.254", "172.16.0.1", "172.31.255.254", "192.168.1.20", "169.254.7.7"),
    *("127.0.0.1", "127.8.8.8", "::1", "fd12:3456:789a::1", "fe80::1"),
)
NOT_ALLOWED = (
    *("8.8.8.8", "172.15.255.255", "172.32.0.1", "192.167.1.1", "11.0.0.1", "1.1.1.1", "100.64.0.1"),
    *("0.0.0.0", "255.255.255.255", "224.0.0.1", "240.0.0.1", "192.0.2.1", "198.18.0.1", "169.254.169.254"),
    *("::", "2001:4860:4860::8888", "2001:db8::1", "ff02::1", "64:ff9b::a00:1", "::ffff:10.0.0.5"),
    *("::ffff:127.0.0.1", "fe80::1%eth0", "fd00:ec2::254", "2002:a00:1::1", "fec0::1"),
)


@pytest.mark.parametrize("address", PRIVATE)
def test_private_addresses_may_be_used(address: str) -> None:
    check_address("box.lan", address, tls=True)


@pytest.mark.parametrize("address", NOT_ALLOWED)
def test_others_may_not(address: str) -> None:
    with pytest.raises(RemoteNotAllowed) as caught:
        check_address("box.lan", address, tls=True)
    assert caught.value.facts == {"host": "box.lan", "detail": "address"}


@fuzzed
@given(st.ip_addresses())
def test_no_address_of_the_internet_is_ever_allowed(
    address: ipaddress.IPv4Address | ipaddress.IPv6Address,
) -> None:
    if address.is_global:
        with pytest.raises(RemoteNotAllowed):
            check_address("box", str(address), tls=True)


def test_without_tls_only_this_computer() -> None:
    for address in PRIVATE:
        if ipaddress.ip_address(address).is_loopback:
            check_address("box", address, tls=False)
        else:
            with pytest.raises(RemoteNotAllowed) as caught:
                check_address("box", address, tls=False)
            assert caught.value.facts["detail"] == "no-tls"


@pytest.mark.parametrize(
    ("url", "place"),
    [
        ("https://10.0.0.5:8443", Place("10.0.0.5", 8443, True, "10.0.0.5")),
        (" https://10.0.0.5/v1/ ", Place("10.0.0.5", 443, True, "10.0.0.5")),
        ("http://127.0.0.1:11434/v1", Place("127.0.0.1", 11434, False, "127.0.0.1")),
        ("https://[fd00::5]:8000", Place("fd00::5", 8000, True, "fd00::5")),
        ("https://Box.LAN", Place("box.lan", 443, True)),
    ],
)
def test_what_a_person_names(url: str, place: Place) -> None:
    assert place_of(url) == place
    assert place_of(place.url) == place


@pytest.mark.parametrize(
    "url",
    [
        *(
            "",
            "box",
            "box:8080",
            "ftp://10.0.0.5",
            "file:///etc/passwd",
            "https://",
            "https://10.0.0.5:99999",
        ),
        *(
            "https://user:word@10.0.0.5",
            "https://10.0.0.5/v1/chat",
            "https://10.0.0.5?x=1",
            "https://10.0.0.5#x",
        ),
        *(
            "https://a b",
            "https://10.0.0.5\r\nX: y",
            "https://[::1",
            "https://-box",
            "https://b\u00f6x",
            "https://[fe80::1%25eth0]",
        ),
    ],
)
def test_what_says_more_or_less_than_a_place_is_refused(url: str) -> None:
    with pytest.raises(RemoteNotAllowed):
        place_of(url)


def test_a_name_is_looked_up_once_and_all_its_addresses_must_be_allowed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    answers = [["fd00::9", "192.168.1.9"], ["192.168.1.9", "8.8.8.8"], []]
    asked: list[str] = []

    def look_up(host: str, port: int, **_: object) -> list[tuple[object, ...]]:
        asked.append(host)
        return [(0, 0, 0, "", (address, port)) for address in answers.pop(0)]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    found = resolved(place_of("https://box.lan"))
    assert found == Place("box.lan", 443, True, "192.168.1.9")
    assert resolved(found) == found
    assert asked == ["box.lan"]
    for detail in ("address", "no-address"):
        with pytest.raises(RemoteNotAllowed) as caught:
            resolved(place_of("https://box.lan"))
        assert caught.value.facts["detail"] == detail


def test_a_name_that_nobody_knows(monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody(*_: object, **__: object) -> None:
        raise socket.gaierror(-2, "unknown")

    monkeypatch.setattr(socket, "getaddrinfo", nobody)
    with pytest.raises(RemoteNotAllowed):
        resolved(place_of("https://nobody.lan"))


def test_a_fingerprint_however_it_is_written() -> None:
    place = place_of("https://10.0.0.5")
    plain = "ab" * 32
    for written in (plain, plain.upper(), "AB:" * 31 + "AB", f"sha256:{plain}", f" SHA-256={plain}\n"):
        assert place.known_by(written).fingerprint == plain
    for wrong in ("", "ab" * 31, "zz" * 32, plain + "ab"):
        with pytest.raises(RemoteNotAllowed):
            place.known_by(wrong)
    with pytest.raises(RemoteNotAllowed):
        place_of("http://127.0.0.1").known_by(plain)
