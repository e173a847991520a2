"""Small files of every kind that is kept, and what people with bad intentions make of them."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

CONTENT_TYPES = "[Content_Types].xml"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
MAIN = {"docx": ("word/document.xml", WORD), "xlsx": ("xl/workbook.xml", EXCEL)}
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def office(kind: str, *, content_type: str = "", packed: int = zipfile.ZIP_DEFLATED, **parts: bytes | str) -> bytes:
    """Return a Word or Excel file with further parts; "__" in a name stands for a slash, "_dot_" for a dot."""
    main, usual = MAIN[kind]
    types = f'<Types><Override PartName="/{main}" ContentType="{content_type or usual}"/></Types>'
    inside = {CONTENT_TYPES: types, main: "<document><p>Kế hoạch</p></document>"}
    inside |= {name.replace("__", "/").replace("_dot_", "."): text for name, text in parts.items()}
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", packed) as package:
        for name, text in inside.items():
            package.writestr(name, text)
    return made.getvalue()


def pdf(body: bytes = b"", *, objects: bytes = b"") -> bytes:
    """Return a small PDF with `body` among its objects, and `objects` in a packed stream of objects."""
    packed = zlib.compress(objects)
    stream = (
        b"3 0 obj\n<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream\nendobj\n"
    )
    inside = stream % (len(packed), packed) if objects else b""
    return b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog " + body + b" >>\nendobj\n" + inside + b"startxref\n9\n%%EOF\n"


def png(width: int = 2, height: int = 2) -> bytes:
    """Return a PNG that says it has these points."""
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    points = zlib.compress(b"\0\0\0" * 2)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", points) + _chunk(b"IEND", b"")


def jpeg(width: int = 2, height: int = 2, after: bytes = b"") -> bytes:
    """Return a JPEG that says it has these points, with something after its end."""
    frame = b"\xff\xc0" + struct.pack(">HBHHB", 11, 8, height, width, 1) + b"\x01\x11\x00"
    scan = b"\xff\xda" + struct.pack(">HB", 8, 1) + b"\x01\x00\x00\x3f\x00" + b"\x12\xff\x00\x34"
    return b"\xff\xd8" + b"\xff\xe0" + struct.pack(">H", 4) + b"JF" + frame + scan + b"\xff\xd9" + after


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def relations(kind: str, target: str) -> str:
    """Return the links of a part, one of which is fetched from outside."""
    one = f'<Relationship Type="{RELATION}/{kind}" Target="{target}" TargetMode="External"/>'
    return f"<Relationships>{one}</Relationships>"


def bomb() -> bytes:
    """Return 200 MB of zeros as a part of a Word file."""
    return office("docx", word__media__image1_dot_emf=b"\0" * 200_000_000)


def entities() -> str:
    """Return XML that grows to three billion letters where entities are filled in."""
    lines = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    return f'<!DOCTYPE a [<!ENTITY l0 "lol">{lines}]><a>&l9;</a>'


def fetching() -> str:
    """Return XML that reads a file of the machine where entities are filled in."""
    return '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'


def endless_names() -> bytes:
    """Return a PDF that makes a careless search go back again and again."""
    return pdf(b"/" + b"#4" * 1_000_000 + b" stream" * 100_000)
