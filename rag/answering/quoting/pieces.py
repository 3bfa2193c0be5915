"""The sentences of passages, each with what stands above it; orders to whoever reads are none of them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from rag.answering.quoting.identity import Role, bearers
from rag.answering.quoting.kinds import is_asking_title, unmarked
from rag.answering.quoting.moments import tells_hours
from rag.answering.quoting.naming import spaced
from rag.answering.quoting.reasons import is_reason_of_the_last
from rag.answering.quoting.vocabulary import Vocabulary
from rag.grounding.citations import Quote
from rag.guarding.injection import is_order
from rag.language.languages import Language, whole
from rag.language.marks import is_headed
from rag.language.references import without_references
from rag.language.sentences import LIST_MARK, ROW, Span, is_labelled, sentences
from rag.language.statements import MARKER, Statement, statements
from rag.language.titles import behind_headings
from rag.language.words import content_stem, letters, plain, stems, words
from rag.types import Hit

_FEW_WORDS = 4  # a heading, shown with what it heads
_LINES, _LINE_OF_BLOCK = 2, 50  # lines of an address at least, and characters of each at most
_LONGEST = 600  # characters
LONGEST_LIST = 1600
_OPENING, _FIRST = 40, 2  # characters and words of a sentence, of which one may refer back
_LEADING = (":", ";", ",")
_MARKS = 0.05  # share of the marks of a markup or a program, of which no sentence is made
_TITLE_WORDS = 9
_LINE_OF_HEADING = 60  # characters
_PARAGRAPHS = re.compile(r"\n[ \t]*\n")
_BAR = "|"
_TITLE_FEWEST = 2  # words of a title without a number
_MOODS = ("must", "should", "may")  # a sentence in which somebody must or may is no title
_NUMBERED = re.compile(
    r"(?:(?:§+|section|article|clause|art\.|artikel|ziffer|artículo|articolo|artigo|cláusula)\s*)?"
    r"(?:\d{1,3}(?:\.\d{1,3})*|\([a-z0-9]{1,3}\)|[ivxlc]{1,5}(?=\.))[.)]?\s+",
    re.IGNORECASE,
)
_STEP = re.compile(r"\s*\d{1,2}[ \t]*\n\s*(?=[^\W\d_])")  # the number of a step, in a line of its own
_TELLING = 3  # figures of a number that tells which text is meant
_BEFORE = 200  # characters of a passage that a sentence is read after


@dataclass(frozen=True, slots=True)
class Piece:
    """A sentence. `own`: stems of its words; `titled`: of its headings and of its document's name;
    `headed`: of these and of what stands before it; `known`: the letters of all."""

    quote: Quote
    rank: int
    text: str
    own: frozenset[str]
    titled: frozenset[str]
    headed: frozenset[str]
    known: str
    language: Language  # of its passage
    listed: bool = False  # a sentence with the list that hangs on it
    reasoned: bool = False  # a sentence with the one behind it, which only gives its reason


def _is_code(text: str) -> bool:
    return sum(text.count(mark) for mark in "<>{}=") > _MARKS * len(text)


def refers_back(text: str, language: Language) -> bool:
    """Whether a sentence begins with a word for what stands before it: "It must be returned"."""
    return any(word.lower() in language.refers for word in words(text[:_OPENING])[:_FIRST])


def is_block(piece: Piece) -> bool:
    """Whether it is an address or the head of a letter: short lines one below the other, and no sentence."""
    hit = piece.quote.hit
    lines = [one.strip() for one in hit.text[piece.quote.start : piece.quote.end].split("\n") if one.strip()]
    return (
        len(lines) >= _LINES
        and lines[-1][-1] not in ".!?;:"
        and max(map(len, lines)) <= _LINE_OF_BLOCK
        and sum(": " in one or "; " in one for one in lines) <= 1  # "Our ref: HF/2211"; more make a form
    )


def pieces_of(rank: int, hit: Hit, known: Vocabulary, written_in: Language) -> Iterator[Piece]:
    """The sentences of a passage in a language that can answer; stems are those that `known` makes."""
    spans = sentences(hit.text)
    heading = frozenset(known.told(f"{hit.section} {spaced(hit.document)}", written_in))
    above = letters(f"{hit.section} {hit.document}")
    told = statements((hit,))
    lists, leads = _lists(told), _leads(told)
    ordered = False  # what follows an order belongs to it
    for at, span in enumerate(spans):
        text = _text_of(hit, span.start, span.end, written_in)
        ordered = ordered or is_order(text)
        if ordered and ("\n\n" in hit.text[spans[at - 1].end : span.start] if at else False):
            ordered = is_order(text)
        if ordered or _asks(text, written_in) or len(text) > _LONGEST or _is_code(text):
            continue
        end = span.end
        heading_alone = is_heading(text, written_in)
        following, joined = spans[at + 1 :], [text]
        few = len(text.split()) < _FEW_WORDS and not is_labelled(text)
        if (heading_alone or few) and following:
            end = _join(joined, following.pop(0), hit, written_in)
        elif heading_alone:
            continue
        while is_headed(hit.text[span.start : end]) and following:  # a title, and a heading below it
            end = _join(joined, following.pop(0), hit, written_in)
        if is_headed(hit.text[span.start : end]):
            continue
        if _is_head_of_table(joined[-1], hit.text[end:]):
            continue
        joined_to = end
        if following and hit.text[:end].rstrip().endswith(":"):  # what it leads to says what it is about
            end = following[0].end if following[0].end - span.start <= _LONGEST else end
        listed = max((last for first, last in lists if span.start <= first < end), default=0)
        if listed:  # "The patient brings:" says nothing by itself
            end = listed
        # The mark of what a heading heads is no figure of it: "Loan period" above "1. DVDs – 1 week".
        whole = " ".join(joined) if end == joined_to else _text_of(hit, span.start, end, written_in)
        begins = _PARAGRAPHS.split(hit.text[span.start : end].strip())[0]
        before = leads.get(span.start) or (
            "" if _heads_alone(begins) else _before(hit.text[: span.start], whole, written_in)
        )
        own = frozenset(known.told(whole, written_in))
        headed = heading | frozenset(known.told(before, written_in))
        said = Piece(
            Quote(hit, span.start, end), rank, whole, own, heading, headed,
            above + letters(hit.text[:end]), written_in, bool(listed),
        )  # fmt: skip
        yield said
        reason = plain(hit.text[following[0].start : following[0].end]) if following else ""
        if reason and not is_order(reason) and is_reason_of_the_last(reason, written_in):
            end = following[0].end
            whole = f"{whole} {reason}"
            own |= frozenset(known.told(reason, written_in))
            yield replace(
                said, quote=Quote(hit, span.start, end), text=whole, own=own, reasoned=True,
                known=above + letters(hit.text[:end]),
            )  # fmt: skip


def _asks(text: str, language: Language) -> bool:
    """Whether a sentence is a question, or a title in the form of one: "How to send it back"."""
    if text.endswith("?"):
        return True
    return text[-1:].isalpha() and len(words(text)) <= _TITLE_WORDS and is_asking_title(text, language)


def _is_head_of_table(text: str, below: str) -> bool:
    """Whether a line only names the columns of the rows below it: "Point | Limit", above "Point: P1; …"."""
    first, bar, _ = text.partition(" | ")
    name, colon, _ = ROW.sub("", below.lstrip(), count=1).partition(": ")
    return bool(bar and colon) and first.strip().endswith(name)


def _text_of(hit: Hit, start: int, end: int, language: Language) -> str:
    """What is said there: without the number of a step, and what only refers to another place."""
    text = hit.text[start:end]
    said = _STEP.sub("", text, count=1) if _STEP.match(text) else text
    return plain(without_references(said, language))


def _before(above: str, whole: str, language: Language) -> str:
    """What of the text above a sentence says what that is about."""
    before = plain(_of_section(above))[-_BEFORE:]
    mark = MARKER.match(whole)
    if mark and not before.endswith(_LEADING) and not refers_back(whole[mark.end() :], language):
        return ""  # a clause of its own, which the one before it says nothing of
    if mark and before.endswith(":"):  # what it leads to, and not the items of the list above that
        return plain(above.rstrip().rpartition("\n")[2])
    return before


def _of_section(above: str) -> str:
    """What stands above, back to the last heading: an excess named below another one is of something else. Of
    the rows of a table above, their head alone.
    """
    parts: list[str] = []
    for part in reversed(_PARAGRAPHS.split(above.rstrip())):
        lines = part.split("\n")
        rows = [line for line in lines if line.lstrip().startswith(_BAR)]
        kept = [line for line in lines if line not in rows[1:]]
        parts.append("\n".join(kept))
        if _heads_alone(part):
            break
    return "\n\n".join(reversed(parts))


def _heads_alone(part: str) -> bool:
    """Whether a paragraph is a line that names what comes: short, and no sentence, item or row."""
    line = part.strip()
    return (
        bool(line)
        and "\n" not in line
        and len(line) <= _LINE_OF_HEADING
        and line[-1] not in ".,;:!?|"
        and LIST_MARK.match(line) is None
        and not is_labelled(line)
    )


def _join(joined: list[str], span: Span, hit: Hit, language: Language) -> int:
    """Add what a heading heads to it, without its mark; where it ends in the passage."""
    joined.append(unmarked(plain(hit.text[span.start : span.end]), language))
    return span.end


def is_heading(text: str, language: Language) -> bool:
    """Whether a sentence only names what comes: "6. Covenant Not to Recruit Personnel.", every word that
    means something with a capital. Of capitals alone a name would be one: two of them at least, no figure
    among them, and a full stop.
    """
    mark = _NUMBERED.match(text)
    title = text[mark.end() :] if mark else text
    said = words(title)
    if not title.rstrip().endswith(".") or len(said) > _TITLE_WORDS or any(c.isdigit() for c in title):
        return False
    meaning = [word for word in said if content_stem(word, language) is not None]
    if not meaning or not all(word[0].isupper() for word in meaning):
        return False
    if any(re.search(rf"\b(?:{language.meaning[mood]})\b", title, re.IGNORECASE) for mood in _MOODS):
        return False
    if language.nouns_are_capital and not _is_of_nouns(said, language):
        return False
    if re.search(rf"\s(?:{language.asks['being']})\s", title):  # "Gerichtsstand ist Kassel."
        return False
    return mark is not None or len(meaning) >= _TITLE_FEWEST


def _is_of_nouns(said: Sequence[str], language: Language) -> bool:
    """Whether nothing but nouns and what joins them stands in a title: "beträgt drei" makes a sentence of
    "Die Kündigungsfrist beträgt drei Monate", though every word that tells something has a capital.
    """
    little = [word for word in said[1:] if not word[0].isupper()]
    joins = re.compile(rf"(?:{language.meaning['both']}|{language.meaning['either']})", re.IGNORECASE)
    return all(
        whole(language, "article", "leading", "joint").fullmatch(one) or joins.fullmatch(one)
        for one in little
    )


def with_role(piece: Piece, role: Role) -> Piece:
    """A sentence, with what somebody is called by where it names who that is."""
    if not bearers(role, piece.text, piece.language):
        return piece
    return replace(piece, own=piece.own | {role.stem})


def speaks_of_doing(piece: Piece, doing: frozenset[str], language: Language) -> bool:
    """Whether a sentence has one of some words for doing something, and not only for who does another thing:
    who chairs is not told by what is "signed by the chair".
    """
    by = f"(?:{language.asks['agent']}) (?:(?:{language.asks['article']}) )?"
    named = " ".join(re.findall(rf"\b{by}([^\W\d_]+)", piece.text, flags=re.IGNORECASE))
    agents = Counter(stems(named, language))
    rest = Counter(stems(piece.text, language)) - agents if agents else agents
    return any(one in rest or one not in agents for one in doing & piece.own)


def acts(piece: Piece, doing: frozenset[str], language: Language) -> bool:
    """Whether a sentence has one of some words for doing something; where nouns have capitals, as a verb: who
    decides is not told by one of whom a decision is asked.
    """
    if not speaks_of_doing(piece, doing, language):
        return False
    if not language.nouns_are_capital:
        return True
    said = doing & piece.own
    first, *others = (*words(unmarked(piece.text, language)), "")
    acting = (first.lower(), *(one for one in others if one[:1].islower()))
    return any(content_stem(one, language) in said for one in acting)


def with_closing(pieces: list[Piece], closes: frozenset[str]) -> list[Piece]:
    """Sentences, those with the words asked for closing that tell until when something is open."""
    if not closes:
        return pieces
    return [
        replace(piece, own=piece.own | closes) if tells_hours(piece.text, piece.language) else piece
        for piece in pieces
    ]


def stands_above(number: str, piece: Piece) -> bool:
    """Whether a number of a question stands anywhere up to a sentence: the year of a report. That of a day or
    a month does in any text.
    """
    return len(number) >= _TELLING and number in piece.known


def title_of(piece: Piece) -> str:
    """The heading of its own that a sentence stands behind, without its number: of "3.1 Deposit. Upon
    signing", and of "3. Deposit" in a line above it, "Deposit"; "" where there is none.
    """
    above = piece.quote.text[: behind_headings(piece.quote.text, piece.quote.hit.section)]
    title, stop, rest = (plain(above), ".", above) if above else piece.text.partition(". ")
    mark = _NUMBERED.match(f"{title} ")
    if mark and not above and mark.end() > len(title):  # "3. Deposit. Upon signing"
        title, stop, rest = rest.partition(". ")
    bare = title[mark.end() :] if mark else title
    return bare.strip(" –—:.-") if stop and rest and len(words(bare)) <= _FEW_WORDS else ""


def titles_of(piece: Piece) -> tuple[str, str]:
    """The headings that a sentence stands below, with the name of its document; and the sentence without."""
    hit, text = piece.quote.hit, piece.quote.text
    above = [one.strip() for one in hit.text[: piece.quote.start].split("\n")]
    own = [one.strip() for one in text.split("\n") if one.strip()]
    begins = next((at for at, one in enumerate(own[:-1]) if not _is_title(one)), len(own) - 1)
    titles = (hit.section, spaced(hit.document), *filter(_is_title, above), *own[:begins])
    return "\n".join(titles), plain(" ".join(own[begins:]))


def _is_title(line: str) -> bool:
    return (line[-1:].isalnum() or line.endswith(":")) and len(words(line)) <= _TITLE_WORDS


def _leads(told: Sequence[Statement]) -> dict[int, str]:
    """What leads to the items of a list, by where each begins, behind the first: "The following is paid:"."""
    return {
        item.start: plain(one.sentence.text)[-_BEFORE:]
        for one in told
        for item in one.items[1:]
        if one.sentence.text.rstrip().endswith(":")
    }


def lists_of(hit: Hit) -> list[tuple[int, int]]:
    """Where the sentences of a passage begin that a list hangs on, and where their last items end."""
    return _lists(statements((hit,)))


def _lists(told: Sequence[Statement]) -> list[tuple[int, int]]:
    return [
        (one.sentence.start, one.items[-1].end)
        for one in told
        if one.items
        and one.items[-1].end - one.sentence.start <= LONGEST_LIST
        and not any(is_order(item.text) for item in one.items)
    ]
