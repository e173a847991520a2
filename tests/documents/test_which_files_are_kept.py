"""What is sent is what it says it is, does nothing by itself, and cannot wear the system down."""

from __future__ import annotations

import io
import resource
import time

import pytest

from committee.core import uploads
from committee.core.uploads import examined, harmless_name, read_upload
from committee.domain.errors import DomainError
from tests.documents import samples
from tests.documents.samples import office

SECONDS = 2
MEMORY_MB = 700


@pytest.mark.parametrize(
    ("name", "content", "media_type"),
    [
        ("Kế hoạch 85.pdf", samples.pdf(b"/Pages 2 0 R"), "application/pdf"),
        ("ban do.PDF", samples.pdf(objects=b"1 0 << /Type /Page >>"), "application/pdf"),
        ("a.docx", office("docx"), uploads.FORMS[".docx"].media_type),
        ("a.xlsx", office("xlsx", xl__worksheets__sheet1_dot_xml='<c r="XFD1"/>'), uploads.FORMS[".xlsx"].media_type),
        ("scan.png", samples.png(), "image/png"),
        ("scan.jpg", samples.jpeg(), "image/jpeg"),
        ("scan.jpeg", samples.jpeg(after=b"SEFT of the phone"), "image/jpeg"),
    ],
)
def test_an_honest_file_is_kept(name, content, media_type):
    upload = examined(name, content)

    assert (upload.media_type, upload.content) == (media_type, content)


def test_a_link_that_a_person_clicks_may_lead_outside():
    links = samples.relations("hyperlink", "https://baohiemxahoi.gov.vn")

    examined("a.docx", office("docx", word___rels__document_dot_xml_dot_rels=links))


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("virus.exe", b"MZ", "not kept"),
        ("a.docm", office("docx"), "not kept"),
        ("a.pdf.html", samples.pdf(), "not kept"),
        ("a.svg", b"<svg/>", "not kept"),
        ("khong-co-duoi", b"%PDF-", "not kept"),
        (".pdf", samples.pdf(), "not kept"),
        ("a.pdf", b"", "empty"),
        ("a.pdf", b"\x89PNG\r\n\x1a\n", "not what its ending says"),
        ("a.png", samples.pdf(), "not what its ending says"),
        ("a.docx", office("xlsx"), "not what its ending says"),
        ("a.xlsx", office("docx"), "not what its ending says"),
        ("a.pdf", samples.pdf()[:-6], "damaged"),
        ("a.docx", office("docx")[:-30], "damaged"),
        ("a.png", samples.png()[:-1], "damaged"),
        ("a.png", samples.png() + b"PK\x03\x04", "damaged"),
        ("a.jpg", samples.jpeg()[:-2], "damaged"),
        ("a.jpg", samples.jpeg(after=office("docx")), "embedded"),
        ("a.docx", office("docx", word__vbaProject_dot_bin=b"x"), "macros"),
        ("a.docx", office("docx", content_type="application/vnd.ms-word.document.macroEnabled.main+xml"), "macros"),
        ("a.xlsx", office("xlsx", xl__macrosheets__sheet1_dot_xml="<a/>"), "macros"),
        ("a.docx", office("docx", word__embeddings__oleObject1_dot_bin=b"x"), "embedded"),
        ("a.docx", office("docx", word__media__image1_dot_png=office("xlsx")), "embedded"),
        ("a.docx", office("docx", word__media__image1_dot_png=b"MZ\x90"), "embedded"),
        ("a.docx", office("docx", word__a_dot_xml="<a>"), "damaged"),
        ("a.docx", office("docx", __etc__passwd=b"x"), "damaged"),
        (
            "a.docx",
            office("docx", word___rels__document_dot_xml_dot_rels=samples.relations("image", "https://x.example/a")),
            "from outside",
        ),
        (
            "a.docx",
            office("docx", word___rels__s_dot_xml_dot_rels=samples.relations("attachedTemplate", "//x.example/t")),
            "from outside",
        ),
        ("a.pdf", samples.pdf(b"/OpenAction << /S /JavaScript /JS (app.alert) >>"), "script"),
        ("a.pdf", samples.pdf(b"/OpenAction << /S /J#61vaScript >>"), "script"),
        ("a.pdf", samples.pdf(b"/AA << /S /Launch /F (cmd) >>"), "script"),
        ("a.pdf", samples.pdf(objects=b"1 0 << /S /JavaScript /JS (x) >>"), "script"),
        ("a.pdf", samples.pdf(b"/Names << /EmbeddedFiles 4 0 R >>"), "embedded"),
        ("a.pdf", samples.pdf(b"/Encrypt 9 0 R"), "password"),
    ],
)
def test_row_50_what_is_not_what_it_says_is_refused(name, content, said):
    with pytest.raises(DomainError, match=said):
        examined(name, content)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("bomb.docx", samples.bomb, "unpacks"),
        ("lol.docx", lambda: office("docx", word__a_dot_xml=samples.entities()), "damaged"),
        ("xxe.docx", lambda: office("docx", word__a_dot_xml=samples.fetching()), "damaged"),
        ("xxe.xlsx", lambda: office("xlsx", xl__worksheets__sheet1_dot_xml=samples.fetching()), "damaged"),
        ("wide.xlsx", lambda: office("xlsx", xl__worksheets__s_dot_xml='<c s="1" r="BDWGN1"/>'), "damaged"),
        ("many.docx", lambda: office("docx", **{f"word__{n}": "x" for n in range(1_001)}), "unpacks"),
        ("nested.docx", lambda: office("docx", word__a_dot_zip=office("docx")), "embedded"),
        ("huge.png", lambda: samples.png(50_000, 50_000), "points"),
        ("huge.jpg", lambda: samples.jpeg(60_000, 60_000), "points"),
        ("packed.pdf", lambda: samples.pdf(objects=b" " * 200_000_000), "unpacks"),
        ("names.pdf", samples.endless_names, None),
    ],
)
def test_row_51_a_bomb_is_refused_in_two_seconds_and_bounded_memory(name, content, said):
    made, began, before = content(), time.process_time(), _children()

    if said is None:
        examined(name, made)
    else:
        with pytest.raises(DomainError, match=said):
            examined(name, made)

    after = _children()
    assert time.process_time() - began + after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < SECONDS
    assert after.ru_maxrss / 1024 < MEMORY_MB


def test_a_file_over_the_limit_is_refused_before_it_is_read():
    class Unread(io.BytesIO):
        def read(self, *_size):
            raise AssertionError("it was read")

    with pytest.raises(DomainError, match="larger than"):
        read_upload("a.pdf", Unread(b"%PDF-" + b" " * uploads.MOST_BYTES))


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("Kế hoạch số 85.pdf", "Kế hoạch số 85.pdf"),
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Users\\lan\\Báo cáo.docx", "Báo cáo.docx"),
        ("a\r\nSet-Cookie: x.pdf", "a Set-Cookie x.pdf"),
        ("hoa\u202efdp.exe", "hoafdp.exe"),
        ('a"b<c>.pdf', "a b c.pdf"),
        ("x" * 400 + ".pdf", "x" * 146 + ".pdf"),
        ("Quye\u0302\u0301t \u0111i\u0323nh.pdf", "Quyết định.pdf"),
    ],
)
def test_a_name_becomes_harmless(sent, kept):
    assert harmless_name(sent) == kept


@pytest.mark.parametrize("name", ["KH-85_TỐI MẬT.pdf", "Kế hoạch (mật).pdf", "Kế_hoạch_MẬT.pdf"])
def test_a_file_that_carries_the_stamp_of_a_secret_in_its_name_is_refused(name):
    with pytest.raises(DomainError, match="no secret documents"):
        examined(name, samples.pdf())


def test_a_name_that_only_sounds_so_is_kept():
    assert examined("Kế hoạch bảo mật thông tin_mật độ.pdf", samples.pdf()).name


def _children() -> resource.struct_rusage:
    return resource.getrusage(resource.RUSAGE_CHILDREN)
