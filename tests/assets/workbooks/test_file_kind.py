"""Formats told apart by content."""

import io
import struct
import zipfile

import pytest

from assets.workbooks.csv_cells import read_csv
from assets.workbooks.file_kind import detect
from assets.workbooks.ole2 import open_ole2
from assets.workbooks.unreadable import UnreadableFile
from tests.golden.build import CASES


def problem(data):
    with pytest.raises(UnreadableFile) as error:
        detect(data)
    assert error.value.detail_vi and error.value.detail_en
    return error.value.problem


def zipped(**members):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/"), content)
    return out.getvalue()


def test_known_formats():
    for case, file_format in (("clean_xlsx", "xlsx"), ("clean_xls", "xls"), ("clean_ods", "ods"), ("csv_utf16", "csv")):
        assert detect(CASES[case][1]()) == file_format
    assert detect("mã;điểm\n1;2".encode("utf-16-le")) == "csv"


def test_what_is_not_read():
    assert problem(b"") == "empty_file"
    assert problem(b"%PDF-1.7") == "unsupported_format"
    assert problem(b"\xef\xbb\xbf <html><table>") == "unsupported_format"
    assert problem(b"{\\rtf1") == "unsupported_format"
    assert problem(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x01\x02\x03") == "unsupported_format"
    assert problem(zipped(**{"word/document.xml": "<a/>"})) == "unsupported_format"
    assert problem(zipped(**{"xl/workbook.bin": "x"})) == "unsupported_format"
    assert problem(zipped(a="x")) == "unsupported_format"
    assert problem(CASES["encrypted"][1]()) == "encrypted"


@pytest.mark.parametrize(
    ("data", "advice"),
    [
        (b"\r\n\xef\xbb\xbf%PDF-1.7", "PDF"),
        (zipped(**{"word/document.xml": "<a/>"}), "Word"),
        (zipped(mimetype="application/vnd.oasis.opendocument.text"), "Word"),
        (b"{\\rtf1", "RTF"),
        ("<!DOCTYPE html><html><table>".encode("utf-16"), "HTML"),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n\r\n<html>", "HTML"),
        (b"Rar!\x1a\x07\x01\x00", "giải nén"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(range(256)), "ảnh"),
    ],
    ids=["pdf", "docx", "odt", "rtf", "html", "mhtml", "rar", "jpeg"],
)
def test_each_kind_gets_its_own_advice(data, advice):
    with pytest.raises(UnreadableFile) as error:
        detect(data)
    assert error.value.problem == "unsupported_format" and advice in error.value.detail_vi
    assert ("xuất lại từ Excel" in error.value.detail_vi) == (advice in ("PDF", "Word", "RTF", "ảnh"))


def test_encrypted_ods_and_xls():
    mimetype = "application/vnd.oasis.opendocument.spreadsheet"
    assert problem(zipped(mimetype=mimetype, **{"META-INF/manifest.xml": "<m:encryption-data/>"})) == "encrypted"
    data = CASES["clean_xls"][1]()
    workbook = open_ole2(data).read("Workbook")
    first = data.index(workbook[:16])
    second = first + 4 + struct.unpack_from("<H", workbook, 2)[0]
    assert problem(data[:second] + b"\x2f\x00" + data[second + 2 :]) == "encrypted"


def test_dangerous_zips():
    assert problem(zipped(**{"xl/workbook.xml": "<a/>", "xl/big.bin": b" " * (20 * 2**20)})) == "corrupt"
    many = {f"m{number}": "" for number in range(2100)}
    assert problem(zipped(**{"xl/workbook.xml": "<a/>"}, **many)) == "corrupt"
    honest = zipped(**{"xl/workbook.xml": b"<a/>" * 1000})
    lying = honest.replace(struct.pack("<I", 4000), struct.pack("<I", 40))
    assert lying != honest and problem(lying) == "corrupt"


def test_truncated_files():
    for case in ("clean_xlsx", "clean_ods", "clean_xls"):
        data = CASES[case][1]()
        assert problem(data[: len(data) // 3]) == "corrupt"


@pytest.mark.parametrize(
    ("data", "texts"),
    [
        (b"a,b\n1,2\n", ["a", "b", "1", "2"]),
        ("mã;tên\n1;\"a;b\n,c\"\n".encode("utf-8-sig"), ["mã", "tên", "1", "a;b\n,c"]),
        (b"a\tb\r\n1,5\t2\r\n", ["a", "b", "1,5", "2"]),
        (b"sep=;\na,x;b\n", ["a,x", "b"]),
        ("mã,b\n".encode("utf-16-be"), ["mã", "b"]),
        (b"a|b\n1,5|2\n", ["a", "b", "1,5", "2"]),
        (b"x, y\na;0,5\nb;1\nc;2\n", ["x, y", "a", "0,5", "b", "1", "c", "2"]),
    ],
)  # fmt: skip
def test_csv(data, texts):
    workbook = read_csv(data)
    assert [cell.text for cell in workbook.cells] == texts
    assert {cell.kind for cell in workbook.cells} == {"text"} and workbook.sheets[0].name == "csv"
    assert (workbook.cells[-1].row_no, workbook.cells[0].row_no) == ({2: 1, 7: 4}.get(len(texts), 2), 1)


def test_csv_in_another_encoding_gets_advice():
    with pytest.raises(UnreadableFile, match="UTF-8") as error:
        read_csv("Mã,Điểm\n1,tỉnh".encode().replace(b"\xc4\x90", b"\xd0"))
    assert error.value.problem == "corrupt"
    with pytest.raises(UnreadableFile, match="zero characters"):
        read_csv(b"a;b\n" + b" " * 5000 + b"\x00;1\n")
    with pytest.raises(UnreadableFile, match="malformed"):
        read_csv(b'a,b\n"1,2\n')
