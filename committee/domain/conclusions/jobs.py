"""What a point of a conclusion asks for: the job in words, its product, or a standing directive."""

from __future__ import annotations

import re

from committee.domain.conclusions import labels
from committee.domain.conclusions.parties import Read
from committee.domain.conclusions.points import Point
from committee.domain.deadline_words import ANY_DAY, Deadline, read_deadline
from committee.domain.folding import Folded, phrase
from committee.domain.text import clean

_STANDING = phrase(
    r"(?:tăng cường|tiếp tục|đẩy mạnh|thường xuyên|chú trọng|nâng cao|quan tâm|chủ động|phát huy|duy trì|quán triệt"
    r"|tập trung|chịu trách nhiệm|phấn đấu)\b"
)
_NOUN = (
    r"(?:dự thảo )?(?:quy chế|kế hoạch|báo cáo|đề án|quyết định|nghị quyết|tờ trình|phương án|danh sách|văn bản"
    r"|hướng dẫn|chương trình|chỉ thị|công văn|quy trình|tài liệu|bộ tài liệu|kịch bản|biên bản|thông báo"
    r"|đề cương|hồ sơ|quy định|biểu mẫu|dự toán|chuyên đề|sổ tay|bảng tổng hợp)\b"
)
_PRODUCT = phrase(
    r"\b(?:xây dựng|soạn thảo|hoàn thiện|hoàn chỉnh|ban hành|trình|lập|gửi|dự thảo|cung cấp|bổ sung|sửa đổi|có|ký|in)"
    rf"(?: (?!theo |tại |thực hiện |căn cứ )[^\s,;.:()]+){{0,6}}? (?P<product>{_NOUN})"
)
_REPORT = phrase(r"\b(?P<product>báo cáo (?!của |số )\w+)")
_CITED = phrase(r"(?: (?:này|trên|nêu trên)\b)|[^,;.()]{0,20}? số \d")
_PRODUCT_ENDS = phrase(
    r"[,;:()]|\.(?= |$)| (?:để|(?<!giải )trình|gửi|báo cáo|theo|trước khi"
    r"|và (?:báo cáo|trình|gửi|tổ chức|ban hành)|làm cơ sở)\b"
)
# What is left before a deadline that was taken off the end.
_LEFT_OVER = re.compile(
    r"[,;.]?\s+(?:và\s+)?(?:phải\s+)?(?:(?:thời gian|thời hạn)(?:\s+(?:hoàn thành|thực hiện|xong))?"
    r"|hoàn thành|xong)\s*:?$"
    r"|[,;]\s+thực hiện(?:\s+định kỳ)?$|\s+(?:vào|trong|đến)$",
    re.IGNORECASE,
)
_AROUND = " \t\r\n\u00a0,;:.-\u2013"


def is_standing(folded: Folded, job: int) -> bool:
    """Return whether the job that begins at `job` is one that never ends: "tăng cường …"."""
    return bool(_STANDING.of(folded).match(folded.text, job))


def product(folded: Folded, job: int, offset: int) -> Read | None:
    """Return the first thing to be handed in; a document that is only cited is none."""
    if labelled := labels.product(folded, offset):
        return labelled
    for pattern in (_PRODUCT, _REPORT):
        for match in pattern.of(folded).finditer(folded.text, job):
            if _CITED.of(folded).match(folded.text, match.end("product")):
                continue
            start, end = _where(folded, match)
            words = clean(folded.original[start:end]).strip(_AROUND)
            return Read(words[:1].upper() + words[1:], start + offset, end + offset)
    return None


def _where(folded: Folded, match: re.Match[str]) -> tuple[int, int]:
    """Return where the words of a product stand, without a deadline or a label that follows them."""
    ending = _PRODUCT_ENDS.of(folded).search(folded.text, match.end("product"))
    start, end = folded.span(match.start("product"), ending.start() if ending else len(folded.text))
    label = labels.first_label(folded)
    end = label if start < label < end else end
    words = clean(folded.original[start:end])
    read = read_deadline(words, issued_on=ANY_DAY)
    if read.wording:
        end = start + (words.find(read.wording) if read.wording in words else len(words))
    return start, start + len(_LEFT_OVER.sub("", folded.original[start:end].rstrip(_AROUND)))


def title(folded: Folded, job: int, deadline: Deadline, point: Point) -> str:
    """Return what is to be done, without who and without a deadline at its end."""
    start, end = folded.span(job, len(folded.text))
    if deadline.wording and point.start + start < deadline.start and deadline.end <= point.end:
        rest = folded.original[deadline.end - point.start : end]
        end = deadline.start - point.start if not rest.strip(_AROUND + "/)") else end
    if start < (label := labels.first_label(folded)) < end:
        end = label
        return _written(labels.without_mark(clean(folded.original[start:end])))
    return _written(clean(folded.original[start:end]).rstrip("/").strip(_AROUND))


def _written(words: str) -> str:
    words = _LEFT_OVER.sub("", words)
    return words[:1].upper() + words[1:]
