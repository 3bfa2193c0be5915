"""Who concludes a contract: the names in its opening, else those to whom and from whom a letter goes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rag.extracting.fields.mentions import Mention
from rag.extracting.fields.names import has_legal_form, normal, organisations, same

_OPENING = 6000  # characters in which a contract says between whom it is
_LONGEST = 1600  # of the part that names them
_ENDS = re.compile(
    r"(?:\.\s+(?=[A-Z“\"])|(?<=[.:;])\s*\n\s*\n|;\s*(?=WHEREAS)|\b(?:WITNESSETH|RECITALS|WHEREAS|"
    r"W I T N E S S|agree as follows|IN CONSIDERATION|"
    r"with reference to the following|in connection with|the parties wish)\b)"
)
_BETWEEN = re.compile(
    r"\b(?:by\s+and\s+between|by\s+and\s+among|by\s+and\s+amongst|between|among|zwischen|entre|tra|"
    r"tussen)[:,]?\s+"
    r"(?!the\s+parties|us\b|you\b|them\b|themselves|any\b)",
    re.IGNORECASE,
)
# What stands behind a name: its role in brackets, what it is, where it sits.
_BEHIND = re.compile(
    r"\s*(?:\(|,\s*(?:an?|the|having|with|located|whose|who|residing|formerly|acting|on behalf|its|as|in|"
    r"their|and its|"
    r"including|on\s+the\s+(?:one|other)|ein|eine|mit|vertreten|société|una|con|een|of|at|by|incorporated|"
    r"organi[sz]ed)\b|\b(?:whose|located|having|residing|acting|on\s+behalf|"
    r"an?\s+(?:\w+\s+){0,3}(?:corporation|company|individual|limited|partnership|bank|association)|"
    r"with\s+(?:offices|its|a\s+principal)|"
    r"is\s+made|for\s+the|who\s+(?:currently|resides)|d/?b/?a\b|DBA\b|and\s+(?:its|their|any|all)\b|"
    r"collectively|hereinafter|together\s+with))",
    re.IGNORECASE,
)
_NEXT = re.compile(
    r"(?:,|;)?\s*(?:\b(?:and|AND)\b|\bund\b|\bet\b|\by\b|\be\b|\ben\b|&(?=\s[A-Z]))\s+,?\s*(?:(?:between|"
    r"among)\s+)?(?=[A-ZÀ-Ý“\"0-9\[_]|[a-z]+\.com)|;\s+(?=[A-Z])"
)
_NO_NAME = re.compile(
    r"^(?:the\s+)?(?:undersigned|parties|party|company|employee|employer|recipient|disclos\w+|state|"
    r"commission|"
    r"seller|buyer|agreement|effective date|date|first|second|other|each|both|following|consultant|executive|"
    r"counterparty|director|officer|i|we|you|bank|\W*)$",
    re.IGNORECASE,
)
_SPOILED = re.compile(
    r"\bagreement|\bthe (?:company|bank|parties)\b|\band the\b|\bparties\b|\.htm|^\d+\.\s|\bnon-|"
    r"^(?:[IVX]+ \w+\.?)$|^(?:Advisers|Partners) ",
    re.IGNORECASE,
)
_LEGAL = (
    r"(?:,?\s+(?i:Inc|Incorporated|L\.?L\.?C|L\.?P|Ltd|Limited|Corp|Corporation|Co|S\.A|N\.A|PLC|GmbH|"
    r"N\.V|B\.V)\b\.?)"
)
# Names that are given a role: "Omni National Bank (“Company”)", "I, Jeffrey L. Levine, …, (“Employee”)".
_CALLED = re.compile(
    r"(?P<name>(?:[A-Z][\w.&'’-]*|[a-z]+\.com)(?:,?[ \n](?:[A-Z][\w.&'’-]*\.?|of|and|&|"
    r"inc\.))*)(?:,[^()“”\"]{0,160})?\s*"
    r"(?:\([^()“\"]*\),?\s*)?\(\s*(?:the|each|as|hereinafter|together[^“\"()]*|collectively|"
    r"with[^“\"()]*)?[^“\"()]{0,30}[“\"](?P<role>[^”\"]{2,40})[”\"][^()]*\)"
)
_ROLES = re.compile(
    r"^(?:the )?(?:company|corporation|employ\w+|executive|consultant|contractor|seller|buyer|purchaser|"
    r"recipient|"
    r"disclos\w+(?: party)?|receiving party|landlord|tenant|less(?:or|ee)|lender|borrower|licens(?:or|ee)|"
    r"bank|director|"
    r"you|client|customer|supplier|guarantor|participant|interested party|provider|investor)$",
    re.IGNORECASE,
)
# What belongs to the party before it, and is none itself.
_OF_ONE = re.compile(
    r"\b(?:subsidiar\w+|affiliate\w*|parent|division|other than|formerly|known as|d/?b/?a|of|with)\b[^,]*$",
    re.IGNORECASE,
)
_SIGNED = re.compile(
    r"(?m)^[ \t]*(?P<name>[A-Z][^\n]{2,60}?)[ \t]*\n+(?:[^\n]{0,40}\n){0,2}?[ \t]*(?:By|BY)[:\s_]"
)
_DEAR = re.compile(r"(?m)^[ \t]*Dear\s+(?P<who>[^\n:,]{2,50})[:,]")


def parties(text: str) -> list[Mention]:
    """The parties to a contract, in the order in which they are named; none where nobody is."""
    found = _distinct(_opening(text))
    for further in (_called, _signed, _letter):
        if len(found) < 2:
            found = _distinct([*found, *further(text)])
    return found


def _opening(text: str) -> Iterator[Mention]:
    for begun in _BETWEEN.finditer(text[:_OPENING]):
        until = _until(text, begun.end())
        found = list(_listed(text, begun.end(), until))
        if len(found) >= 2 or (found and has_legal_form(found[0].text)):
            yield from found
            return


def _until(text: str, start: int) -> int:
    """Where the naming of the parties ends: not at the point of "Inc."."""
    for end in _ENDS.finditer(text, start, start + _LONGEST):
        before = text[start : end.start() + 1]
        if re.search(r"\b(?:Inc|Corp|Co|Ltd|L\.L\.C|L\.P|N\.A|S\.A|No|St|Mr|Mrs|Ms|Dr|[A-Z])\.$", before):
            continue
        if len(before.split()) >= 3:
            return end.start()
    return min(len(text), start + _LONGEST)


def _listed(text: str, start: int, until: int) -> Iterator[Mention]:
    at = start
    while at < until:
        one = _name_at(text, at, until)
        if one is None:
            return
        yield one
        gap = _masked(text, one.end, until)
        following = _NEXT.search(gap)
        between = gap[: following.start()] if following else gap
        for other in organisations(between):
            if not _OF_ONE.search(between[: other.start]) and not _SPOILED.search(other.value):
                yield Mention(one.end + other.start, one.end + other.end, other.text, other.value)
        if following is None:
            return
        at = one.end + following.end()


def _masked(text: str, start: int, until: int) -> str:
    """What stands between brackets does not part two names."""
    depth, kept = 0, []
    for letter in text[start:until]:
        depth += letter == "("
        kept.append(" " if depth else letter)
        depth -= letter == ")" and depth > 0
    return "".join(kept)


def _name_at(text: str, at: int, until: int) -> Mention | None:
    lead = re.match(
        r"[\s,“\"'‘(\[]*(?:\(?(?:i{1,3}|\d|[a-c])[).]\s*)?(?:the\s+(?=undersigned))?", text[at:until]
    )
    start = at + (lead.end() if lead else 0)
    ends = [
        found.start()
        for found in (_BEHIND.search(text, start, until), _NEXT.search(text, start, until))
        if found
    ]
    end = min([*ends, until])
    written = text[start:end]
    legal = re.match(rf"[^,;(]*?{_LEGAL}", text[start:until])
    if legal and legal.end() > len(written.rstrip(" ,")):
        written = legal[0]
    elif "," in written:
        legal = re.match(rf"[^,;(]*?{_LEGAL}", written)
        written = legal[0] if legal else written.split(",")[0]
    written = (
        written.rstrip(" ,.;“”\"'")
        if not re.search(r"\b(?:Inc|Corp|Ltd|Co|L\.P|N\.A|S\.A)\.$", written.rstrip())
        else written.rstrip()
    )
    value = normal(written)
    if (
        not value
        or _NO_NAME.match(value)
        or _SPOILED.search(value)
        or len(value) > 90
        or len(value) < 3
        or not re.match(r"[A-Z0-9À-Ý]|[a-z]+[A-Z.]", value)
    ):
        return None
    if re.search(r"[_\[\]]{2,}|\[\s*\]", written):
        return None
    return Mention(start, start + len(written), written, value)


def _called(text: str) -> Iterator[Mention]:
    """Names that the opening gives a role."""
    for one in _CALLED.finditer(text[: _OPENING // 2]):
        name, role = one["name"].strip(" ,\n"), one["role"]
        value = normal(re.sub(r"^(?:I|We|The undersigned),? ", "", name))
        if (
            not (_ROLES.match(role.strip(" ,.")) or has_legal_form(name))
            or _NO_NAME.match(value)
            or _SPOILED.search(value)
            or len(value.split()) < 2
        ):
            continue
        yield Mention(one.start("name"), one.start("name") + len(name), name, value)


def _letter(text: str) -> Iterator[Mention]:
    """To whom a letter goes, and from whom: the first company of its head, and the one that is addressed."""
    dear = _DEAR.search(text[:_OPENING])
    head = text[: dear.start()] if dear else text[:1500]
    yield from (one for one in organisations(head) if not _SPOILED.search(one.value))


def _signed(text: str) -> Iterator[Mention]:
    """Those that stand over the lines for signatures."""
    at = max(0, len(text) - 4000)
    for one in _SIGNED.finditer(text, at):
        name, start = one["name"].strip(" :,"), one.start("name")
        several = organisations(name)
        if len(several) > 1:
            for each in several:
                yield Mention(start + each.start, start + each.end, each.text, each.value)
        elif has_legal_form(name):
            yield Mention(start, start + len(name), name, normal(name))


def _distinct(found: Iterator[Mention] | list[Mention]) -> list[Mention]:
    kept: list[Mention] = []
    for one in found:
        if not any(same(one.value, other.value) or other.value.endswith(one.value) for other in kept):
            kept.append(one)
    return kept
