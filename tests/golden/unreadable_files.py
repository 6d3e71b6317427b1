"""Files that are no readable workbook, whatever their name says: of another kind, locked, cut off, or made to fill the disk.

Belongs here: their bytes. Does not belong here: workbooks that can be read (``build.py``).
"""

import io
import zipfile

import msoffcrypto
from msoffcrypto.format.ooxml import OOXMLFile

PDF = b"%PDF-1.4\n1 0 obj\n<< >>\nendobj\n%%EOF\n"


def html() -> bytes:
    return "<html><head><meta charset='utf-8'></head><body><table><tr><td>Mã</td></tr></table></body></html>".encode()


def word() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<document/>")
    return out.getvalue()


def encrypted(workbook: bytes) -> bytes:
    out = io.BytesIO()
    OOXMLFile(io.BytesIO(workbook)).encrypt("matkhau", out)
    assert msoffcrypto.OfficeFile(out).is_encrypted()
    return out.getvalue()


def zip_bomb(workbook: bytes) -> bytes:
    out = io.BytesIO(workbook)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        archive.writestr("xl/media/image1.xml", b" " * (20 * 1024 * 1024))
    return out.getvalue()
