"""Calendars and address cards in words that people search for."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pytest
from files import mail
from files.reading import read, saved
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.errors import FileCorrupt
from rag.reading.source import Source
from rag.reading.text.calendars import cards, events
from rag.reading.text.calendars.recurrence import repeats


def calendar(*entries: str, head: str = "METHOD:REQUEST\r\n") -> bytes:
    zone = (
        "BEGIN:VTIMEZONE\r\nTZID:Europe/Warsaw\r\nBEGIN:STANDARD\r\nDTSTART:16010101T030000\r\n"
        "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"
    )
    inner = "".join(f"BEGIN:VEVENT\r\n{entry}\r\nEND:VEVENT\r\n" for entry in entries)
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{head}{zone}{inner}END:VCALENDAR\r\n".encode()


_HEARING = (
    "UID:1\r\nDTSTART;TZID=Europe/Warsaw:20240917T093000\r\nDTEND;TZID=Europe/Warsaw:20240917T110000\r\n"
    "SUMMARY:Rozprawa 4 C 187/23\r\nLOCATION:Sąd Okręgowy\\, sala 12\r\n"
    'ORGANIZER;CN="Sekretariat, wydział 4":mailto:sekretariat@sad.example\r\n'
    "ATTENDEE;ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED;CN=Jan Nowak:mailto:\r\n jan@nowak.example\r\n"
    "ATTENDEE;ROLE=OPT-PARTICIPANT;PARTSTAT=NEEDS-ACTION:mailto:biuro@nowak.example\r\n"
    "DESCRIPTION:Proszę przynieść akt\\n\\nPozdrawiam\r\nBEGIN:VALARM\r\nTRIGGER:-PT15M\r\n"
    "DESCRIPTION:Reminder\r\nEND:VALARM"
)


def test_an_invitation_says_what_when_where_and_who(tmp_path: Path) -> None:
    _, (page,) = read(saved(tmp_path / "a.ics", calendar(_HEARING)))
    assert page.text == (
        "Rozprawa 4 C 187/23\nKind: invitation\n"
        "When: Tuesday, 17 September 2024, 9:30–11:00 (Europe/Warsaw)\n"
        "Where: Sąd Okręgowy, sala 12\nOrganiser: Sekretariat, wydział 4 <sekretariat@sad.example>\n"
        "Attendees: Jan Nowak <jan@nowak.example> (accepted); biuro@nowak.example (optional)\n\n"
        "Proszę przynieść akt\n\nPozdrawiam"
    )
    assert [heading.title for heading in page.headings] == ["Rozprawa 4 C 187/23"]


def test_an_invitation_by_mail_is_read_once(tmp_path: Path) -> None:
    text = calendar(_HEARING).decode()
    invitation = f"Content-Type: text/calendar; method=REQUEST; charset=utf-8\r\n\r\n{text}"
    attached = f"Content-Type: application/ics; name=invite.ics\r\n\r\n{text}"
    body = mail.multipart(
        "mixed", mail.multipart("alternative", mail.text_part("Termin"), invitation, boundary="y"), attached
    )
    _, pages = read(mail.mime(tmp_path / "a.eml", body))
    assert [page.label for page in pages] == ["message", "attachment.ics, page 1"]
    assert "9:30–11:00 (Europe/Warsaw)" in pages[1].text


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ("DTSTART;VALUE=DATE:20250301\r\nDTEND;VALUE=DATE:20250302", "When: Saturday, 1 March 2025, all day"),
        (
            "DTSTART;VALUE=DATE:20250301\r\nDTEND;VALUE=DATE:20250304",
            "When: Saturday, 1 March 2025 to Monday, 3 March 2025, all day",
        ),
        ("DTSTART:20250301T080000Z\r\nDURATION:PT90M", "When: Saturday, 1 March 2025, 8:00–9:30 (UTC)"),
        ("DTSTART:20250301T080000", "When: Saturday, 1 March 2025, 8:00"),
        (
            ('DTSTART;TZID="W. Europe Standard Time":20250301T220000\r\nDTEND;TZID="W. Europe Standard Time"'
            ":20250302T010000"),
            "When: Saturday, 1 March 2025, 22:00 to Sunday, 2 March 2025, 1:00 (W. Europe Standard Time)",
        ),
        ("DTSTART:bald", "When: bald"),
        ("DTSTART:20251399", "When: 20251399"),
        ("DTSTART:20250301T080000\r\nEXDATE:20250308T080000,20250315T080000",
         "Not on: Saturday, 8 March 2025, 8:00; Saturday, 15 March 2025, 8:00"),
        ("STATUS:CANCELLED", "Status: cancelled"),
        ("ATTACH;FMTTYPE=application/pdf:https://x.example/a.pdf", "Attached: https://x.example/a.pdf"),
    ],
)  # fmt: skip
def test_times_are_written_out(lines: str, said: str, tmp_path: Path) -> None:
    _, (page,) = read(saved(tmp_path / "a.ics", calendar(f"SUMMARY:Beratung\r\n{lines}")))
    assert f"\n{said}" in page.text


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE;UNTIL=20241231T225959Z",
         "every 2 weeks on Monday and Wednesday, until Tuesday, 31 December 2024, 22:59 UTC"),
        ("FREQ=DAILY;COUNT=10", "every day, 10 times"),
        ("FREQ=MONTHLY;BYDAY=-1FR", "every month on the last Friday"),
        ("FREQ=MONTHLY;BYDAY=1MO,3MO", "every month on the first Monday and the third Monday"),
        ("FREQ=YEARLY;BYMONTH=4;BYMONTHDAY=15", "every year on the 15. in April"),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", "every month on the last day"),
        ("FREQ=MONTHLY;BYSETPOS=-1;BYDAY=MO,TU,WE,TH,FR",
         "every month on the last of Monday, Tuesday, Wednesday, Thursday and Friday"),
        ("FREQ=DAILY;BYHOUR=9;WKST=MO", "every day BYHOUR=9"),
        ("nonsense", "nonsense"),
    ],
)  # fmt: skip
def test_rules_are_written_out(rule: str, said: str) -> None:
    assert repeats(rule) == said


def test_tasks_folded_letters_and_other_encodings_are_read(tmp_path: Path) -> None:
    folded = (
        "BEGIN:VCALENDAR\nBEGIN:VTODO\nSUMMARY:Prüfung fä".encode()
        + b"llig \xc3\n \xbc\nDUE:20250601\nEND:VTODO\nEND:VCALENDAR"
    )
    _, (page,) = read(saved(tmp_path / "a.ics", folded))
    assert page.text == "Prüfung fällig ü\nDue: Sunday, 1 June 2025, all day"
    wide = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:Expertise à\r\n  Genève\r\nEND:VEVENT\r\nEND:VCALENDAR"
    _, (page,) = read(saved(tmp_path / "b.ics", wide.encode("utf-16")))
    assert page.text == "Expertise à Genève"
    old = (
        b"BEGIN:VCALENDAR\r\nVERSION:1.0\r\nBEGIN:VEVENT\r\nDTSTART:20250601T100000\r\n"
        b"SUMMARY;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:Besprechung f=C3=\r\n=BCr alle\r\n"
        b"END:VEVENT\r\nEND:VCALENDAR"
    )
    _, (page,) = read(saved(tmp_path / "c.vcs", old))
    assert page.text == "Besprechung für alle\nWhen: Sunday, 1 June 2025, 10:00"


def test_a_calendar_of_many_appointments_has_a_heading_for_each(tmp_path: Path) -> None:
    entries = (f"SUMMARY:Cita {number}\r\nDTSTART:20250301T080000" for number in range(3_000))
    info, pages = read(saved(tmp_path / "a.ics", calendar(*entries, head="X-WR-CALNAME:Despacho\r\n")))
    assert info.title == "Despacho"
    assert len(pages) > 1
    assert sum(len(page.headings) for page in pages) == 3_000


def test_cards_say_how_to_reach_people(tmp_path: Path) -> None:
    card = (
        "BEGIN:VCARD\r\nVERSION:3.0\r\nN:Müller;Jürgen;;;\r\nFN:Jürgen Müller\r\n"
        "ORG:Notariat\\, Wien;Grundbuch\r\n"
        "TEL;TYPE=WORK,VOICE:+43 1 2345\r\nTEL;CELL:+43 664 1\r\nEMAIL;TYPE=INTERNET:jm@notar.example\r\n"
        "item1.ADR;TYPE=HOME:;;Ring 1;Wien;;1010;Österreich\r\nitem1.X-ABLabel:_$!<Kanzlei>!$_\r\n"
        "BDAY:1970-05-04\r\n"
        "PHOTO;ENCODING=b:AAAA\r\nNOTE:Zweiter Stock\r\nEND:VCARD\r\n"
        "BEGIN:VCARD\r\nVERSION:2.1\r\nN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Garc=C3=ADa;Ana\r\nEND:VCARD\r\n"
    )
    _, (page,) = read(saved(tmp_path / "a.vcf", card.encode()))
    assert page.text == (
        "Jürgen Müller\nOrganisation: Notariat, Wien, Grundbuch\nPhone (work): +43 1 2345\n"
        "Phone (cell): +43 664 1\nEmail: jm@notar.example\n"
        "Address (Kanzlei): Ring 1, Wien, 1010, Österreich\nBorn: Monday, 4 May 1970\n"
        "Note: Zweiter Stock\n\nAna García"
    )
    assert [heading.title for heading in page.headings] == ["Jürgen Müller", "Ana García"]


def test_a_text_that_is_no_calendar_is_corrupt(tmp_path: Path) -> None:
    for name in ("a.ics", "a.vcf"):
        with pytest.raises(FileCorrupt):
            read(saved(tmp_path / name, b"Nothing: of it\n"))


_LINES = (
    "BEGIN:VCALENDAR", "END:VCALENDAR", "BEGIN:VEVENT", "END:VEVENT", "BEGIN:VCARD", "END:VCARD",
    "DTSTART:", "DTSTART:99999999T999999Z", "DTEND;VALUE=DATE:00010101", "DURATION:P999999W",
    "DTSTART:99991231", "FN:", ":", "RRULE:FREQ=DAILY;BYDAY=;BYMONTH=99;BYSETPOS=x", 'ATTENDEE;CN="a:b',
    "N:;;", "BDAY:--0203", "EXDATE:,/,", "ORG:;",
)  # fmt: skip


@given(st.lists(st.sampled_from(_LINES) | st.text(max_size=30), max_size=20))
@settings(max_examples=300, deadline=None)
def test_any_lines_are_read_or_refused(lines: list[str]) -> None:
    data = "\r\n".join(("BEGIN:VCALENDAR", "BEGIN:VEVENT", *lines)).encode()
    for reader in (events, cards):
        with contextlib.suppress(FileCorrupt):
            list(reader.read(Source(Path("x"), data), None))
