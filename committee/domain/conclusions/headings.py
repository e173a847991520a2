"""What of a conclusion notice is no order: headings, sections that only assess, how it ends.

Nothing of it is left out of what is shown; it is only never offered as a job.
"""

from __future__ import annotations

from committee.domain.folding import fold, phrase

LONGEST_HEADING = 160

_TITLE = phrase(
    r"(?:(?:đánh giá|nhận định|nhận xét|kết luận|chỉ đạo|yêu cầu|nhiệm vụ)(?: chung| khái quát| tổng quát| tổng thể)"
    r"(?: và [^.;:]*)?"
    r"|(?:về )?(?:việc )?(?:đánh giá|nhận định|nhận xét)(?: về)?(?: tình hình| kết quả| công tác)\b[^.;:]*"
    r"|(?:về )?tổ chức thực hiện|kết luận"
    r"|(?:về )?(?:một số |các |những )?(?:nhiệm vụ|giải pháp|phương hướng|mục tiêu|kết quả|tồn tại|hạn chế|khó khăn"
    r"|vướng mắc|nguyên nhân|ưu điểm|thuận lợi|nội dung|chỉ tiêu|tình hình|công tác)\b[^.;:]*"
    r"|(?:thời gian|trong thời gian) tới|phần (?:thứ )?\w+)\s*[.:]?"
)
_ASSESSES = phrase(
    r"\b(?:đánh giá|nhận định|nhận xét|kết quả (?:đạt được|thực hiện|nổi bật|công tác)|tồn tại|hạn chế|nguyên nhân"
    r"|ưu điểm|thuận lợi|khó khăn|tình hình)\b"
)
_LOOKS_AHEAD = phrase(r"\b(?:nhiệm vụ|giải pháp|phương hướng|khắc phục|tháo gỡ|thời gian tới|triển khai|chỉ đạo)\b")
_CLOSING = phrase(
    r"trên đây là|(?:thừa lệnh|thừa ủy quyền)|văn phòng(?: [\w ]{1,40})? (?:xin |trân trọng )?thông báo\b"
)


def is_title(words: str) -> bool:
    """Return whether `words` are the title of a section: "Đánh giá chung", "Nhiệm vụ trọng tâm …", all in capitals."""
    if len(words) > LONGEST_HEADING or words.endswith(";"):
        return False
    letters = [letter for letter in words if letter.isalpha()]
    folded = fold(words)
    return bool(_TITLE.of(folded).fullmatch(folded.text)) or (
        len(letters) > 3 and words.upper() == words and not words.endswith(".")
    )


def heads(words: str) -> bool:
    """Return whether what stands on the next line stands below `words`."""
    return words.endswith(":") or (is_title(words) and not words.endswith("."))


def assesses(words: str) -> bool:
    """Return whether a section of this title only tells what was: nobody is given a job there unless it is ordered."""
    folded = fold(words)
    looks_back = _ASSESSES.of(folded).search(folded.text)
    return len(words) <= LONGEST_HEADING and bool(looks_back) and not _LOOKS_AHEAD.of(folded).search(folded.text)


def is_closing(words: str) -> bool:
    """Return whether `words` end a notice: "Trên đây là …", "Văn phòng thông báo để …"."""
    folded = fold(words)
    return bool(_CLOSING.of(folded).match(folded.text))
