"""Who must do what, by when, under which clause: by the words that bind, without a model.

What binds nobody is passed over: definitions, rights, rules on when the text applies. Where a duty names no
one ("Records shall be kept") the whole clause stands and Who is empty.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from rag.extracting.rows import Row, deadlines, joined
from rag.language.statements import Sentence, Statement, statements
from rag.language.subjects import acts, is_role, meant_by, subject_of
from rag.types import Hit

_MODAL = re.compile(
    r"\b(?:(?P<plain>shall|must)|(?P<may>may(?=\s+(?:not|only)\s+(?!be\b|have\b|need\b|notice\b"
    r"|know\b|always\b|apply\b|require\b|occur\b|exist\b|want\b|wish\b)))"
    r"|(?P<dropped>(?:is|are)\s+(?:required|obliged|obligated|bound)\s+to|ha(?:s|ve)\s+to(?=\s+\w)"
    r"|(?:hereby\s+|further\s+|also\s+)?(?:agrees?|undertakes?|covenants?)\s+to(?=\s)"
    r"|(?:hereby\s+|further\s+|also\s+)?(?:agrees?|undertakes?|covenants?)\s+that\s+(?:it|he|she"
    r"|they|he or she)\s+(?:will|shall))"
    r"|(?P<kept>(?:is|are)\s+(?:solely\s+|jointly\s+|fully\s+)?responsible\s+for|(?:is"
    r"|are)\s+prohibited\s+from"
    r"|(?:is|are)\s+not\s+(?:permitted|allowed|entitled)\s+to"
    r"|(?:hereby\s+|further\s+|also\s+)?(?:agrees?|undertakes?|covenants?)\s+not\s+to)"
    r"|(?P<will>will))\b"
)
_NOBODY = re.compile(
    r"\s*(?:(?:also|only|then|therefore|further|however|in any event|not|likewise|at all times"
    r"|in all cases|mutatis mutandis)[\s,]+)*"
    r"(?:mean|have the (?:same )?meaning|apply|enter into|come into|take effect"
    r"|have (?:no )?(?:legal )?effect|have the (?:right|power|option|possibility)"
    r"|have (?:all of )?the following (?:\w+ (?:and \w+ )?)?(?:powers|rights|tasks)"
    r"|have (?:legal )?personality|include\b(?! in)"
    r"|be (?:empowered|obliged|obligated|presumed|conferred|construed|interpreted|deemed"
    r"|considered|regarded|understood|entitled|allowed|permitted|binding|valid|void"
    r"|without prejudice"
    r"|repealed|governed|effective|free|addressed|subject to|based on|open to|treated as|necessary"
    r"|sufficient|competent|taken as|limited to"
    r"|a |an |the |in force|lawful|applicable|interpreted|authorised|authorized|eligible|void|null"
    r"|enforceable|required|held)"
    r"|remain|continue|survive|prevail|constitute|cease|expire|lapse|terminate\b(?= (?:on|upon"
    r"|at))|run|begin|start|affect|prejudice|prevent|preclude|impair|"
    r"exclude|relieve|extend|qualify|confer|entail|lead to|result in|suffice|cover|consist|concern"
    r"|relate|refer|inure|bind|supersede|operate|obligate|require|entitle|commence|vest|exist)\b"
)
_CONTENT = re.compile(
    r"\s*(?:also |at least |clearly )?(?:contain|state|specify|describe|set out|indicate|stipulate"
    r"|be in writing|lay down|provide for|identify|list)\b|\s*(?:contain )?at least\s*:"
)
_PASSIVE = re.compile(
    r"\s*(?:not\s+|only\s+|also\s+|then\s+|therefore\s+|at any time\s+|without (?:undue )?delay\s+"
    r"|promptly\s+|immediately\s+)*be\s+"
    r"(?:\w+ly\s+|promptly\s+|also\s+|first\s+|duly\s+)*"
    r"(?:\w+ed|made|given|taken|kept|sent|set|laid|drawn|brought|held|put|paid|written|provided"
    r"|shown|borne|met|done|sought|built|left|chosen|known|told|submitted|undertaken)\b"
)
_AGENT = re.compile(
    r"\s*(?:[\w,]+\s+){0,8}?by\s+(?P<who>(?:(?:the|each|every|an?|any|such|that|its"
    r"|their)\s+)?[\w’'-]+(?:\s+[\w’'-]+){0,4}?)(?=[,;.:]|\s+(?:or by|in|on|to|for|with|at|under"
    r"|within|when|where|pursuant|before|after|without|of|and|or|as|shall|by|that|which|who"
    r"|referred)\b|$)"
)
_ABSTRACT = re.compile(
    r"(?:(?:the|this|that|these|those|such|any|all)\s+)?(?:(?:first|second|third|fourth|last)\s+)?"
    r"(?:regulation|directive|article|articles|section|sections|agreement|paragraph|paragraphs"
    r"|point|points|subparagraph|subparagraphs|chapter|clause|clauses|provisions?|"
    r"annex|exhibit|act|document|there|nothing|term|obligations?|rights?|information|requirements?)\b",
    re.IGNORECASE,
)
_PRONOUN = re.compile(r"(?:it|they|he|she|he or she)$", re.IGNORECASE)
_CONDITION = re.compile(r"(?:where|when|if|unless|in the event|in case)\b", re.IGNORECASE)
_DEFINITION = re.compile(
    r"[“\"'‘][^“”\"]{2,80}[”\"'’]\s+(?:\([^)]*\)\s+)?(?:shall\s+)?(?:means?|refers? to|includes?)\b"
)
_RELATIVE = re.compile(r"(?:\b(?:which|who|that|whom|whose|what)|\bto)\s*$", re.IGNORECASE)
_NEW_CLAUSE = re.compile(
    r"(?:;|,)\s+(?:and\s+|but\s+|while\s+|whereas\s+)?(?=(?:the|each|every|any|all|such|those|it"
    r"|they)\s[^,;]{0,100}?\b(?:shall|must)\b)"
    r"|,\s+(?:and|but|while|whereas)\s+(?=(?:it|they)\s+(?:shall|must)\b)"
)


_NESTED = re.compile(r"\s(?:whether|that|if|which|who|whom|what)\s", re.IGNORECASE)
_LOOSE_END = re.compile(r"(?:[\s.;,]|;\s+(?:and|or)(?=\W*$))+$")


@dataclass(frozen=True, slots=True)
class _Duty:
    who: str
    must: str
    when: str


def find(hits: Sequence[Hit]) -> list[Row]:
    """Rows of who must do what by when, and the clause."""
    rows: list[Row] = []
    known = clause = ""
    for statement in statements(hits):
        found, known = _of(statement, known if statement.clause == clause else "")
        clause = statement.clause
        rows += found
    return rows


def _of(statement: Statement, known: str) -> tuple[list[Row], str]:
    duties = list(_duties(statement.text, known))
    if not duties:
        rows: list[Row] = []
        for item in statement.items:
            one, _ = _of(Statement(item, statement.clause), known)
            rows += one
        return rows, ""
    named = next((duty.who for duty in reversed(duties) if duty.who), known)
    sentence = statement.sentence
    rows = [_row(duty, statement.clause, sentence, sentence.end) for duty in duties[:-1]]
    return [*rows, *_with_items(duties[-1], statement)], named


def _with_items(duty: _Duty, statement: Statement) -> Iterator[Row]:
    """A row for the stem and its items; items on the next passage make a row of their own."""
    groups: list[list[Sentence]] = [[]]
    hit = statement.sentence.hit
    for item in statement.items:
        if item.hit is not hit:
            groups.append([])
            hit = item.hit
        groups[-1].append(item)
    if len(groups) > 1 and not groups[0] and duty.must.rstrip().endswith(":"):
        groups = groups[1:]
    for group in groups:
        must = " ".join([duty.must, *(f"{item.marker} {item.text}" for item in group)])
        first = group[0] if group and group[0].hit is not statement.sentence.hit else statement.sentence
        yield _row(replace(duty, must=must), statement.clause, first, group[-1].end if group else first.end)


def _row(duty: _Duty, clause: str, sentence: Sentence, end: int) -> Row:
    must = _LOOSE_END.sub("", duty.must).lstrip(" ,:")
    return Row((duty.who, must, duty.when, clause), sentence.hit, sentence.start, end)


def _duties(text: str, known: str) -> Iterator[_Duty]:
    if _DEFINITION.search(text):
        return
    for clause in _clauses(text):
        duty = _duty(clause, known)
        if duty is not None:
            known = duty.who or known
            yield duty


def _clauses(text: str) -> Iterator[str]:
    start = 0
    for cut in _NEW_CLAUSE.finditer(text):
        if _MODAL.search(text, start, cut.start()) and text.count("(", start, cut.start()) == text.count(
            ")", start, cut.start()
        ):
            yield text[start : cut.start()]
            start = cut.end()
    yield text[start:]


def _duty(clause: str, known: str) -> _Duty | None:
    for modal in _MODAL.finditer(clause):
        before, after = clause[: modal.start()].strip(), clause[modal.end() :]
        if _RELATIVE.search(before) or not before:
            continue
        if (modal["dropped"] or modal["kept"]) and before.endswith((" or", " and")):
            continue
        lead, subject, aside = subject_of(before)
        if (modal["dropped"] or modal["kept"]) and _NESTED.search(subject):
            continue
        if subject.count("(") != subject.count(")"):
            continue
        if not subject or _RELATIVE.search(subject):
            continue
        return _judged(modal, lead, subject, aside, after, clause, known)
    return None


def _judged(
    modal: re.Match[str], lead: str, subject: str, aside: str, after: str, clause: str, known: str
) -> _Duty | None:
    pronoun = bool(_PRONOUN.match(subject))
    if _ABSTRACT.match(subject) and not acts(subject):
        return None
    if modal["will"] and not is_role(subject):
        return None
    if _NOBODY.match(after):
        return None
    if _PASSIVE.match(after):
        if modal["dropped"] or modal["kept"] or modal["will"]:
            return None
        return _Duty(_agent(after), clause.strip(), _when(lead, aside, after))
    if _CONTENT.match(after) and not acts(subject):
        return _Duty("", clause.strip(), _when(lead, aside, after))
    if not acts(subject) or re.match(
        r"\s*(?:not\s+)?be\b(?!\s+(?:liable|responsible|accountable|bound|able))", after
    ):
        return None
    if pronoun:
        subject = meant_by(subject, lead, known)
    kept = (clause[modal.start() :] if modal["may"] or modal["kept"] else after).strip(" ,")
    context = " ".join(part for part in (lead, aside) if part)
    return _Duty(subject, f"{context} … {kept}" if context else kept, _when(lead, aside, after))


def _when(lead: str, aside: str, after: str) -> str:
    """The deadline; a time in the condition ("Where it is not made within 72 hours, …") is none."""
    bound = [aside, after] if _CONDITION.match(lead) else [lead, aside, after]
    return joined(phrase for part in bound if (phrase := deadlines(part)))


def _agent(after: str) -> str:
    passive = _PASSIVE.match(after)
    found = _AGENT.match(after, passive.end()) if passive else None
    return found["who"] if found and acts(found["who"]) else ""
