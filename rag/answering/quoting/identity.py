"""Who somebody is: the names that a sentence gives to one who is called by what they are, "the lessor".

"The Lessor may enter the shop" tells what the lessor may do, and not who that is; "Harold Pike, lessor, and
Denby Ltd, lessee" tells both, and each only of the name that stands beside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

from rag.answering.quoting.likeness import same_words
from rag.language.concepts import meant
from rag.language.languages import Language, whole, within
from rag.language.sentences import label_of, sentences
from rag.language.words import content_stem, letters, names, words

_WORD = re.compile(r"[^\W_]+(?:[.&-][^\W_]+)*")
_OPENS, _CLOSES = '("“„«‘‹', ')"”“»’›'
# "Yves Gaucher, Maire de Saclas" is told what he is, too.
_SEPARATED = re.compile(
    r"^\s*(?:$|[,.;)\n]|(?:and|und|et|y|e|en|of|de|du|des|di|del|della|do|da|van|von|für|for)\b|d['’])"
)
# "The chair of the board is called …"
_OF = r"(?:of|for|des|der|vo[mn]|du|de|del|dell[aeo]?|di|do|da|van)\b['’]?|d['’]"
_NAME_MARKS = r"[\s.&,'’-]"
_TOGETHER = re.compile(r"[\s.&-]{1,3}")
_LAST = re.compile(r"(?P<word>[^\W_]+)\s*$")
# Who has a name of their own; of the words of `assets/languages/concepts`.
_CALLED_SO = """
    accountant administrator applicant auditor bath_supervisor beneficiary boss buyer caretaker chair
    chimney_sweep cleaner_person colleague company contact contractor craftsman creditor customer dealer
    debtor dentist doctor driver electrician employee employer estate_agent farm_lessor farm_tenant
    fisherman gardener guard guardian harbour_master heir insurer inspector judge landlord lawyer
    locksmith management manager mayor neighbour notary nurse owner participant partner party patient
    pharmacist plot_holder plumber policyholder property_manager secretary seller shareholder sponsor
    supplier teacher tenant trainer treasurer vet vice_chair witness
"""
_PEOPLE = frozenset(f"§{one}" for one in _CALLED_SO.split())
_PERSONS = _PEOPLE - {"§company", "§management", "§party"}  # "business" is also what people do
# "Monsieur le Maire" names nobody.
_TITLE = re.compile(
    r"(?:mr|mrs|ms|miss|sir|madam|dr|prof|herrn?|frau|fräulein|monsieur|messieurs|mesdames|mademoiselle|madame|mme|"
    r"mlle|señora?|doña|don|sra?|signor[aei]?|senhora?|dona|mevrouw|meneer|mijnheer|dhr|mevr|"
    r"maître|rag|geom|avv|dott|ing|arch)\.?",
    re.IGNORECASE,
)
_CAPITAL = r"[A-ZÀ-ÖØ-Þ][\w’'.-]*"
_NAME = re.compile(
    rf"\s+(?P<name>{_CAPITAL}(?:\s+(?:(?:d[aeiou]|del|della|van|von|zu[mr]?|de[nr]|te[nr]|l[ae])\s+)*{_CAPITAL})+)"
)
_LONGEST = 300  # characters that a name may stand before what it is called by: seat and register between them


@dataclass(frozen=True, slots=True)
class Role:
    """What somebody who is asked for is called by."""

    word: str
    stem: str
    beside: frozenset[str] = frozenset()  # stems of what else it is called by: "managing" of a director


def role_asked(question: str, language: Language) -> Role | None:
    """What the one is called by whose name a question wants: "who is the lessor?"; None of any other."""
    who = name_asked(question, language)
    if who is None:
        found = _asks_who(language).search(question)
        if found is None:
            return None
        who = found["who"]
        # "Qui est secrétaire ?", but also "who is liable?"
        if language.has_capitals and not found["article"]:
            first = next(iter(words(who)), "")
            if not meant(first, language) & _PEOPLE:
                return None
    said: list[Role] = []
    for word in words(who):
        stem = content_stem(word, language)
        if stem is not None:
            said.append(Role(word.lower(), stem))
        elif said:
            break  # "of the flat"
    if not said:
        return None
    head = said[0] if language.adjectives_follow else said[-1]
    return replace(head, beside=frozenset(one.stem for one in said) - {head.stem})


def name_asked(question: str, language: Language) -> str | None:
    """Of a question for what somebody or something is called, "what is the name of the lessor?", who or what
    that is; None of any other.
    """
    found = (form.match(question) for form in _ask_for_a_name(language))
    return next((one["who"] for one in found if one is not None), None)


def bearers(role: Role, sentence: str, language: Language) -> list[str]:
    """What stands in a sentence where the name of one who is called so would: each holds a name."""
    found = [zone for zone in _zones(role, sentence, language) if _has_name(zone, role, language)]
    return found or _goes_by(role, sentence, language) or _on_a_form(role, sentence, language)


def _goes_by(role: Role, sentence: str, language: Language) -> list[str]:
    """What stands behind words that say what something or somebody is called, be it one word: "heißt X"."""
    called = (one for one in _WORD.finditer(sentence) if _is_called(one.group(), role, language))
    told = (_names(language).match(sentence, one.end()) for one in called)
    names = (_run_behind(sentence[one.end() :]) for one in told if one is not None)
    return [one for one in names if one and (one[0].isupper() or not language.has_capitals)]


def _on_a_form(role: Role, sentence: str, language: Language) -> list[str]:
    """What stands on a line of a form behind what somebody is called by, be it one word: "Prüfer: Brandl"."""
    label = label_of(sentence)
    said = [word for word in words(label) if content_stem(word, language) is not None]
    if len(said) != 1 + len(role.beside) or not any(_is_called(word, role, language) for word in said):
        return []
    value = sentence[sentence.index(":") + 1 :].strip()
    return [value] if any(_is_name(one, role, language) for one in _WORD.findall(value)) else []


def tells_no_other(question: str, sentence: str, language: Language) -> bool:
    """Whether a question is for who comes after somebody it names, or in their place, and a sentence names
    nobody else: that Ginger was clerk tells nothing of "the clerk after Ginger".
    """
    asked = {letters(one) for one in names(question, language)}
    after = within(language, "after-whom")
    if not asked or after.search(question) is None:
        return False
    if after.search(sentence) is None and any(letters(one) in asked for one in words(sentence)):
        return True
    sentence = within(language, "moment").sub(" ", sentence)  # June is nobody
    first = next(iter(words(sentence)), "")  # a sentence begins with a capital, whoever it names
    named = [*names(sentence, language), *([first] if content_stem(first, language) else [])]
    said = frozenset(words(question.lower()))
    roles = [one for one in words(sentence) if meant(one, language) & _PERSONS and one.lower() not in said]
    return not roles and all(letters(one) in asked for one in named)


def is_another(role: Role, said: str, source: str, language: Language) -> bool:
    """Whether a sentence names somebody else than its source does, or somebody whom no sentence of the source
    names together with what they are called by: "Faults go to the manager, Nord Ltd" is no landlord's name.
    """
    there = bearers(role, source, language)
    known = letters(" ".join(there))
    named = [
        one
        for zone in bearers(role, said, language)
        for one in _WORD.findall(zone)
        if _is_name(one, role, language)
    ]
    if there:
        return bool(named) and not any(letters(one) in known for one in named)
    told = [source[one.start : one.end] for one in sentences(source)]
    told = [one for one in told if any(_is_called(word, role, language) for word in words(one))]
    return bool(named) and not any(letters(name) in letters(one) for name in named for one in told)


def _zones(role: Role, sentence: str, language: Language) -> Iterator[str]:
    if whole(language, "party").fullmatch(role.word):
        found = within(language, "between").search(sentence)
        behind = "" if found is None else sentence[found.end() :]
        if not any(_is_called(one, role, language) for one in words(behind)[:2]):  # "between the parties"
            yield behind
    begun = 0  # behind the last name that was told what it is called by
    for found in _WORD.finditer(sentence):
        if not _is_called(found.group(), role, language):
            other = _leads(language).search(sentence[begun : found.start()])
            if other is not None and _is_role(found.group(), language):
                begun = found.end()
            continue
        before, behind = sentence[begun : found.start()], sentence[found.end() :]
        before = _without_last(before, role, language)
        lead = _leads(language).search(before)
        if lead is None and found.group()[0].isupper():  # the lines of an address
            above = " ".join(_capitals().findall(before)[:1])
            last = next(reversed(words(above)), "")
            if content_stem(last, language) is not None:  # "… Nord GmbH. Der Vermieter" begins a sentence
                yield above
        if lead is not None:
            begun = found.end()
            name, gap = before[: lead.start()][-_LONGEST:], lead.group()
            strong = any(mark in gap for mark in _OPENS) or _called(language).search(gap)
            if strong:
                yield name
            elif _copula(language).search(gap) or (
                language.has_capitals and _SEPARATED.match(behind.lstrip(_CLOSES))
            ):
                yield _run_before(name)
        yield from _zones_behind(found.group(), behind, role, language)


def _zones_behind(word: str, behind: str, role: Role, language: Language) -> Iterator[str]:
    """`word`: what somebody is called by, as it stands there. A name may stand right behind it, "our
    caretaker Tom Hill", but not where it has a capital as no other noun has: "Landlord Duties And Repairs".
    """
    beside = _NAME.match(behind)
    if beside is not None and language.has_capitals and (word.islower() or language.nouns_are_capital):
        said = [
            one for one in _WORD.findall(beside["name"]) if one[0].isupper() and not _TITLE.fullmatch(one)
        ]
        if all(_is_name(one, role, language) for one in said):
            yield beside["name"]
    follow = _follows(language).match(behind)
    if follow is not None:
        name = _run_behind(behind[follow.end() :])
        rest = behind[follow.end() + len(name) :]
        # "le syndic, la société Foncia Ouest, …"
        first = next(iter(words(name)), "")
        begins = name[:1].isupper() or _TITLE.fullmatch(first) or "§company" in meant(first, language)
        if follow["mark"] != "," or (begins and _SEPARATED.match(rest)):
            yield name


def _without_last(text: str, role: Role, language: Language) -> str:
    """A text without the words at its end that belong to what somebody is called by."""
    while (last := _LAST.search(text)) is not None:
        if content_stem(last["word"], language) not in role.beside:
            break
        text = text[: last.start()]
    return text


def _run_before(text: str) -> str:
    found = _runs().search(text.rstrip(" ,"))
    return "" if found is None else found.group()


def _run_behind(text: str) -> str:
    found = _begins_run().match(text)
    return "" if found is None else found.group()


@cache
def _capitals() -> re.Pattern[str]:
    """Two words or more with a capital, at the end of a text."""
    return re.compile(r"(?:(?!\d)[^\W_a-zà-öø-ÿ]\w*[.,]?\s+){2,5}$")


@cache
def _runs() -> re.Pattern[str]:
    return re.compile(rf"(?:\w+{_NAME_MARKS}{{0,2}}){{1,8}}$")


@cache
def _begins_run() -> re.Pattern[str]:
    return re.compile(r"(?:\w+[\s.&'’-]{0,2}){1,6}")


def _has_name(zone: str, role: Role, language: Language) -> bool:
    """Where nouns have capitals, two words with one beside each other: "Jonas Krell", "Frau Krell"."""
    found = [one for one in _WORD.finditer(zone) if _is_name(one.group(), role, language)]
    if not language.nouns_are_capital:
        return bool(found)
    return any(_TOGETHER.fullmatch(zone[one.end() : other.start()]) for one, other in pairwise(found))


def _is_name(word: str, role: Role, language: Language) -> bool:
    if (
        _TITLE.fullmatch(word)
        or (content_stem(word, language) is None and word.isalpha())
        or _is_role(word, language)
        or _is_called(word, role, language)
    ):
        return False
    return word[0].isupper() or not language.has_capitals


def _is_role(word: str, language: Language) -> bool:
    stem = content_stem(word, language)
    return stem is not None and stem in _roles(language)


def _is_called(word: str, role: Role, language: Language) -> bool:
    stem = content_stem(word, language)
    if stem is None or not same_words(role.stem, frozenset((stem,)), slips=False):
        return False
    written = word.lower()
    return not any(
        (role.word.startswith(one[:-1]) and written.startswith(other) and not written.startswith(one))
        for pair in language.counterparts
        for one, other in (pair, pair[::-1])
    )


@cache
def _roles(language: Language) -> frozenset[str | None]:
    return frozenset(content_stem(one, language) for pair in language.counterparts for one in pair)


@cache
def _ask_for_a_name(language: Language) -> tuple[re.Pattern[str], ...]:
    who = rf"(?:(?:{language.asks['article']})\b['’\s]*)*(?P<who>\w.*?)"
    forms = language.asks["for-a-name"].strip().splitlines()
    return tuple(re.compile(rf"\W*{form.replace('…', who)}\W*$", re.IGNORECASE) for form in forms)


@cache
def _asks_who(language: Language) -> re.Pattern[str]:
    asks = language.asks
    article = rf"(?P<article>(?:(?:{asks['article']})\b['’\s]*)*)"
    return re.compile(
        rf"^\W*(?:{asks['person']})\s+(?:{asks['copula']})\s+{article}(?P<who>.+)", re.IGNORECASE
    )


@cache
def _copula(language: Language) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{language.asks['copula']})(?!\w)", re.IGNORECASE)


@cache
def _called(language: Language) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{language.asks['known-as']})(?!\w)", re.IGNORECASE)


@cache
def _leads(language: Language) -> re.Pattern[str]:
    """What stands between a name and what it is called by, up to the latter: one mark or word at least that
    says so, and articles.
    """
    asks = language.asks
    telling = rf"(?:[,(\"“„«‘'‹:–—]|(?<!\w)(?:{asks['copula']}|{asks['known-as']})(?!\w))"
    article = rf"(?:(?<!\w)(?:{asks['article']})(?!\w)['’]?)"
    return re.compile(rf"(?:\s*{telling}(?:\s*(?:{telling}|{article}))*)\s*$", re.IGNORECASE)


@cache
def _names(language: Language) -> re.Pattern[str]:
    """What stands between what somebody is called by and their name, where it says that it is one."""
    return re.compile(
        rf"[{re.escape(_CLOSES)}]*(?:\s+(?:{_OF})\s?[^,.;:]{{1,60}}?)??\s*(?:{language.asks['goes-by']})(?!\w)"
        rf"\s*[{re.escape(_OPENS)}]?(?:{_TITLE.pattern}\s+)?",
        re.IGNORECASE,
    )


@cache
def _follows(language: Language) -> re.Pattern[str]:
    """What stands behind what somebody is called by, before their name."""
    asks = language.asks
    return re.compile(
        rf"[{re.escape(_CLOSES)}]*(?:\s+(?:{_OF})\s?[^,.;:]{{1,60}}?(?=\s(?:{asks['copula']})(?!\w)))?"
        rf"\s*(?P<mark>:|,|–|—|(?:{asks['copula']})(?!\w))\s*"
        rf"(?:(?:{asks['article']})(?!\w)['’]?\s*)*",
        re.IGNORECASE,
    )
