"""How well a sentence answers a question: its words by how much each tells, and what it holds of what is
asked.

Words are weighted by how few sentences have them, those of headings and of the document's name counting
less; they are the same by stem, as parts of a compound ("Schaden" in "Schadensmeldung"), or but for a letter
or two, as hasty fingers leave them.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence

from rag.answering.quoting.contrast import is_of_another, is_of_the_other_half
from rag.answering.quoting.correspondence import asked_of_a_letter
from rag.answering.quoting.demands import is_demanding, is_of_who_does, said_by_itself
from rag.answering.quoting.governing import asks_for_law, said_by_law
from rag.answering.quoting.identity import name_asked, role_asked
from rag.answering.quoting.idle import asking_of_time, idle_words
from rag.answering.quoting.kinds import (
    Kind,
    applying,
    asking_words,
    asks_for_a_deed,
    has_kind,
    is_exception,
    is_of_the_other,
    kind_of,
    light,
)
from rag.answering.quoting.likeness import covers, has_whole, says_all
from rag.answering.quoting.moments import closing
from rag.answering.quoting.naming import spaced
from rag.answering.quoting.pieces import (
    LONGEST_LIST,
    Piece,
    acts,
    is_block,
    lists_of,
    pieces_of,
    refers_back,
    speaks_of_doing,
    stands_above,
    title_of,
    titles_of,
    with_closing,
    with_role,
)
from rag.answering.quoting.sides import is_on_another_side
from rag.answering.quoting.standing import ENOUGH, Ranked
from rag.answering.quoting.things import things
from rag.answering.quoting.vocabulary import Across, Own, Vocabulary
from rag.finding.crossing import written_in
from rag.grounding.citations import Quote
from rag.guarding.injection import is_order
from rag.language.concepts import spoken
from rag.language.dimensions import dimension_of
from rag.language.languages import english, language_of, tells
from rag.language.permission import exempting
from rag.language.quantities import holds, meets, quantities
from rag.language.sentences import label_of
from rag.language.words import letters, plain, stems, words
from rag.types import Hit

# Set on the answers of `field_answers`' dev half; see tests/benchmarks/README.md.
_HEADED = 0.6  # of a word's weight, where only a heading or the document's name has it
_KIND = 0.25
_FIGURE = 0.2  # for each figure of the question
_PLACE = 0.2  # of its passage in the search
_LATER = 0.01  # a rank further down
_LIGHT = 0.4  # of its weight, of a word that any question may have: "what does it cost students?"
_STANDS_IN = 0.8  # of its weight, where a sentence says it with another word: "avertit" for "prévenir"
_PARTLY = 0.5  # of its weight, where a sentence has a part of it: of "Gesamtbetrag" (total) "Betrag" (amount)
_SAID = 2.5  # times the weight of a follow-up's own words
_LISTED = 0.1  # of a sentence with a list, where a list is asked for
_TITLED = (
    0.2  # where its own heading names what is asked about, and nothing else: "3.1 Deposit. Upon signing"
)
_ACTING, _ALL_OVER = 3, 0.1  # sentences that have a name of the question, and their share
_LINE = "\n"
_STANDS_FOR = re.compile(r"\b(?:it|them)\b|\w-l[oa]s?\b|\w[aeiáéí]r(?:l[aeo]s?|li)\b")  # "podem usá-lo"
_DIGITS = re.compile(r"\d+")
_ENDS = (".", "!")
_HOW = re.compile(r"\b(?:how|wie|hoe|combien|cu[áa]nto|quanto)\s+[^\W\d_]+", re.IGNORECASE)
_ON_LETTERHEADS = (Kind.PLACE, Kind.IDENTIFIER, Kind.VERDICT)
_ONE_THING = (Kind.AMOUNT, Kind.DURATION, Kind.DATE, Kind.IDENTIFIER)
_MEASURED = (Kind.AMOUNT, Kind.DURATION, Kind.DATE)


class Asking:
    """A question taken apart, and how much each of its words tells among the sentences found."""

    def __init__(self, question: str, said: str, hits: Sequence[Hit], across: Across | None = None) -> None:
        if across is not None:
            question, said = across.without_told(question), across.without_told(said)
        self._question = question
        own = spoken(question) if across is None else across.language
        # Few words tell no language ("fine stern lamp"): then it is that of what was found.
        found = language_of(" ".join(plain(hit.text) for hit in hits[:3]))
        unsure = across is None and own is english() and not tells(question, english())
        self.language = found if unsure else own
        self._across = across
        self._asked_in = self.language if across is None else across.language
        self._words: Vocabulary = across or Own(self.language)
        self._said = said.strip() or question
        self.kind = kind_of(self._said, own)
        self._excepts = self.kind is not Kind.VERDICT and is_exception(question, own)
        written = written_in(hits) if across is not None else [language_of(plain(hit.text)) for hit in hits]
        self.pieces = [
            piece
            for rank, (hit, language) in enumerate(zip(hits, written, strict=True))
            for piece in pieces_of(rank, hit, self._words, language)
            if not (piece.listed and self.kind in _ONE_THING)  # an item of the list says it
            and (not piece.reasoned or self.kind is Kind.REASON)
        ]
        role = role_asked(self._said, own) if self.kind is Kind.PERSON and across is None else None
        if role is not None:  # who stands as a party need not be called one
            self.pieces = [with_role(piece, role) for piece in self.pieces]
        if self.kind is Kind.DATE and across is None:
            self.pieces = with_closing(self.pieces, closing(self._said, own))
        self._called: dict[str, frozenset[str]] = {}  # words of the documents' names
        self._best = (hits[0].score if hits else 0.0) or 1.0
        bare = _HOW.sub(" ", question, count=1) if self.kind in _MEASURED else question
        named = name_asked(question, own)
        bare = named or bare  # no sentence need say "name" or "called"; "hoe heet" is no temperature
        # "At what pressure" is answered in bar: the unit says the word.
        self._measure = None if named else dimension_of(question, own)
        said_by_units = () if self._measure is None else stems(" ".join(self._measure.words), own)
        demanded = said_by_itself(question, own)
        self._demands = is_demanding(question, own)
        asked = [one for one in dict.fromkeys(self._words.asked(bare)) if one not in said_by_units]
        unsaid = demanded | said_by_law(question, own)
        self._stems = tuple(one for one in asked if one not in unsaid) or tuple(asked)
        self._all_said = frozenset(stems(self._said, self.language))
        self._weigh()
        self._total = sum(self._weights.values())
        self._heard = all(
            self._says(one, self._same[one]) or not self._weights[one] or not self._words.can_tell(one)
            for one in self._stems
        )
        self._all_heard = all(self._same[one] or not self._weights[one] for one in self._stems)
        deed = next(iter(self._stems), None) if asks_for_a_deed(self._said, own) else None
        self._deed = deed is None or bool(self._same[deed])
        does = deed is not None and across is None and bool(self._same[deed] or self._words.has_kin(deed))
        self._asked_deed = deed if does and is_of_who_does(self._said, own) else None
        self._doing = frozenset[str]() if self._asked_deed is None else self._same[self._asked_deed]
        self._acted = any(acts(piece, self._doing, self.language) for piece in self.pieces)
        called = self._words.names(question)
        asking = stems(f"{asking_words(self._said, own)} {' '.join(self.language.units)}", self.language)
        self._things = things(self._said, self.language) - frozenset(asking) - light(self.language) - demanded
        self.names = [letters(name) for name in called]
        # "What does the sender of the letter want?" asks for nobody; "Qui a écrit …?" is taken for Italian.
        who = Kind.PERSON in (self.kind, kind_of(self._said, found))
        self.of_letter = asked_of_a_letter(self._said) if who else None
        figures = quantities(self._said, self.language) or quantities(question, self.language)
        told = self._words.asked(" ".join(called))
        self._of_names = frozenset(one for one in told if not self._is_role(one))
        self._figures = [one for one in figures if not one.place]

    @property
    def telling(self) -> int:
        """How many words of the question tell something."""
        return sum(weight > 0.0 for weight in self._weights.values())

    def rank(self, piece: Piece) -> Ranked:
        own, above = self._held(piece.own), self._held(piece.headed - piece.own, piece.own)
        named = all(name in piece.known for name in self.names)
        # A name tells which document is meant; the sentence need not say it again.
        elsewhere = self._weight(self._of_names - piece.own) if named else 0.0
        fits = has_kind(self.kind, self._question, piece.text, piece.language, self._across)
        labelled = self._is_label_asked(piece)
        fits = fits and (
            labelled or self._measure is None or self._measure.given.search(piece.text) is not None
        )
        fits = fits and self._is_about(piece) and not self._gives_back(piece)
        fits = fits and (self.kind is not Kind.REASON or self._has_all(piece))
        fits = fits and not (self.kind is Kind.VERDICT and self._strays(piece))
        fits = fits and (self.kind in _ON_LETTERHEADS or not is_block(piece) or self._stands_in(piece))
        fits = fits and not is_of_the_other(self._question, piece.text, self.language)
        fits = fits and not is_on_another_side(
            self._question, self._asked_in, f"{piece.quote.hit.section}. {piece.text}", piece.language
        )
        fits = fits and self._excepts == (self._excepts and is_exception(piece.text, piece.language))
        known = frozenset(quantities(piece.text, piece.language))
        counted = sum(
            holds(one, known) or stands_above(one.value, piece) or meets(one, known) for one in self._figures
        )
        own, above = (own + above, 0.0) if labelled and fits else (own, above)
        score = own + _HEADED * above + _FIGURE * counted
        score += _PLACE * piece.quote.hit.score / self._best - _LATER * piece.rank
        score += _KIND * (fits and (self.kind is not Kind.ANY or self._excepts or self._demands))
        score += _LISTED * (piece.listed and self.kind is Kind.LIST)
        score += _TITLED * (fits and self._is_titled(piece))
        return Ranked(
            quote=piece.quote,
            score=score,
            share=own + above,
            own=own / (1.0 - elsewhere) if elsewhere < 1.0 else 1.0,
            cosine=None,
            fits=fits,
            names=named and (self.kind is Kind.VERDICT or counted == len(self._figures)),
            kind=self.kind,
            named=bool(self.names) and named,
            heard=self._heard,
            all_heard=self._all_heard,
            deed=self._deed,
            of_another=self._across is None and self._is_of_another(piece),
            # Who "pays for damage" is not told by what is to be done against damage, below "Payment".
            does=self._asked_deed is None
            or (
                acts(piece, self._doing, self.language)
                if self._acted
                else speaks_of_doing(piece, self._doing, self.language)
            ),
            lacks=self._across is None
            and not all(self._has(self._near(piece), stem) for stem in self._things),
        )

    def _is_of_another(self, piece: Piece) -> bool:
        """Whether a sentence tells of another one of the kind, or of the other half of its title."""
        known = piece.own | piece.titled
        if is_of_another(self._said, piece.text, piece.language, lambda stem: self._has(known, stem)):
            return True
        titles, body = titles_of(piece)
        asked = frozenset[str]().union(*self._same.values())
        return is_of_the_other_half(
            titles, lambda: frozenset(self._words.told(body, piece.language)), asked, piece.language
        )

    def _near(self, piece: Piece) -> frozenset[str]:
        """Where a sentence may have a thing that is asked about: in itself, its heading or what stands before
        it. What is to be done where one loses a book is not told of a ticket, though books were named before.
        """
        named_before = refers_back(piece.text, piece.language) or _STANDS_FOR.search(piece.text)
        if asks_for_law(self._said, self._asked_in):  # it governs all that the passage speaks of
            return frozenset(self._words.told(plain(piece.quote.hit.text), piece.language)) | piece.headed
        alone = self.kind is Kind.ANY and not named_before
        return piece.own | (piece.titled if alone else piece.headed)

    def _strays(self, piece: Piece) -> bool:
        """Whether a sentence has none of the things that are asked about, nor a word for one named before:
        "The doors are to be kept shut", behind one of dogs, where one asks whether a dog may be kept.
        """
        if self._across is not None or any(one.lower() in piece.language.refers for one in words(piece.text)):
            return False
        named = piece.own | piece.titled
        return bool(self._things) and not any(self._has(named, stem) for stem in self._things)

    def _is_label_asked(self, piece: Piece) -> bool:
        """Whether it is a line of a form whose label the question says: "Weight: 81 kg". What weighs that
        stands above.
        """
        label = frozenset(stems(label_of(piece.text), self.language))
        return self._across is None and bool(label) and label <= self._all_said

    def _is_titled(self, piece: Piece) -> bool:
        """Whether a sentence stands behind a heading of its own, all of it words of the question."""
        title = frozenset(self._words.told(title_of(piece), piece.language))
        asked = frozenset[str]().union(*(self._same[one] for one in self._stems if self._weights[one]))
        return bool(title) and title <= asked

    def _has(self, words: frozenset[str], stem: str) -> bool:
        """Whether a word of the question is among some words, or another one for it."""
        same = self._same.get(stem, frozenset()) & words
        return not self._weights.get(stem, 0.0) or self._says(stem, same)

    def _has_all(self, piece: Piece) -> bool:
        """Whether a sentence has every word of the question that some sentence has: the reason why the pool
        is closed this week is not that of Mondays.
        """
        said = piece.own | piece.titled
        return all(self._same[one] & said for one in self._stems if self._weights[one] and self._same[one])

    def _says(self, stem: str, same: frozenset[str]) -> bool:
        """Whether the words that are the same say all of a word of the question, not a part of a compound."""
        whole = stem in self._stood_in or not self.language.joins_words or says_all(stem, same)
        return bool(same) and (whole or covers(stem, same))

    def _is_about(self, piece: Piece) -> bool:
        """Whether a sentence has more of the question than what names its document: "At Flipkart we try to
        deliver perfectly" is no answer to a question for the number of the Flipkart invoice.
        """
        document = piece.quote.hit.document
        if document not in self._called:
            self._called[document] = frozenset(
                self._words.told(f"{document} {spaced(document)}", self.language)
            )
        called, said = self._called[document], piece.own | piece.headed
        topic = [one for one in self._stems if self._weights[one] and not self._same[one] & called]
        return not topic or any(self._same[one] & said for one in topic)

    def whole(self, hits: Sequence[Hit]) -> Iterator[Ranked]:
        """The passages whose heading is what a list is asked of, whole: its items stand below it.

        What the question says of the document ("the fines of the lighting regulation") no heading says again.
        """
        for hit in hits:
            heading = f"{hit.section} {hit.text.strip().partition(_LINE)[0]}"
            language = language_of(plain(hit.text))
            said = frozenset(self._words.told(heading, language))
            named = frozenset(self._words.told(spaced(hit.document), language))
            share, elsewhere = self._held(said), self._held(named, said)
            if share and elsewhere < 1.0:
                share /= 1.0 - elsewhere
            if share >= ENOUGH and len(hit.text) <= LONGEST_LIST and not is_order(plain(hit.text)):
                quote = Quote(hit, 0, len(hit.text))
                yield Ranked(
                    quote,
                    1.0 + _KIND + share + _LISTED * bool(lists_of(hit)),
                    share,
                    share,
                    None,
                    True,
                    True,
                    self.kind,
                    False,
                    self._heard,
                    self._all_heard,
                    True,
                )

    def _is_role(self, stem: str) -> bool:
        """Whether a name is somebody who acts all over ("the Lessee"), and does not tell a document."""
        held = sum(stem in piece.own for piece in self.pieces)
        return held >= _ACTING and held >= _ALL_OVER * len(self.pieces)

    def _gives_back(self, piece: Piece) -> bool:
        """Whether it is a heading that has nothing but the question's own words and figures."""
        if self.kind is Kind.VERDICT or not piece.own or piece.own - frozenset(self._stems):
            return False
        asked = letters(self._question)
        return piece.text[-1:] not in _ENDS and all(one in asked for one in _DIGITS.findall(piece.text))

    def _stands_in(self, piece: Piece) -> bool:
        """Whether lines say themselves what is asked about, beside names; what somebody does, none do."""
        return self._asked_deed is None and all(
            self._same[one] & piece.own
            for one in self._stems
            if self._weights[one] and one not in self._of_names
        )

    def _held(self, words: frozenset[str], without: frozenset[str] = frozenset()) -> float:
        """The share of the question's weight that some words hold, and others do not."""
        held = sum(
            self._weights[one] * self._worth(one, self._same[one] & words)
            for one in self._stems
            if self._same[one] & words and not self._same[one] & without
        )
        return held / self._total if self._total else 0.0

    def _worth(self, stem: str, words: frozenset[str]) -> float:
        """The share of a word's weight that the words of a sentence that are the same have."""
        if stem in self._stood_in:
            return _STANDS_IN
        return 1.0 if has_whole(stem, words) else _PARTLY

    def _weight(self, words: frozenset[str]) -> float:
        """The share of the question's weight that some of its words have."""
        return sum(self._weights.get(one, 0.0) for one in words) / self._total if self._total else 0.0

    def _weigh(self) -> None:
        """How much each word of the question tells, and which words of the sentences are the same."""
        held = Counter(stem for piece in self.pieces for stem in piece.own)
        known = frozenset(held) | frozenset(stem for piece in self.pieces for stem in piece.headed)
        self._same = {one: self._words.same(one, known) for one in self._stems}
        self._stood_in = frozenset[str]()
        unsaid = (one for one in self._stems if not self._same[one] and one not in light(self.language))
        others = {one: self._words.stand_in(one, known) for one in unsaid}
        for one in self._stems:
            if not self._says(one, self._same[one]) or not has_whole(one, self._same[one]):
                others[one] = others.get(one, frozenset()) | self._words.kin(one, known)
        self._stood_in = frozenset(one for one, some in others.items() if some)
        self._same |= {one: others[one] for one in self._stood_in}
        rarity = {one: max(1, sum(held[stem] for stem in self._same[one])) for one in self._stems}
        self._weights = {one: math.log(1 + len(self.pieces) / rarity[one]) for one in self._stems}
        timed = asking_of_time(self.kind, self._said, self.language)
        idle = idle_words(self._question, self.language, across=self._across is not None)
        idle |= timed  # "which day", "what time of the day"
        if self._excepts:
            idle |= frozenset(
                stems(" ".join(exempting(self.language).findall(self._question)), self.language)
            )
        if self.kind is not Kind.VERDICT or self._across is not None:
            # "May I pay?" is neither affirmed nor denied where nobody speaks of paying.
            idle |= light(self.language)
        # "What is the time limit": that another sentence says "time" does not make this one answer less.
        less = light(self.language) | timed
        applies = frozenset(stems(" ".join(applying(self.language)), self.language))
        for one in self._stems:
            asks = self._words.asks_only(one)
            if not self._same[one] and (one in idle if asks is None else asks):
                self._weights[one] = 0.0
            elif one in less and not (self.kind is Kind.VERDICT and one in applies):
                self._weights[one] *= _LIGHT
        if self._said != self._question:
            for one in frozenset(self._words.asked(self._said)) & self._weights.keys():
                self._weights[one] *= _SAID
