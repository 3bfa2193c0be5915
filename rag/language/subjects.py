"""Who a sentence is about: the words before its verb, taken apart.

"Where feasible, the controller and, where applicable, its representative shall": what leads in, the subject.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

_ACTORS_LIST = """
    controller controllers processor processors authority authorities body bodies state states
    commission board court courts
    party parties company companies employee employees employer provider providers supplier
    suppliers organisation organisations
    organization organizations representative representatives officer officers person persons chair
    chairs secretariat
    recipient recipients discloser importer exporter undertaking undertakings group operator
    operators customer customers client
    clients contractor contractors subcontractor consultant consultants vendor vendors seller buyer
    purchaser landlord tenant
    lessor lessee licensor licensee borrower lender executive director directors trustee trustees
    participant participants
    agency agencies member members staff personnel user users administrator administrators manager
    managers auditor auditors
    institution institutions department departments committee council parliament government
    governments ministry minister
    manufacturer manufacturers distributor distributors owner owners holder holders applicant
    applicants issuer firm firms bank
    banks insurer fund trader team teams association associations individual individuals entity
    entities enterprise
    enterprises association carrier operator agent agents partner partners shareholder shareholders
    president secretary
    treasurer he she they it management contracting assessor assessors debtor creditor
    us we you i subscriber deployer deployers regulator inspector licensees worker workers
"""
_ACTORS = frozenset(_ACTORS_LIST.split())
_ROLES_LIST = """
    employee employer company party parties recipient discloser contractor consultant supplier
    customer client buyer seller
    landlord tenant lessor lessee licensor licensee processor controller provider vendor borrower
    lender executive director
    participant purchaser subscriber distributor trustee
"""
_ROLES = frozenset(_ROLES_LIST.split())
_LEGAL_FORM = re.compile(
    r"\b(?:Inc|Ltd|LLC|L\.L\.C|GmbH|plc|PLC|Corp|Corporation|AG|S\.A|LLP|N\.V|B\.V)\.?,?$"
)
_HEAD_ENDS = re.compile(
    r"\s+(?:of|for|with|in|referred|which|that|who|whose|whom|concerned|under|by|to|on|from|acting"
    r"|within|established|at|having|pursuant|"
    r"designated|appointed|carrying|responsible|as|engaged|not|receiving|making)\b|[,(]"
)
_STARTS = re.compile(
    r"(?:and\s+|or\s+|but\s+|then\s+)?(?:the|an?|each|every|any|all|no|that|those|such|this|these"
    r"|either|neither|both|its|their|his|her|one|two|other|where applicable,)\s"
    r"|(?:It|it|They|they|He|he|She|she|We|we|You|you|I)$",
    re.IGNORECASE,
)
_SUBORDINATE = re.compile(
    r"(?:where|when|if|unless|in|for|upon|before|after|by|except|subject|without|taking|having|on"
    r"|as|to|while|with|during|once|until|pursuant|notwithstanding"
    r"|following|given|whenever|should|at|within|from|provided|accordingly|however|furthermore"
    r"|moreover|therefore|under|whether|because|since|although)\b",
    re.IGNORECASE,
)
_NOUN_PHRASE = re.compile(
    r"\b(?:the|an?|each|every|any|such)\s+(?:(?!of\b|is\b|has\b|to\b)[\w’'-]+\s+){0,3}?"
    rf"(?:{'|'.join(sorted(_ACTORS - {'he', 'she', 'they', 'it', 'us', 'we', 'you', 'i'}))})\b",
    re.IGNORECASE,
)
_OWN_CLAUSE = re.compile(r"(?:and|or|but)\s+(?:it|they|he|she|no)\b")
_LISTED = 6  # words of an actor in a list of them
_GOVERNING_LIST = """
    of to by for with in or and on from under at as where when if that which upon between within
    against after before until
    is are was were be has have had not than about over into through concerning regarding
"""
_GOVERNING = frozenset(_GOVERNING_LIST.split())


def subject_of(before: str) -> tuple[str, str, str]:
    """What leads in, the subject, and what is set between it and the verb."""
    segments = _segments(before)
    last = len(segments) - 1
    aside = last
    while aside >= 0 and not _begins_noun(segments[aside], first=aside == 0):
        aside -= 1
    if aside < 0:
        return _within(before)
    begin = aside
    if re.search(r"\s(?:and|or)\s", segments[aside]):  # "the Board, the Commission and the controller"
        while begin > 0 and len(segments[begin - 1].split()) < _LISTED and acts(segments[begin - 1]):
            if not _begins_noun(segments[begin - 1], first=False):
                break
            begin -= 1
    while begin > 0 and _coordinated(segments, begin):
        begin -= 1
        while (
            begin > 0
            and not _begins_noun(segments[begin], first=False)
            and not re.match(r"(?:and|or)\b", segments[begin])
        ):
            begin -= 1
    lead = ", ".join(segments[:begin])
    subject = ", ".join(segments[begin : aside + 1])
    between = ", ".join(segments[aside + 1 :])
    if re.match(r"(?:who|which|that)\b", between):
        subject, between = f"{subject}, {between}", ""
    return (f"{lead}," if lead else ""), re.sub(r"^(?:and|or|but|then)\s+", "", subject), between


def meant_by(pronoun: str, lead: str, known: str) -> str:
    """Who a pronoun stands for: someone of the same sentence, else who the sentence before was about."""
    plural = pronoun.lower() == "they"
    for found in _NOUN_PHRASE.finditer(lead):
        if acts(found.group()) and _is_plural(found.group()) is plural:
            return found.group()
    return known if known and _is_plural(known) is plural else pronoun


def _is_plural(subject: str) -> bool:
    heads = list(_heads(subject))
    return (len(heads) > 1 and " and " in subject) or (bool(heads) and heads[0].endswith("s"))


def acts(subject: str) -> bool:
    """Is it someone who can owe something?"""
    if _LEGAL_FORM.search(subject):
        return True
    return any(head.lower() in _ACTORS for head in _heads(subject))


def is_role(subject: str) -> bool:
    return any(head.lower() in _ROLES for head in _heads(subject))


def _segments(before: str) -> list[str]:
    """Pieces between commas outside brackets."""
    pieces, depth, start = list[str](), 0, 0
    for at, mark in enumerate(before):
        depth += (mark == "(") - (mark == ")")
        if mark == "," and depth <= 0:
            pieces.append(before[start:at].strip())
            start = at + 1
    pieces.append(before[start:].strip())
    return [piece for piece in pieces if piece]


def _begins_noun(segment: str, *, first: bool) -> bool:
    if _SUBORDINATE.match(segment):
        return False
    if re.match(r"(?:who|which|that is|whose|including|such as|acting|referred)\b", segment):
        return False
    return bool(first or _STARTS.match(segment) or segment[:1].isupper() or acts(segment))


def _coordinated(segments: Sequence[str], at: int) -> bool:
    if _OWN_CLAUSE.match(segments[at]):
        return False
    if re.match(r"(?:and|or)\s", segments[at]):
        return True
    before = segments[at - 1]
    if re.search(r"\b(?:and|or)$", before):
        return True
    return (
        at > 1
        and bool(re.search(r"\b(?:and|or)$", segments[at - 2]))
        and not _begins_noun(before, first=False)
    )


def _within(before: str) -> tuple[str, str, str]:
    """The subject of "In that case the processor": its last noun phrase that hangs on no preposition."""
    best = ""
    for found in re.finditer(r"(?<!\w)(?:the|an?|each|every|any|all|such|those)\s", before):
        word = before[: found.start()].split()[-1:] or [""]
        if word[0].lower() not in _GOVERNING and not word[0].endswith(("ing", ",")):
            best = before[found.start() :]
    return (before.removesuffix(best).strip(), best.strip(), "") if best else ("", "", "")


def _heads(subject: str) -> Iterator[str]:
    core = _HEAD_ENDS.split(subject.strip())[0]
    for part in re.split(r"\s+(?:and|or)\b\s*", core):
        words = part.split()
        if words:
            yield re.sub(r"[’']s?$", "", words[-1]).strip("”“\"'.,")
