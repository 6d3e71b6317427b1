"""Raised signs stay apart from the number or word before them, however the workbook stores its texts."""

from __future__ import annotations

import io
import re
import zipfile

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from assets.intake.phrase import code_key, fold_phrase
from assets.workbooks.cells import read_cells

RAISED, LOWERED, BOLD = InlineFont(vertAlign="superscript"), InlineFont(vertAlign="subscript"), InlineFont(b=True)
TEXTS = {
    "A1": (CellRichText("22", TextBlock(RAISED, "1")), "22¹"),
    "B2": (CellRichText(TextBlock(BOLD, "Kế hoạch"), TextBlock(RAISED, "(2)"), " năm"), "Kế hoạch⁽²⁾ năm"),
    "C3": (CellRichText("H", TextBlock(LOWERED, "2"), "O"), "H2O"),
    "D4": (CellRichText(TextBlock(BOLD, "1"), "03"), "103"),
    "E5": ("22", "22"),
}


def workbook(shared: bool) -> bytes:
    book = openpyxl.Workbook()
    for cell, (text, _) in TEXTS.items():
        book.active[cell] = text
        book.active[cell].data_type = "s"
    out = io.BytesIO()
    book.save(out)
    return _with_shared(out.getvalue()) if shared else out.getvalue()


def _with_shared(data: bytes) -> bytes:
    """The same texts in the table of texts, where office programs put them."""
    old = zipfile.ZipFile(io.BytesIO(data))
    parts = {name: old.read(name) for name in old.namelist()}
    texts: list[bytes] = []

    def moved(match: re.Match[bytes]) -> bytes:
        texts.append(match[2])
        return b'<c%s t="s"><v>%d</v></c>' % (match[1], len(texts) - 1)

    name = "xl/worksheets/sheet1.xml"
    parts[name] = re.sub(rb'<c( r="[A-Z0-9]+"[^>]*?) t="inlineStr"><is>(.*?)</is></c>', moved, parts[name])
    space = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    items = b"".join(b"<si>%s</si>" % text for text in texts)
    parts["xl/sharedStrings.xml"] = b'<sst xmlns="%s" count="%d">%s</sst>' % (space, len(texts), items)
    kind = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
    relation = b'<Relationship Id="rId99" Type="%s" Target="sharedStrings.xml"/></Relationships>' % kind
    parts["xl/_rels/workbook.xml.rels"] = re.sub(rb"<Relationship [^>]*sharedStrings[^>]*/>", b"", parts["xl/_rels/workbook.xml.rels"])
    parts["xl/_rels/workbook.xml.rels"] = parts["xl/_rels/workbook.xml.rels"].replace(b"</Relationships>", relation)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for part, content in parts.items():
            new.writestr(part, content)
    return out.getvalue()


@pytest.mark.parametrize("shared", [False, True])
def test_they_stay_apart(shared: bool) -> None:
    read = read_cells(workbook(shared), "a.xlsx")
    assert {(cell.row_no, cell.col_no): cell.text for cell in read.cells} == {
        (number, number): text for number, (_, text) in enumerate(TEXTS.values(), start=1)
    }


def test_a_mark_is_no_part_of_a_code_or_a_phrase() -> None:
    assert code_key("1.1.2¹") == "1.1.2"
    assert fold_phrase("Điểm tự đánh giá⁽²⁾") == "diem tu danh gia"
