"""The wordings in which a document says by when, as patterns over folded text.

Each is written with its marks; text without any is matched without them. What a wording means is in
deadline_words.py. No group repeats without a bound: on a text of nothing but such words a reader would not come to an
end.
"""

from __future__ import annotations

from collections.abc import Mapping

from committee.domain.folding import Phrase, phrase

_UNITS = ("một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười")
NUMBERS: Mapping[str, int] = {
    **{word: count for count, word in enumerate(_UNITS, start=1)},
    "mười lăm": 15,
    "hai mươi": 20,
    "ba mươi": 30,
}
MONTH_NAMES: Mapping[str, int] = {
    **{word: count for count, word in enumerate(_UNITS, start=1)},
    "tư": 4,
    "mười một": 11,
    "mười hai": 12,
}
QUARTERS: Mapping[str, int] = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}

_HOUR = r"(?P<hour>\d{1,2} ?(?:giờ|h|g)(?: ?\d{1,2}(?: ?phút)?)?,? (?:của )?)?"
_SEP = r"(?: ?/ ?|[.-])"
_MORE = r"(?![\d/%]|[.,-]\d|[a-zà-ỹđ])"
_DATE = (
    rf"(?:mùng |mồng )?(?:(?P<d>\d{{1,2}})(?:{_SEP}(?P<m>\d{{1,2}})(?:(?:{_SEP}| năm )(?P<y>\d{{4}}|\d{{2}}))?"
    rf"| tháng (?P<m2>\d{{1,2}})(?:(?:,? năm |/)(?P<y2>\d{{4}}))?)){_MORE}"
)
_DAY_ONLY = r"(?P<only>\d{1,2})(?: (?:của )?tháng (?P<which>này|sau|tới))?(?! ?[/\d]| tháng \d|[.-]\d)"
_WEEKDAY = r"(?:thứ (?:hai|ba|tư|năm|sáu|bảy|\d),? )?"
_BY = r"(?:chậm|muộn|trễ) nhất(?: là)?(?: đến| vào| trong)?(?: hết)?"
_NOT_LATER = r"không (?:muộn|chậm) (?:hơn|quá)"
_LIMIT = (
    r"(?:(?<!trước )(?:thời )?hạn(?: chót| cuối| hoàn thành| thực hiện| báo cáo){0,3}"
    r"|thời gian(?: hoàn thành| thực hiện| báo cáo| xong){1,3})(?: là| đến| vào| hết| ?:){0,3}"
)
_DONE = r"(?:hoàn thành|hoàn tất|xong)(?: xong)?(?: vào| trong| đến)?"
_UNTIL = rf"(?:{_BY}|{_NOT_LATER}|(?:từ nay )?đến hết|hết|trong|{_LIMIT}|{_DONE}|từ nay đến)"
_FIRM_UNTIL = rf"(?:{_BY}|{_NOT_LATER}|(?:từ nay )?đến hết|{_LIMIT}|từ nay đến)"
_WITHIN = r"(?:trong(?: cả)?|(?:đến )?hết|(?:đến )?cuối|chậm nhất(?: là)?(?: trong| hết| đến)?)"
_CLOSED = r"(?= ?(?:$|[.,;:)]| và | để ))"

_MONTH = rf"tháng (?P<m>\d{{1,2}}|{'|'.join(sorted(MONTH_NAMES, key=len, reverse=True))})\b"
_OF_YEAR = r"(?:(?: ?/ ?|,? năm )(?P<y>\d{4}))?(?! ?/|\d)"
_QUARTER = r"(?:quý|qúy|quí) (?P<q>iv|i{1,3}|[1-4])\b"
_YEAR = r"năm (?P<y>\d{4})\b"
_NOT_A_YEAR = r"(?! (?:qua|trước|ngoái|học|tới|sau|ngày|tháng|tuần|năm|cuối))"

_COUNT = rf"(?P<n>\d{{1,3}}|{'|'.join(sorted(NUMBERS, key=len, reverse=True))})(?: ?\([^)]*\))?"
_SPAN = rf"{_COUNT} (?P<unit>ngày làm việc|ngày|tuần|tháng)\b(?! (?:đầu|cuối|qua|gần|liên tục|liền|trước|trở))"
_EVENT = (
    r"(?: (?:ký ban hành|ký|ban hành|nhận được|nhận|có hiệu lực|có|ra|phê duyệt|kết thúc)"
    r"(?: (?:thông báo|văn bản|kết luận|quyết định|kế hoạch|hội nghị|cuộc họp|kỳ họp|này)){0,4})?"
)
_FROM = rf"từ (?:khi|ngày|thời điểm)?(?: ?{_DATE}|{_EVENT})"

_EVERY = r"(?:hằng|hàng|mỗi|từng)"
_BEFORE_OR_ON = rf"(?:định kỳ )?(?:(?P<before>trước )|(?:{_BY}|vào|định kỳ(?: vào)?) )?"

RECURRING: tuple[Phrase, ...] = (
    phrase(
        rf"\b{_BEFORE_OR_ON}ngày (?P<d>\d{{1,2}}) (?:của )?tháng (?:cuối|thứ ba)(?: của)?(?: {_EVERY})?"
        r" (?P<r>quý|quí|qúy)"
    ),
    phrase(rf"\b{_BEFORE_OR_ON}ngày (?P<d>\d{{1,2}}) (?:của )?{_EVERY} (?P<r>tháng|quý|quí|qúy)"),
    phrase(rf"\b(?:định kỳ )?{_EVERY} (?P<r>tháng)(?: một lần)?,? {_BEFORE_OR_ON}ngày (?P<d>\d{{1,2}})(?! ?[/\d])"),
    phrase(rf"\b(?:vào )?thứ (?P<w>hai|ba|tư|năm|sáu|bảy|[2-7]) (?:của )?{_EVERY} (?P<r>tuần)"),
    phrase(r"\b(?:định kỳ )?(?P<r>6 tháng|sáu tháng) một lần"),
    phrase(r"\bđịnh kỳ (?P<r>6 tháng|sáu tháng)\b(?: một lần)?"),
    phrase(rf"\b(?:định kỳ )?{_EVERY} (?P<r>tuần|tháng|quý|quí|qúy|năm)\b(?: một lần)?"),
    phrase(r"\bđịnh kỳ (?P<r>tuần|tháng|quý|quí|qúy|năm)\b"),
    phrase(
        r"\b(?:(?:ít nhất|tối thiểu) )?(?:mỗi (?=tuần|tháng|quý|năm))?(?:(?:0?1|một) lần ?(?:/|một |mỗi |trong ) ?)"
        r"(?P<r>tuần|tháng|quý|năm)\b"
    ),
)
# From one day to another: "20-25/6", "từ ngày 20 đến 25/6". Of the first day nothing more is needed.
_FIRST_DAY = (
    r"(?:ngày )?(?:mùng |mồng )?\d{1,2}(?: ?[/.] ?\d{1,2})?(?: ?[/.] ?\d{4})?(?: tháng \d{1,2}(?: năm \d{4})?)?"
)
_LAST_DAY = (
    r"(?:ngày )?(?:mùng |mồng )?(?P<d>\d{1,2})(?: ?[/.] ?(?P<m>\d{1,2})(?:(?: ?[/.] ?| năm )(?P<y>\d{4}|\d{2}))?"
    rf"| tháng (?P<m2>\d{{1,2}})(?:(?:,? năm |/)(?P<y2>\d{{4}}))?){_MORE}"
)
_TO = r" ?(?:-|(?:cho )?đến(?: hết)?) ?"
RANGE: tuple[Phrase, ...] = (
    phrase(rf"\b(?:(?:{_UNTIL}|từ|vào|các) ){{0,3}}(?:từ |ngày |các ngày ){_FIRST_DAY}{_TO}{_LAST_DAY}"),
    phrase(rf"^{_FIRST_DAY}{_TO}{_LAST_DAY}\.?$"),
    phrase(rf"\b{_FIRM_UNTIL} {_FIRST_DAY}{_TO}{_LAST_DAY}"),
)
SINCE: tuple[Phrase, ...] = (
    phrase(
        r"\b(?:trong(?: vòng| thời hạn| thời gian){0,3}(?: tối đa)?|sau|tối đa|chậm nhất(?: là)?(?: trong)?(?: vòng)?"
        rf"|{_LIMIT}) {_SPAN}(?:,? (?:kể )?{_FROM})?"
    ),
    phrase(rf"\b{_SPAN},? kể {_FROM}"),
    phrase(rf"^{_SPAN}\.?$"),
)
BEFORE: tuple[Phrase, ...] = (
    phrase(rf"\btrước {_HOUR}{_WEEKDAY}(?:ngày )?{_DATE}"),
    phrase(rf"\btrước {_HOUR}ngày {_DAY_ONLY}"),
)
BEFORE_PERIOD: tuple[Phrase, ...] = (
    phrase(rf"\btrước {_MONTH}{_OF_YEAR}"),
    phrase(rf"\btrước {_QUARTER}{_OF_YEAR}"),
    phrase(rf"\btrước {_YEAR}"),
)
UNTIL: tuple[Phrase, ...] = (
    phrase(rf"\b{_UNTIL} {_HOUR}{_WEEKDAY}ngày {_DATE}"),
    phrase(rf"\b{_FIRM_UNTIL} {_HOUR}{_DATE}"),
    phrase(rf"\btừ (?:ngày )?[\d/.]+(?: năm \d{{4}})? (?:cho )?đến(?: hết)? (?:ngày )?{_DATE}"),
    phrase(rf"\b(?:{_BY}|{_NOT_LATER}|đến hết|trong) {_HOUR}ngày {_DAY_ONLY}"),
    phrase(rf"\b(?:cho )?đến (?:ngày )?{_DATE}{_CLOSED}"),
    phrase(rf"^(?:(?:cho )?đến |vào )?(?:ngày )?{_DATE}\.?$"),
    phrase(r"^(?P<y>\d{4})-(?P<m>\d{2})-(?P<d>\d{2})$"),
)
PERIOD: tuple[Phrase, ...] = (
    phrase(rf"\b(?:{_WITHIN}|{_DONE}) {_MONTH}{_OF_YEAR}"),
    phrase(rf"\b(?:{_WITHIN}|{_DONE}) {_QUARTER}{_OF_YEAR}"),
    phrase(rf"\b(?:{_WITHIN}|{_DONE}) {_YEAR}"),
    phrase(rf"^{_MONTH}{_OF_YEAR}\.?$"),
    phrase(rf"^{_QUARTER}{_OF_YEAR}\.?$"),
    phrase(rf"^{_YEAR}\.?$"),
    phrase(rf"\b(?:{_WITHIN}|{_DONE}) (?P<half>6|sáu|9|chín|3|ba) tháng (?P<side>đầu|cuối) năm{_OF_YEAR}"),
)
THIS_PERIOD: tuple[Phrase, ...] = (
    phrase(rf"\b{_WITHIN} (?P<this>tuần|tháng|quý|qúy|quí|năm)(?: này| nay)"),
    phrase(rf"\b{_WITHIN} (?P<this>tuần|tháng|quý|qúy|quí) (?P<next>sau|tới)"),
    phrase(rf"\b{_WITHIN} (?P<this>tuần|tháng|quý|qúy|quí){_CLOSED}"),
    phrase(rf"\b(?:vào )?(?:đến hết|hết|đến cuối|cuối|trong) (?P<this>năm){_NOT_A_YEAR}"),
    phrase(rf"\btrong (?P<this>ngày)(?: hôm nay|{_CLOSED})|\btrong hôm nay|\btrong (?P<tomorrow>ngày mai)"),
)
EVENTS: tuple[Phrase, ...] = (
    phrase(r"\btrước (?:kỳ họp|phiên họp|cuộc họp|hội nghị|tết)\b(?: \w+){0,4}"),
    phrase(r"\btại (?:kỳ họp|phiên họp|cuộc họp)(?: [\w ]{1,30})? (?:đầu|giữa|cuối) (?:năm|tháng|quý)\b"),
    phrase(r"\b(?:theo đúng|đúng|theo|bảo đảm|đảm bảo) (?:thời hạn|thời gian|tiến độ)(?: (?:theo )?quy định)?\b"),
    phrase(r"\b(?:hoàn thành|thời hạn|thời gian thực hiện) ?:? theo quy định\b"),
)
VAGUE: tuple[Phrase, ...] = (
    phrase(r"\b(?:vào |trong )?(?:đầu|giữa) (?:tháng|quý|năm)(?: \d{1,2}| này| tới)?"),
    phrase(r"\btrong thời gian (?:tới|sớm nhất|nhanh nhất)"),
    phrase(r"(?<!phát hiện )(?<!nghỉ hưu )\b(?:sớm nhất|sớm|khẩn trương|nhanh chóng|kịp thời)\b"),
    phrase(r"\bngay\b(?! (?:từ|cả|tại|trong|khi|sau|ngày|\d))"),
)
# A day named after these words tells what happened then, not by when something is to be done.
NO_DEADLINE_AFTER: Phrase = phrase(
    r"(?:\btính|\bsố liệu|\bphát sinh|\bcó hiệu lực|\bnghỉ hưu|\bnghỉ việc|\bđã \w+(?: \w+)?|\bđược ban hành"
    r"|(?:/[\w-]+|\bsố \d+)[^,;.]{0,40}(?:ban hành|\bký))(?: từ)? $"
)
