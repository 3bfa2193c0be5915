"""Answers, the conversation they make, and the field where questions are written."""

from __future__ import annotations

from dataclasses import replace

import pytest
from cited_answer import FIRST, SECOND, TEXT, answer
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from app.types import Notice
from rag.types import (
    Answer,
    AnswerDelta,
    AnswerDone,
    Drafted,
    Hit,
    Intent,
    ModelThinking,
    Outcome,
    Quoted,
    QuotesFound,
    Sentence,
    SentenceGrounded,
    SourcesFound,
    Support,
)
from ui.chat.answer_text import AnswerText
from ui.chat.composer import Composer
from ui.chat.transcript import Transcript
from ui.chat.turn_card import TurnCard
from ui.parts.cited_text import preview
from ui.parts.controls import SourceRow
from ui.parts.theme import DARK, LIGHT


def formats(view: AnswerText) -> list[tuple[str, QTextCharFormat]]:
    found = []
    block = view.document().begin()
    while block.isValid():
        found += [
            (fragment.fragment().text(), fragment.fragment().charFormat())
            for fragment in block
            if fragment.fragment().isValid()
        ]
        block = block.next()
    return found


@pytest.fixture
def view(qtbot: QtBot) -> AnswerText:
    made = AnswerText(LIGHT)
    qtbot.addWidget(made)
    made.resize(500, 100)
    made.show()
    return made


def test_citations_are_numbered_in_the_order_they_come(view: AnswerText) -> None:
    view.show_answer(TEXT, answer().sentences)
    assert view.citations == [FIRST, SECOND]
    links = [kind.anchorHref() for _, kind in formats(view) if kind.isAnchor()]
    assert links == ["cite:1", "cite:2", "cite:1"]


def test_a_click_on_a_number_opens_its_citation(qtbot: QtBot, view: AnswerText) -> None:
    view.show_answer(TEXT, answer().sentences)
    with qtbot.waitSignal(view.cited) as cited:
        view.anchorClicked.emit(QUrl("cite:2"))
    assert cited.args == [SECOND]


def test_a_sentence_nothing_supports_is_underlined_with_dots(view: AnswerText) -> None:
    view.show_answer(TEXT, answer().sentences)
    dotted = [
        text
        for text, kind in formats(view)
        if kind.underlineStyle() is QTextCharFormat.UnderlineStyle.DotLine
    ]
    assert dotted == ["The moon is cheese."]


def test_text_beyond_the_basic_plane_keeps_every_letter(view: AnswerText) -> None:
    view.show_answer(TEXT, answer().sentences)
    shown = "".join(text for text, kind in formats(view) if not kind.isAnchor())
    assert "".join(shown.split()).replace("\u2060", "").replace("\u200a", "") == "".join(TEXT.split())


def test_markup_in_an_answer_is_only_text(view: AnswerText) -> None:
    view.show_answer("<b>bold</b> & <a href='x'>link</a>", ())
    assert view.toPlainText() == "<b>bold</b> & <a href='x'>link</a>"


def test_the_view_grows_with_its_text(qtbot: QtBot, view: AnswerText) -> None:
    view.show_answer("short", ())
    low = view.height()
    view.show_answer("long " * 400, ())
    assert view.height() > 3 * low


def test_a_number_stays_with_its_last_word(qtbot: QtBot, view: AnswerText) -> None:
    said = "The berth holder shall notify the harbour office of a broken stern lamp within 36 hours."
    view.show_answer(said, [Sentence(0, len(said), said, Support.SUPPORTED, (FIRST,))])
    drawn = view.toPlainText()
    for width in range(420, 720, 6):
        view.resize(width, 100)
        lines = []
        for place in (drawn.index("hours"), drawn.rindex("1")):
            cursor = QTextCursor(view.document())
            cursor.setPosition(place + 1)
            lines.append(view.cursorRect(cursor).center().y())
        assert abs(lines[0] - lines[1]) < 8, width


def test_hovering_tells_the_quote_and_its_place() -> None:
    assert preview(FIRST) == "gdpr.pdf · page 163 · Article 33\n\n“not later than 72 hours”"


@pytest.fixture
def card(qtbot: QtBot) -> TurnCard:
    made = TurnCard("How soon?", LIGHT)
    qtbot.addWidget(made)
    made.resize(600, 400)
    made.show()
    return made


def test_an_answer_grows_while_it_is_written(qtbot: QtBot, card: TurnCard) -> None:
    hit = Hit(1, 1, "gdpr.pdf", None, 163, 163, "Article 33", 0, 9, 1.0, "72 hours")
    card.take(SourcesFound((hit, hit)))
    assert card.status.text() == "Reading 2 passages…"
    for word in ("Within ", "72 hours."):
        card.take(AnswerDelta(word))
    qtbot.waitUntil(lambda: card.answer.toPlainText() == "Within 72 hours.")
    card.take(SentenceGrounded(answer().sentences[0]))
    card.take(AnswerDone(answer()))
    assert card.answered == answer()
    assert len(card.findChildren(SourceRow)) == 2
    assert not card.status.isVisible()


def test_the_best_sentence_stands_there_until_the_answer_does(qtbot: QtBot, card: TurnCard) -> None:
    card.take(QuotesFound((Quoted(FIRST, 0.9),)))
    assert card.answer.toPlainText().startswith("“not later than 72 hours”")
    assert card.status.isVisibleTo(card)
    card.take(AnswerDelta("Within 72 hours."))
    qtbot.waitUntil(lambda: card.answer.toPlainText() == "Within 72 hours.")


def test_the_second_of_two_questions_leaves_the_first_answer_there(qtbot: QtBot, card: TurnCard) -> None:
    one, two = "Within 72 hours.", "Nobody."
    card.take(SourcesFound(()))
    card.take(AnswerDelta(one))
    card.take(SentenceGrounded(Sentence(0, len(one), one, Support.SUPPORTED, (FIRST,))))
    card.take(SourcesFound(()))
    card.take(QuotesFound((Quoted(SECOND, 0.9),)))
    assert card.answer.toPlainText().startswith(one)
    assert "“Prohibit password reuse”" in card.answer.toPlainText()
    assert card.status.isVisible()
    card.take(AnswerDelta(two))
    card.take(SentenceGrounded(Sentence(0, len(two), two, Support.SUPPORTED, (SECOND,))))
    qtbot.waitUntil(lambda: two in card.answer.toPlainText())
    assert "“" not in card.answer.toPlainText()
    assert card.answer.citations == [FIRST, SECOND]
    assert card.text == f"{one}\n{two}"


def test_a_draft_is_grey_and_named_and_goes(qtbot: QtBot, card: TurnCard) -> None:
    card.take(QuotesFound((Quoted(FIRST, 0.9),)))
    draft = card.findChild(QLabel, "draft")
    card.take(Drafted("Within a fortnight, I should say"))
    qtbot.waitUntil(lambda: draft.text().startswith("Within a fortnight"))
    assert draft.isVisible()
    assert "being checked" in draft.accessibleName()
    assert draft.property("role") == "quiet"
    assert not draft.hasSelectedText()
    assert not draft.textInteractionFlags() & Qt.TextInteractionFlag.TextSelectableByMouse
    assert "Below, in grey" in card.status.text()
    assert card.answer.toPlainText().startswith("“not later than 72 hours”")
    assert "fortnight" not in card.as_markdown()
    card.take(Drafted(""))
    card.take(AnswerDone(answer()))
    assert not draft.isVisible()
    assert "fortnight" not in card.as_markdown()


def test_a_card_never_widens_its_pane(qtbot: QtBot) -> None:
    transcript = Transcript(LIGHT)
    qtbot.addWidget(transcript)
    transcript.resize(400, 400)
    transcript.show()
    transcript.begin("How soon?", 0)
    transcript.take(QuotesFound((Quoted(FIRST, 0.9),)))
    transcript.take(Drafted("Within a fortnight, I should say"))
    card = transcript.cards[0]
    qtbot.waitUntil(lambda: "Below, in grey" in card.status.text())
    qtbot.waitUntil(lambda: 0 < card.width() <= 400)
    assert card.minimumSizeHint().width() <= 352
    named = replace(answer(), model="a-model-with-a-long-name-7b-instruct-q4_k_m", intent=Intent.GENERAL)
    transcript.take(AnswerDone(replace(named, unread=("a.pdf",), outcome=Outcome.SILENT, read=12)))
    assert card.minimumSizeHint().width() <= 352


def test_what_is_not_held_against_the_documents_yet_is_grey(qtbot: QtBot, card: TurnCard) -> None:
    first = answer().sentences[0]
    card.take(AnswerDelta(TEXT[:24]))
    card.take(SentenceGrounded(first))
    qtbot.waitUntil(lambda: card.answer.toPlainText().startswith(first.text))
    drawn = formats(card.answer)
    assert drawn[0][0].startswith(first.text)
    assert drawn[0][1].foreground().color().name() == LIGHT.ink
    assert drawn[-1][0] == TEXT[first.end : 24]
    assert drawn[-1][1].foreground().color().name() == LIGHT.quiet


def test_the_models_own_words_do_not_look_like_an_answer(card: TurnCard) -> None:
    lead = "In the model's own words, not from your documents:"
    said = Sentence(0, len(lead), lead, Support.NEUTRAL)
    own = Answer("?", lead, (said,), Outcome.GENERAL, "tiny", 1.0, 0.0, intent=Intent.GENERAL)
    frame = card.answer.parentWidget()
    card.show_answer(answer())
    assert frame.property("own") is False
    card.show_answer(own)
    assert frame.property("own") is True
    assert lead in card.as_markdown()
    assert any("Not from your documents" in one.text() for one in card.findChildren(QLabel))


def test_a_stopped_answer_without_words_shows_the_quote(card: TurnCard) -> None:
    quotes = (Quoted(FIRST, 0.9),)
    card.show_answer(Answer("?", "", (), Outcome.SILENT, "", 0.1, 0.0, stopped=True, quotes=quotes))
    assert card.answer.toPlainText().startswith("“not later than 72 hours”")
    assert card.status.text() == "Stopped"


def test_documents_not_read_yet_are_named_under_an_answer(card: TurnCard) -> None:
    card.show_answer(replace(answer(), unread=("annex.pdf", "b.pdf", "c.pdf", "d.pdf")))
    assert "annex.pdf, b.pdf, c.pdf (+1)" in card.findChild(QLabel, "unread").text()
    card.show_answer(answer())
    assert not card.findChild(QLabel, "unread").isVisibleTo(card)


def test_where_nothing_answers_the_closest_passages_are_offered(qtbot: QtBot, card: TurnCard) -> None:
    hit = Hit(7, 1, "gdpr.pdf", None, 163, 163, "Article 33", 0, 9, 1.0, "72 hours")
    card.take(SourcesFound((hit,)))
    silent = Answer("?", "Your documents do not answer this.", (), Outcome.SILENT, "", 0.1, 0.0)
    card.take(AnswerDone(silent))
    (row,) = card.findChildren(SourceRow)
    with qtbot.waitSignal(card.cited) as cited:
        qtbot.mouseClick(row, Qt.MouseButton.LeftButton)
    assert cited.args[0].page == 163


def test_a_place_that_is_cited_more_than_once_is_listed_once(qtbot: QtBot, card: TurnCard) -> None:
    """With all its numbers: rows that read alike look like a fault."""
    again, namesake = replace(FIRST, start=70, end=90, quote="72 hours"), replace(FIRST, document_id=9)
    cited = (FIRST, SECOND, again, namesake)
    sentence = Sentence(0, len(TEXT), TEXT, Support.SUPPORTED, cited)
    card.show_answer(replace(answer(), sentences=(sentence,)))
    rows = card.findChildren(SourceRow)
    assert [one.text().split("  ")[1] for one in rows] == ["1, 3", "2", "4"]
    with qtbot.waitSignal(card.cited) as opened:
        qtbot.mouseClick(rows[0], Qt.MouseButton.LeftButton)
    assert opened.args == [FIRST]


def test_an_answer_is_copied_with_its_sources(card: TurnCard) -> None:
    card.show_answer(answer())
    text = card.as_markdown()
    assert "Within 72 hours. [1]" in text
    assert "Reuse is prohibited. [2] [1]" in text
    assert "(not found in the documents)" in text
    assert "[1] gdpr.pdf · page 163 · Article 33: “not later than 72 hours”" in text


def test_a_failure_is_said_in_the_card(card: TurnCard) -> None:
    card.fail(Notice("No model", "The model is gone.", "Get it again."))
    assert card.status.text() == "The model is gone. Get it again."
    assert card.status.isVisible()


def test_a_new_theme_colours_the_answer(card: TurnCard) -> None:
    card.show_answer(answer())
    card.retint(DARK)
    cursor = QTextCursor(card.answer.document())
    cursor.movePosition(QTextCursor.MoveOperation.Right)
    assert cursor.charFormat().foreground().color().name() == DARK.ink


@pytest.fixture
def composer(qtbot: QtBot) -> Composer:
    made = Composer(LIGHT)
    qtbot.addWidget(made)
    made.resize(500, 80)
    made.show()
    return made


def test_enter_sends_and_shift_enter_begins_a_line(qtbot: QtBot, composer: Composer) -> None:
    qtbot.keyClicks(composer.field, "one")
    qtbot.keyClick(composer.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClicks(composer.field, "two")
    with qtbot.waitSignal(composer.sent) as sent:
        qtbot.keyClick(composer.field, Qt.Key.Key_Return)
    assert sent.args == ["one\ntwo"]
    assert composer.field.toPlainText() == ""


def test_nothing_is_sent_while_an_answer_is_written(qtbot: QtBot, composer: Composer) -> None:
    composer.set_busy(True)
    qtbot.keyClicks(composer.field, "next")
    with qtbot.assertNotEmitted(composer.sent):
        qtbot.keyClick(composer.field, Qt.Key.Key_Return)
    with qtbot.waitSignal(composer.stopped):
        qtbot.mouseClick(composer.send, Qt.MouseButton.LeftButton)
    assert composer.field.toPlainText() == "next"


def test_a_reason_keeps_questions_back(qtbot: QtBot, composer: Composer) -> None:
    composer.set_reason("Answers need a model: Get a model…")
    qtbot.keyClicks(composer.field, "x")
    assert not composer.send.isEnabled()
    composer.set_reason("")
    assert composer.send.isEnabled()


def test_the_field_grows_with_its_lines(qtbot: QtBot, composer: Composer) -> None:
    low = composer.field.height()
    composer.field.setPlainText("a\nb\nc")
    assert composer.field.height() > 2 * low - 20


def test_a_model_that_thinks_is_told_of_and_what_it_thinks_is_not(qtbot: QtBot) -> None:
    card = TurnCard("How soon?", LIGHT)
    qtbot.addWidget(card)
    card.take(SourcesFound(()))
    card.take(ModelThinking(12))
    assert card.status.text() == "The model is thinking…"
    assert card.text == ""
    card.take(AnswerDone(answer()))
    assert card.text == TEXT
    assert not card.status.isVisibleTo(card)
