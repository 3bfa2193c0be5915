"""Whether a total agrees with the net sums and taxes that a document states."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations

from rag.extracting.fields.amounts import amounts
from rag.extracting.fields.sight import SeenLine, Sight

# en, de, fr, es, it, nl, pt: what heads a sum without tax, and a tax.
_NET = re.compile(
    r"\W*(?:sub-?\s?total|net(?:to)?\b|nett?o(?:betrag|summe)|zwischensumme|total h\.?t|montant h\.?t|"
    r"base imponible|(?:totale )?imponibile|subtotaal|total líquido|taxable amount|total excl)",
    re.IGNORECASE,
)
_TAX = re.compile(
    r"\W*(?:\+|plus |zzgl\.? |davon )?\s*(?:\d[\d.,]* ?% ?)?(?:vat|sales tax|tax|gst|mwst|m\.?w\.?st|ust|"
    r"umsatzsteuer|mehrwertsteuer|t\.?v\.?a|i\.?v\.?a|btw)\b",
    re.IGNORECASE,
)
# Between the sum and the total may stand what is neither.
_OTHER = re.compile(
    r"\b(?:discount|rabatt|skonto|remise|descuento|sconto|korting|desconto|shipping|versand|porto|freight|"
    r"delivery|tip|gratuity|trinkgeld|service|fee|charge|rounding|rundung|deposit|anzahlung|acompte|paid|"
    r"credit|balance|carried|übertrag|irpf|ritenuta|retención|bollo)",
    re.IGNORECASE,
)
_NEAR = 5  # hundredths by which sums of rounded amounts differ
_LEAST, _HIGHEST = 0.5, 1.3  # of quantity times price: with a discount, with a tax
_MOST = 6  # sums, or taxes


def contradicted(sight: Sight, total: float) -> bool:
    """Whether the document states a net sum and a tax that do not make this total, and nothing else that
    would. Only where it is plain: the total is neither a net sum with any of the taxes, nor one of the sums.
    """
    if _OTHER.search(sight.text):
        return False
    nets, taxes = set(_stated(sight, _NET)), list(_stated(sight, _TAX))
    if not nets or not taxes or len(nets) > _MOST or len(taxes) > _MOST:
        return False
    wanted = round(100 * abs(total))
    sums = {*nets, sum(nets)}
    added = {sum(some) for size in range(len(taxes) + 1) for some in combinations(taxes, size)}
    return all(abs(net + tax - wanted) > _NEAR for net in sums for tax in added)


def multiplies(quantity: float, price: float, amount: float) -> bool:
    """Whether a quantity and a price make an amount, but for rounding; a price may be of a hundred, or have a
    tax or a discount of up to half in it or not.
    """
    made = quantity * price
    if made == 0 or amount == 0:
        return True
    return any(_LEAST <= abs(amount / made) * of <= _HIGHEST for of in (1, 100, 1000))


def _stated(sight: Sight, label: re.Pattern[str]) -> Iterator[int]:
    """The amounts, in hundredths, of the lines that a label heads: in the line, else right of it."""
    for line in sight.lines:
        if label.match(line.text):
            found = _last(line)
            for other in sight.right_of(line) if found is None else ():
                found = _last(other)
                if found is not None:
                    break
            if found:
                yield found


def _last(line: SeenLine) -> int | None:
    """The last amount of a line that is no rate."""
    found = [one for one in amounts(line.text) if not re.match(r"\s*%", line.text[one.end :])]
    return round(100 * abs(float(found[-1].value))) if found else None
