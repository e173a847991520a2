"""The types of documents with their abbreviations. Data for a person to read.

Source: docs/domain.md, "Documents" (Decree 30/2020, Appendix III). Those of the last group are not numbered by a
committee: they come from above and are cited.
"""

from __future__ import annotations

from dataclasses import dataclass

from committee.domain.errors import DomainError
from committee.domain.text import clean, search_key


@dataclass(frozen=True)
class DocumentType:
    """A type of document. `abbreviation` stands in its symbol, "" where it has none; `also` is its other name."""

    code: str
    name: str
    abbreviation: str = ""
    also: str = ""


TYPES = (
    DocumentType("official_letter", "Công văn", also="CV"),
    DocumentType("decision", "Quyết định", "QĐ"),
    DocumentType("conclusion_notice", "Thông báo kết luận", "TB"),
    DocumentType("notice", "Thông báo", "TB"),
    DocumentType("plan", "Kế hoạch", "KH"),
    DocumentType("report", "Báo cáo", "BC"),
    DocumentType("directive", "Chỉ thị", "CT"),
    DocumentType("resolution", "Nghị quyết", "NQ"),
    DocumentType("proposal", "Tờ trình", "TTr"),
    DocumentType("regulation", "Quy chế", "QC"),
    DocumentType("rules", "Quy định", "QyĐ"),
    DocumentType("guidance", "Hướng dẫn", "HD"),
    DocumentType("programme", "Chương trình", "CTr"),
    DocumentType("minutes", "Biên bản", "BB"),
    DocumentType("invitation", "Giấy mời", "GM"),
    DocumentType("telegram", "Công điện", "CĐ"),
    DocumentType("communique", "Thông cáo", "TC"),
    DocumentType("scheme", "Đề án", "ĐA"),
    DocumentType("option", "Phương án", "PA"),
    DocumentType("project", "Dự án", "DA"),
    DocumentType("contract", "Hợp đồng", "HĐ"),
    DocumentType("memorandum", "Bản ghi nhớ", "BGN"),
    DocumentType("agreement", "Bản thỏa thuận", "BTT"),
    DocumentType("authorisation", "Giấy ủy quyền", "GUQ"),
    DocumentType("introduction", "Giấy giới thiệu", "GGT"),
    DocumentType("leave", "Giấy nghỉ phép", "GNP"),
    DocumentType("sending_slip", "Phiếu gửi", "PG"),
    DocumentType("transfer_slip", "Phiếu chuyển", "PC"),
    DocumentType("notification_slip", "Phiếu báo", "PB"),
    DocumentType("formal_letter", "Thư công"),
    DocumentType("conclusion", "Kết luận", "KL"),
    DocumentType("law", "Luật"),
    DocumentType("decree", "Nghị định", "NĐ"),
    DocumentType("circular", "Thông tư", "TT"),
    DocumentType("other", "Văn bản khác"),
)
BY_CODE = {one.code: one for one in TYPES}


def read_type(said: str) -> DocumentType:
    """Return the type a person names by its name, with or without marks, its abbreviation or its code."""
    wanted = clean(said)
    ways = (
        lambda one: one.code == wanted.casefold(),
        lambda one: one.name.casefold() == wanted.casefold(),
        lambda one: wanted.casefold() in {one.abbreviation.casefold(), one.also.casefold()} - {""},
        lambda one: search_key(one.name) == search_key(wanted),
    )
    for is_meant in ways:
        found = [one for one in TYPES if is_meant(one)]
        if found:
            # "TB" is the notice; a notice of conclusions says so by its name.
            return found[-1]
    raise DomainError(
        "There is no such type of document; the types are: %(known)s.",
        read=wanted or None,
        known=", ".join(one.name for one in TYPES),
    )
