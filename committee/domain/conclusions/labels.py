"""What a point says under a label of its own: "Đơn vị chủ trì: …", "(chủ trì: …; thời hạn: …)", "Sản phẩm: …"."""

from __future__ import annotations

from committee.domain.conclusions.parties import Read
from committee.domain.folding import Folded, fold, phrase
from committee.domain.text import clean

_WHO = r"(?:(?:đơn vị|cơ quan|bộ phận) )?(?:chủ trì|đầu mối)(?: thực hiện)?|(?:đơn vị|cơ quan|bộ phận) thực hiện"
_HELP = r"(?:(?:đơn vị|cơ quan|bộ phận) )?phối hợp(?: thực hiện)?"
_WHEN = r"thời (?:hạn|gian)(?: hoàn thành| thực hiện| báo cáo)?|hạn hoàn thành"
_WHAT = r"sản phẩm(?: hoàn thành| đầu ra)?|kết quả đầu ra"
_LABEL = phrase(rf"(?:{_WHO}|{_HELP}|{_WHEN}|{_WHAT}) ?:")
_ANY = phrase(rf"\b(?:{_WHO}|{_HELP}|{_WHEN}|{_WHAT}) ?:")
IN_CHARGE = phrase(rf"\b(?:{_WHO}) ?: ?(?=\w)")
_PRODUCT = phrase(rf"\b(?:{_WHAT}) ?: ?(?P<product>[^.;()]+)")
_BEFORE_LABEL = " \t\r\n\u00a0,;:.-\u2013(+*•"


def is_label(words: str) -> bool:
    """Return whether `words` begin with such a label."""
    folded = fold(words)
    return bool(_LABEL.of(folded).match(folded.text))


def first_label(folded: Folded) -> int:
    """Return where the first label stands in the original, its end where there is none."""
    found = _ANY.of(folded).search(folded.text)
    return folded.span(found.start(), found.end())[0] if found else len(folded.original)


def without_mark(words: str) -> str:
    """Return the words before a label without the bracket or dash that opens it."""
    return words.rstrip(_BEFORE_LABEL)


def product(folded: Folded, offset: int) -> Read | None:
    """Return the product that is named under its label."""
    found = _PRODUCT.of(folded).search(folded.text)
    if found is None:
        return None
    start, end = folded.span(found.start("product"), found.end("product"))
    return Read(clean(folded.original[start:end]), start + offset, end + offset)
