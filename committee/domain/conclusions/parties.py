"""Who is named in a point of a conclusion: where the names of agencies begin and end.

Names begin with a capital, verbs do not: that is how "Phòng Tổ chức" and "tổ chức hội nghị" are told apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from committee.domain.folding import Folded, fold, phrase
from committee.domain.task_rules import Party
from committee.domain.text import clean, tone_placement_key

MOST_PIECES = 8  # of one name, divided by commas; more would be looked through for ever in a text of nothing else
LONGEST_PARTY = 200

_ABBREVIATIONS = (
    ("bảo hiểm xã hội", "bhxh"),
    ("ủy ban nhân dân", "ubnd"),
    ("hội đồng nhân dân", "hđnd"),
    ("mặt trận tổ quốc", "mttq"),
    ("liên đoàn lao động", "lđlđ"),
)
_SHORT = tuple((tone_placement_key(whole), tone_placement_key(short)) for whole, short in _ABBREVIATIONS)

AGENCY = phrase(
    r"(?:các )?(?:(?:bhxh|bảo hiểm xã hội)(?! tự nguyện| bắt buộc| một lần| toàn dân|, (?:bhyt|bhtn|bảo hiểm))|sở|ubnd"
    r"|[ủu][ỷy] ban|ủy ban|hđnd|hội đồng|công an|cục|chi cục|thuế|kho bạc"
    r"|bưu điện|liên đoàn|lđlđ|liên minh|mặt trận|mttq|ubmttq|hội(?! nghị| thảo)|đoàn|tỉnh đoàn|huyện đoàn"
    r"|phòng(?!,| chống)|trung tâm|trường(?! hợp)|thanh tra|tòa án|toà án|viện|báo(?! cáo)|đài|ngân hàng|văn phòng"
    r"|ban(?! hành)|tổ chức dịch vụ thu|tổ(?! chức)|đồng chí|đ/c|ông|bà|thành viên|ủy viên|uỷ viên|thường trực"
    r"|cơ quan|đảng ủy|đảng uỷ|thống kê|già làng|trưởng|phó trưởng|(?:phó )?chủ tịch|(?:phó )?giám đốc"
    r"|(?:phó )?chánh|(?:phó )?bí thư|thủ trưởng|người đứng đầu|hiệu trưởng)\b"
    r"|các (?:cấp|ngành|địa phương|đơn vị|huyện|quận|thị xã|thành phố|xã|phường|thôn|bản|ấp|đoàn thể|tổ chức)\b"
)
# A place is a party where its name follows with a capital: "Huyện Vị Thủy", but not "Xã nào chưa …".
PLACE = phrase(r"(?:huyện|quận|thị xã|thành phố|xã|phường|thị trấn|đặc khu|thôn|ấp|bản) (?=\w)")
ORDER = phrase(r"\b(?:giao(?: nhiệm vụ)?|đề nghị|yêu cầu|phân công|ủy quyền|uỷ quyền)(?: cho)? (?=\w)")
BY = phrase(r"\bdo (?=\w)")
CHARGE = phrase(
    r"(?:làm |là )?(?:cơ quan |đơn vị )?(?:(?:chịu|có) trách nhiệm )?(?:đồng |cùng )?(?:chủ trì|làm đầu mối|đầu mối)\b"
    r"|có trách nhiệm(?: trong việc)?\b"
)
JOINTLY = phrase(
    r"phối hợp(?: chặt chẽ)?(?: với| cùng)?(?: các (?:cơ quan|đơn vị)(?! (?:có )?liên quan)(?: gồm)?)?\s?:? ?"
)
JOINTLY_WITH = phrase(
    r"(?:(?<!quy chế )\bphối hợp(?: chặt chẽ)? với|\bphối hợp ?:"
    r"|\b(?:cơ quan|đơn vị) phối hợp(?: gồm| là)?)(?: ?:)? (?=\w)"
)
ACTING = phrase(
    r"\b(?:xây dựng|tham mưu|rà soát|báo cáo|giải trình|ban hành|trình|tổ chức(?! dịch vụ| xã hội| đoàn thể| chính trị)"
    r"|triển khai|hoàn thành|hoàn thiện|chỉ đạo|đôn đốc"
    r"|kiểm tra|tuyên truyền|vận động|phát triển|tổng hợp|đề xuất|cung cấp|hướng dẫn|theo dõi|thực hiện|nghiên cứu"
    r"|khảo sát|lập|phân bổ|tăng cường|tiếp tục|đẩy mạnh|phấn đấu|công khai|xử lý|chủ động|mở|bố trí|chuẩn bị"
    r"|cập nhật|đối chiếu|bổ sung|sửa đổi|khẩn trương|kịp thời|thành lập|có văn bản|có giải pháp|gửi|bàn giao|chia sẻ"
    r"|kết nối|thường xuyên|chú trọng|nâng cao|quan tâm|duy trì|phát huy|quán triệt|soạn thảo|dự thảo"
    r"|tiếp thu|thẩm định|thanh tra|giải quyết|thống kê|quản lý|giám sát|đưa|giao|ký|mời|tập trung"
    r"|thu hồi|khắc phục|cấp phát|phối hợp|chủ trì|nắm|xác minh|điều chỉnh|tạo điều kiện|ưu tiên|vào cuộc|nhân rộng"
    r"|đánh giá|hỗ trợ|lồng ghép|rút kinh nghiệm|kiểm điểm|nghiêm túc|chuyển|trả lời|làm việc"
    r"|phụ trách(?! địa bàn ?:)|ký kết"
    r"|được (?:phân công|giao)|chịu trách nhiệm|hoàn chỉnh|sửa chữa|tham gia|cử|chấn chỉnh|kiện toàn|nhắc nhở"
    r"|bảo đảm|đảm bảo|cam kết|tiếp nhận|phê duyệt|bám sát|xem xét|hoàn tất|vận dụng|khen thưởng"
    r"|cấp (?=kinh phí|thẻ|phát|đủ|bổ sung)|nộp|sắp xếp|lựa chọn|làm (?=rõ|tốt|việc)|số hóa|nhập (?=liệu|dữ liệu|số)"
    r"|niêm yết|phát động|đối thoại|thông tin (?=đến|cho|kịp))\b"
)
SAYING = phrase(
    r"\b(?:ghi nhận|đánh giá cao|biểu dương|thống nhất|nhất trí|đề nghị|yêu cầu|kết luận|cơ bản|nhấn mạnh|lưu ý|đồng ý"
    r"|đã|cho rằng|họp|tổ chức họp)\b"
)
_ENDING = phrase(
    r"[:;()]|\.(?= |$)| - (?!thương binh|xã hội|thể thao|du lịch|kế hoạch|kỹ thuật|tài chính)"
    r"|\b(?:trước|do|chậm nhất|muộn nhất|trong|đến|để|về|theo|làm đầu mối|làm|là|sớm|căn cứ|trên cơ sở"
    r"|đầu mối|(?<!hàng )không|chưa|còn|hết|hằng|hàng (?=tháng|quý|năm|tuần)|định kỳ)\b"
)
_EACH_ACTS = phrase(r"\((?:mỗi|từng) (?=[\w ]{1,40}\b(?:vận động|phát triển|báo cáo|rà soát|lập|tổ chức|hoàn thành)\b)")
_OFFICE = phrase(
    r"\((?:phó |nguyên )?(?:giám đốc|chủ tịch|trưởng|chánh|bí thư|ủy viên|uỷ viên|thủ trưởng)[^();:]{0,80}\) ?"
)
_DIVIDERS = re.compile(r"\s*[,;]\s*(?:và\s+)?|\s+và\s+|\s*\+\s*")
# What goes on with the name before it although it is written with a capital.
_GOES_ON = re.compile(
    r"(?i:thể thao|du lịch|đào tạo|xã hội|môi trường|công nghệ|truyền thông|truyền hình|đô thị|thương binh|nhân dân"
    r"|đầu tư|gia đình|trẻ em|phát triển nông thôn)\b"
    r"|(?:Phó|Giám đốc|Chủ tịch|Trưởng ban|Trưởng phòng|Ủy viên|Uỷ viên)\b"
)
_OWN_NAMES = ("các ", "đồng chí ", "tổ chức dịch vụ", "cơ quan ")


@dataclass(frozen=True)
class Read:
    """What was read, and where it stands in the text. `party` is the known one that bears this name."""

    text: str
    start: int
    end: int
    party: Party | None = None


def known_by_name(parties: Iterable[Party]) -> dict[str, Party]:
    """Return the parties by the key under which they are looked up; one name of two parties names neither."""
    by_key: dict[str, Party] = {}
    doubled = set()
    for party in parties:
        key = key_of(party.name)
        if key in by_key and not by_key[key].is_same(party):
            doubled.add(key)
        by_key[key] = party
    return {key: party for key, party in by_key.items() if key not in doubled}


def key_of(name: str) -> str:
    """Return what is equal for two writings of one agency: "Bảo hiểm xã hội tỉnh" and "BHXH tỉnh"."""
    key = tone_placement_key(name)
    for whole, short in _SHORT:
        key = key.replace(whole, short)
    return key


def end_of_parties(folded: Folded, start: int) -> tuple[int, str]:
    """Return where the names that begin at `start` end, and how: "acting", "saying", "charge", "ending" or "end"."""
    ends = [(at, rank, kind) for rank, (kind, at) in enumerate(_stops(folded, start))]
    at, _rank, kind = min(ends, default=(len(folded.text), 0, "end"))
    if kind == "ending" and folded.text[at] == "(":
        return _past_bracket(folded, at)
    return at, kind


def _past_bracket(folded: Folded, at: int) -> tuple[int, str]:
    """Return where names end at whose end a bracket stands: it holds their office, what each of them does, or more."""
    if _EACH_ACTS.of(folded).match(folded.text, at):
        return at, "acting"
    office = _OFFICE.of(folded).match(folded.text, at)
    if office is None:
        return at, "ending"
    after = min((where, kind) for kind, where in [*_stops(folded, office.end()), ("end", len(folded.text))])
    return after if after[1] in ("acting", "charge") and after[0] <= office.end() + 1 else (at, "ending")


def is_name_alone(words: str) -> bool:
    """Return whether `words` are nothing but whom something is asked of: "Sở Y tế"."""
    folded = fold(words[: LONGEST_PARTY + 1])
    if len(words) > LONGEST_PARTY or not AGENCY.of(folded).match(folded.text) or words.endswith((",", ";", ".", " và")):
        return False
    end, _kind = end_of_parties(folded, 0)
    return not folded.text[end:].strip(" :")


def begins_with_act(words: str) -> bool:
    """Return whether `words` begin with what is to be done."""
    folded = fold(words)
    return any(one.of(folded).match(folded.text) for one in (ACTING, CHARGE))


def _stops(folded: Folded, start: int) -> Iterator[tuple[str, int]]:
    # In this order where two begin alike: "chủ trì" is an act too, and "tổ chức họp" begins like one.
    for kind, pattern in (("charge", CHARGE), ("saying", SAYING), ("acting", ACTING), ("ending", _ENDING)):
        for match in pattern.of(folded).finditer(folded.text, start):
            if kind == "ending" or _is_small(folded, match.start()):
                yield kind, match.start()
                break


def _is_small(folded: Folded, at: int) -> bool:
    letter = folded.original[folded.origin[at]]
    return letter.islower() or not letter.isalpha()


def split_parties(text: str, start: int, end: int, known: Mapping[str, Party]) -> list[Read]:
    """Return the names between `start` and `end` of `text`; a comma or "và" within a name does not divide it."""
    pieces = _pieces(text, start, end)
    found: list[Read] = []
    while pieces:
        whole = next((i for i in range(min(len(pieces), MOST_PIECES), 1, -1) if _party(text, pieces[:i], known)), 1)
        first, last = pieces[0][0], pieces[whole - 1][1]
        name = clean(text[first:last])
        if name:
            found.append(Read(name, first, last, known.get(key_of(name))))
        pieces = pieces[whole:]
    return _joined(text, found, known)


def _party(text: str, pieces: list[tuple[int, int]], known: Mapping[str, Party]) -> Party | None:
    return known.get(key_of(clean(text[pieces[0][0] : pieces[-1][1]])))


def _pieces(text: str, start: int, end: int) -> list[tuple[int, int]]:
    cuts = list(_DIVIDERS.finditer(text, start, end))
    starts = [start, *(cut.end() for cut in cuts)]
    ends = [*(cut.start() for cut in cuts), end]
    trimmed = ((a, b, text[a:b]) for a, b in zip(starts, ends, strict=True) if a < b)
    return [(a + len(piece) - len(piece.lstrip()), a + len(piece.rstrip())) for a, b, piece in trimmed if piece.strip()]


def _joined(text: str, names: list[Read], known: Mapping[str, Party]) -> list[Read]:
    """Return the names with what only goes on with the one before put back: "các sở, ban, ngành"."""
    joined: list[Read] = []
    for one in names:
        goes_on = _GOES_ON.match(one.text) or (one.text[0].islower() and not one.text.startswith(_OWN_NAMES))
        if joined and goes_on and one.party is None:
            first = joined.pop().start
            name = clean(text[first : one.end])
            joined.append(Read(name, first, one.end, known.get(key_of(name))))
        else:
            joined.append(one)
    return joined
