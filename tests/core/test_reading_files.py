"""A file of rows is read with its places, or refused with all that is wrong with it."""

import random
from datetime import date
from pathlib import Path

import pytest

from committee.core.tabular import (
    COMMAND_LINE,
    Column,
    Limits,
    Refusals,
    Row,
    read_table,
    refuse_duplicates,
)
from committee.domain.errors import DomainError, Place, Refused
from tests.core.workbooks import HEAD, SHEET, repacked, with_sheet_data, workbook

COLUMNS = [Column("code", required=True), Column("name", required=True), Column("value"), Column("note")]
CSV = "code,name,value\n00004,Xã Tân Phú,67.942\n00007,Hoà An,\n"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512)


def read(content, filename="donvi.csv", **options):
    content = content.encode() if isinstance(content, str) else content
    return read_table(content, filename, columns=COLUMNS, **options)


def refused(content, filename="donvi.csv", **options):
    with pytest.raises(Refused) as refusal:
        read(content, filename, **options)
    return list(refusal.value)


def cells(rows):
    return [(row.number, row.cells["code"], row.cells["name"], row.cells["value"]) for row in rows]


EXPECTED = [(2, "00004", "Xã Tân Phú", "67.942"), (3, "00007", "Hoà An", None)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_csv_is_read_in_the_encodings_offices_save_it_in(encoding, delimiter, newline):
    content = CSV.replace(",", delimiter).replace("\n", newline).encode(encoding)

    assert cells(read(content)) == EXPECTED


def test_windows_1258_is_recognised():
    # The code page writes some letters as a letter and a tone behind it.
    content = "code,name,value\n00004,Xa\u0303 Tân Phu\u0301,67.942\n00007,Hoa\u0300 An,\n".encode("cp1258")

    rows = read(content)

    assert [row.cells["name"] for row in rows] == ["Xã Tân Phú", "Hoà An"]


def test_a_damaged_utf8_file_is_not_taken_for_windows_1258():
    content = CSV.encode().replace("Hoà".encode(), b"Ho\xff")

    (error,) = refused(content)

    assert "CSV UTF-8" in str(error)


def test_the_file_is_read_from_a_path_too(tmp_path: Path):
    path = tmp_path / "đơn vị.csv"
    path.write_text(CSV, encoding="utf-8")

    assert cells(read_table(path, path.name, columns=COLUMNS)) == EXPECTED
    with pytest.raises(Refused, match="1 refusals") as refusal:
        read_table(tmp_path / "không có.csv", "không có.csv", columns=COLUMNS)
    assert "no such file" in str(refusal.value.errors[0])


def test_the_head_alone_decides_the_delimiter():
    rows = read('code;name;value\n00004;"a,b,c,d,e";1,5\n')

    assert cells(rows) == [(2, "00004", "a,b,c,d,e", "1,5")]


def test_a_line_break_in_quotes_and_blank_rows_keep_the_row_numbers():
    rows = read('code,name,value\n00004,"Xã\nTân Phú",1\n\n,,\n00007,Hoà An,2\n')

    assert cells(rows) == [(2, "00004", "Xã Tân Phú", "1"), (5, "00007", "Hoà An", "2")]


def test_column_names_are_compared_without_case_and_in_any_order():
    rows = read("\ufeffVALUE, Name ,Code\n5,Hoà An,00007\n")

    assert cells(rows) == [(2, "00007", "Hoà An", "5")]
    assert rows[0].cells["note"] is None


def test_a_wrong_head_is_refused_with_everything_that_is_wrong():
    errors = refused("name,Name,tên\nHoà An,b,c\n")

    assert [(e.place, str(e)) for e in errors] == [
        (Place("donvi.csv", 1, "B"), "The column “name” stands in the head twice."),
        (
            Place("donvi.csv", 1, "C"),
            "There is no column “tên” here; the columns are: code, name, value, note.",
        ),
        (Place("donvi.csv", 1), "The column “code” is missing."),
    ]


def test_a_row_longer_than_the_head_is_refused_and_the_others_are_still_looked_at():
    errors = refused("code,name,value\n00004,Xã A, B,\n00007,Hoà\x07An,1\n")

    assert [(e.place, e.message.split(":")[0]) for e in errors] == [
        (Place("donvi.csv", 2), "The row has %(cells)d cells, the head has %(columns)d"),
        (
            Place("donvi.csv", 3, "name"),
            "Character %(position)d is an invisible control character (%(code)s)",
        ),
    ]


@pytest.mark.parametrize(
    ("content", "filename", "why"),
    [
        (b"", "a.csv", "The file is empty"),
        (b"\xef\xbb\xbf\r\n", "a.csv", "The file is empty"),
        (b"", "a.xlsx", "The file is empty"),
        (b"code,name\n", "a.csv", "no rows"),
        (b'code,name\n1,"open\n2,b\n', "a.csv", "quotation marks"),
        (b"code,name\n1,\x81\x8d\n", "a.csv", "CSV UTF-8"),
        (CSV.encode("utf-16-le"), "a.csv", "CSV UTF-8"),
        (b"PK\x03\x04....", "a.csv", "not a CSV file"),
        (OLE, "a.csv", "not a CSV file"),
        (OLE, "a.xlsx", "has a password"),
        (b"PK\x03\x04....", "a.xlsx", "not an .xlsx file"),
        (b"code,name\n1,b\n", "a.xlsx", "not an .xlsx file"),
        (OLE, "a.xls", "old .xls form"),
        (b"PK\x03\x04", "a.XLSM", "with macros"),
        (b"{}", "a.json", "Only .xlsx and .csv"),
        (b"code,name", "a", "Only .xlsx and .csv"),
        ("code,name\n1,X· T©n Phó\n".encode("latin-1"), "a.csv", "old font code TCVN3"),
        ("code,name\n1,Xaõ Taân Phuù\n", "a.csv", "old font code VNI"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_advice(content, filename, why):
    errors = refused(content, filename)

    assert [why in str(error) for error in errors] == [True]
    assert errors[0].place.file == filename


def test_a_workbook_is_read_with_its_kinds_of_values():
    content = workbook(
        HEAD, (4, "Xã Tân Phú", 67942), ("00007", " Hoà  An ", 383.9), (None, None, None), ("1", "b", date(2025, 7, 1))
    )

    rows = read(content, "donvi.xlsx")

    assert cells(rows) == [
        (2, 4, "Xã Tân Phú", 67942),
        (3, "00007", "Hoà An", 383.9),
        (5, "1", "b", date(2025, 7, 1)),
    ]
    assert type(rows[0].cells["value"]) is int


def test_a_percent_format_is_handed_on():
    content = workbook(
        HEAD,
        ("1", "a", 0.7248),
        ("2", "b", 0.5),
        ("3", "c", 7),
        formats={"C2": "0.00%", "C3": "[Red]0.0%", "C4": '0" %"'},
    )

    rows = read(content, "donvi.xlsx")

    assert [row.formats for row in rows] == [{"value": "0.00%"}, {"value": "[Red]0.0%"}, {}]


def test_a_formula_without_its_value_and_an_error_value_are_refused_and_never_blank():
    content = repacked(
        workbook(HEAD, ("1", "a", "=1+1"), ("2", "b", "#N/A"), ("3", "c", 5), (None, None, "=SUM(C2:C4)")),
        replace={SHEET: lambda xml: xml.replace(b"<f>1+1</f><v />", b"<f>1+1</f><v>2</v>")},
    )

    errors = refused(content, "donvi.xlsx")

    assert [(e.place.row, e.place.column, e.read) for e in errors] == [(3, "value", "#N/A"), (5, "value", None)]
    assert "open the file in Excel and save it" in str(errors[1])


@pytest.mark.parametrize("cell", ["<v>#REF!</v>", "<v></v>", "", "<f>1/0</f><v>#DIV/0!</v>"])
def test_every_error_cell_is_refused_whatever_it_holds(cell):
    content = with_sheet_data(
        '<row><c t="inlineStr"><is><t>code</t></is></c><c t="inlineStr"><is><t>name</t></is></c></row>'
        f'<row><c><v>1</v></c><c t="e">{cell}</c></row>'
    )

    (error,) = refused(content, "donvi.xlsx")

    assert "shows an error" in str(error)
    assert (error.place.row, error.place.column) == (2, "name")


def test_a_formula_with_its_value_is_that_value_even_an_empty_text():
    content = with_sheet_data(
        '<row><c t="inlineStr"><is><t>code</t></is></c><c t="inlineStr"><is><t>name</t></is></c></row>'
        '<row><c t="str"><f>1&amp;2</f><v>12</v></c><c t="str"><f>""</f><v></v></c></row>'
    )

    assert [(row.cells["code"], row.cells["name"]) for row in read(content, "donvi.xlsx")] == [("12", None)]


def test_two_sheets_with_content_are_refused_by_name_and_an_empty_second_one_is_not():
    row = ("1", "a", 5)

    (error,) = refused(workbook(HEAD, row, sheets={"Ghi chú": [["x"]]}), "donvi.xlsx")

    assert error.params["sheets"] == "Sheet, Ghi chú"
    assert len(read(workbook(HEAD, row, sheets={"Sheet2": []}), "donvi.xlsx")) == 1


def test_a_value_under_no_name_is_refused():
    errors = refused(workbook(HEAD, ("1", "a", 5, None, "Người lập biểu")), "donvi.xlsx")

    assert [(e.place.row, e.place.column, e.read) for e in errors] == [(2, "E", "Người lập biểu")]


def test_a_macro_hidden_in_an_xlsx_is_refused():
    content = repacked(workbook(HEAD, ("1", "a", 5)), add={"xl/vbaProject.bin": b"x"})

    assert "with macros" in str(refused(content, "donvi.xlsx")[0])


def test_a_small_package_of_zeros_is_refused_before_it_is_unpacked():
    content = repacked(workbook(HEAD, ("1", "a", 5)), add={"xl/media/zeros.bin": bytes(50_000_000)})

    assert len(content) < 100_000
    assert "unpacks to more" in str(refused(content, "donvi.xlsx")[0])


def test_what_a_package_claims_about_its_size_is_not_believed():
    content = bytearray(repacked(workbook(HEAD, ("1", "a", 5)), add={"xl/media/zeros.bin": bytes(5_000_000)}))
    directory = content.rindex(b"xl/media/zeros.bin") - 46
    content[directory + 24 : directory + 28] = (100).to_bytes(4, "little")

    assert refused(bytes(content), "donvi.xlsx")


def test_too_many_parts_are_refused():
    parts = {f"xl/media/{number}.png": b"x" for number in range(60)}

    assert "unpacks to more" in str(refused(repacked(workbook(HEAD), add=parts), "donvi.xlsx")[0])


@pytest.mark.parametrize("far", ["A1048576", "XFD1", "XFD1048576", "BI2", "A50002"])
def test_a_lone_cell_far_out_is_refused_without_filling_the_space_between(far):
    content = with_sheet_data(f'<row r="1"><c r="A1"><v>1</v></c></row><row><c r="{far}"><v>1</v></c></row>')

    assert "at most 50000 rows and 60 columns" in str(refused(content, "donvi.xlsx")[0])


@pytest.mark.parametrize(
    "prologue",
    [
        '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>',
        '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
    ],
)
def test_a_workbook_with_entities_is_refused(prologue):
    content = repacked(workbook(HEAD, ("1", "a", 5)), replace={SHEET: lambda xml: prologue.encode() + xml})

    assert "damaged" in str(refused(content, "donvi.xlsx")[0])


def test_limits_hold_for_csv_and_are_wider_on_the_command_line():
    rows = "code,name\n" + "1,a\n" * 11

    assert "at most 10 rows" in str(refused(rows, limits=Limits(rows=10))[0])
    assert "at most 1 columns" in str(refused("code,name\n1,a\n", limits=Limits(columns=1))[0])
    large = "code,name\n" + "1," + "x" * 100_000 + "\n"
    assert "larger than 5 MB" in str(refused(large + large[10:] * 60)[0])
    assert len(read(large + large[10:] * 60, limits=COMMAND_LINE)) == 61


def test_rows_with_the_same_key_are_refused_naming_both():
    rows = read("code,name\n1,a\n2,b\n1,c\n1,d\n")

    with pytest.raises(Refused) as refusal:
        refuse_duplicates(rows, lambda row: row.cells["code"], column="code")

    assert [(e.place.row, e.params["first"]) for e in refusal.value] == [(4, 2), (5, 2)]


def test_refusals_are_collected_with_their_places():
    refusals = Refusals()

    with refusals.at(Place("a.csv", 2, "value")):
        raise DomainError("The code is missing.")
    with refusals.at(Place("a.csv", 3)):
        raise Refused([DomainError("The code is missing.", place=Place("a.csv", 3, "code"))])

    assert [e.place for e in refusals.errors] == [Place("a.csv", 2, "value"), Place("a.csv", 3, "code")]
    with pytest.raises(Refused):
        refusals.raise_if_any()


def test_a_cell_is_taken_as_text_only_if_nothing_is_lost():
    row = Row("a.xlsx", 2, {"code": None, "name": "Hoà An", "value": 912, "note": 1.5})

    assert [row.text(name) for name in ("code", "name", "value")] == ["", "Hoà An", "912"]
    with pytest.raises(DomainError, match="Text is needed") as refusal:
        row.text("note")
    assert refusal.value.place == Place("a.xlsx", 2, "note")


def _survives_damage(rounds):
    chance = random.Random(20261121)
    whole = workbook(HEAD, *((str(n), f"Xã {n}", n * 1.5) for n in range(20)))
    for _ in range(rounds):
        content = bytearray(whole)
        for _ in range(chance.randint(1, 6)):
            content[chance.randrange(len(content))] = chance.randrange(256)
        try:
            read(bytes(content), "donvi.xlsx")
        except Refused:
            continue


def _survives_a_damaged_sheet(rounds):
    chance = random.Random(20261122)
    whole = workbook(HEAD, *((str(n), f"Xã {n}", n * 1.5) for n in range(5)), formats={"C2": "0.0%"})

    def damaged(xml):
        content = bytearray(xml)
        for _ in range(chance.randint(1, 4)):
            at = chance.randrange(len(content))
            content[at : at + chance.randint(0, 4)] = chance.choice([b"", b"9", b"<", b'"', b"A", b"<v>", b"r="])
        return bytes(content)

    for part in (SHEET, "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml"):
        for _ in range(rounds // 4):
            content = repacked(whole, replace={part: damaged})
            try:
                read(content, "donvi.xlsx")
            except Refused:
                continue


def test_a_damaged_workbook_is_read_or_refused():
    _survives_damage(150)
    _survives_a_damaged_sheet(200)


@pytest.mark.long
def test_ten_thousand_damaged_workbooks_are_read_or_refused():
    _survives_damage(5_000)
    _survives_a_damaged_sheet(5_000)


def test_a_head_that_is_far_too_wide_is_refused_once() -> None:
    found = refused("x," * 100_000 + "\n")

    assert [str(one) for one in found] == ["A file may have at most 60 columns."]
