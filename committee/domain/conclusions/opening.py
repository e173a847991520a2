"""How a conclusion notice begins: its letterhead and the sentences before what was concluded. No order stands there."""

from __future__ import annotations

from collections.abc import Sequence

from committee.domain.conclusions.points import Point
from committee.domain.folding import fold, phrase

_OPENING = phrase(
    r"\b(?:kết luận|chỉ đạo|ý kiến|thống nhất|giao (?:các |một số )?nhiệm vụ)\b"
    r"[^.;]{0,120}\b(?:như sau|sau đây|sau) ?:?$|\bkết luận ?:?$"
    r"|độc lập ?- ?tự do|cộng h(?:òa|oà) xã hội"
)
_TELLS_OF_MEETING = phrase(
    r"(?:sáng |chiều )?ngày \d{1,2}[^;]*\bchủ trì (?:cuộc |buổi |phiên )?(?:họp|hội nghị|làm việc)\b"
)
_DIRECTS = phrase(
    r"\b(?:giao|phân công)(?: cho)? (?:các )?(?:bhxh|bảo hiểm|sở|ubnd|ủy ban|cục|công an|hội"
    r"|đồng chí|đ/c|bưu điện|phòng|chủ tịch|giám đốc|văn phòng)\b"
)


def end_of_opening(text: str, points: Sequence[Point]) -> int:
    """Return where the letterhead and the sentences before the first point end, 0 where there are none."""
    first = next((place for place, point in enumerate(points) if point.number), len(points))
    ends = [point.end for point in points[:first] if _opens(text[point.start : point.end])]
    return max(ends, default=0)


def _opens(words: str) -> bool:
    folded = fold(words)
    is_order = _DIRECTS.of(folded).search(folded.text)
    tells = _TELLS_OF_MEETING.of(folded).match(folded.text)
    return bool(tells) or (bool(_OPENING.of(folded).search(folded.text)) and not is_order)
