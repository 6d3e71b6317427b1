"""The files of a bundle that somebody sent, as bytes by name: nothing is unpacked to a path that the bundle names.

Belongs here: reading a folder or a zip, and what is wrong with its hashes. Does not: what the files mean (verify.py).
"""

from __future__ import annotations

import hashlib
import json
import zipfile
from pathlib import Path
from typing import Any

from assets.bundles.data_package import DESCRIPTOR, SUMS, read_sums
from assets.zip_members import ZipRefused, members_of


class BundleUnreadable(Exception):
    """No bundle at all; the message says why, in Vietnamese."""


def read_bundle(path: Path) -> dict[str, bytes]:
    """Content by flat file name. Links and hidden files are left out, so they count as missing. Raises BundleUnreadable."""
    if path.is_dir():
        files = [entry for entry in sorted(path.iterdir()) if entry.is_file() and not entry.is_symlink() and not entry.name.startswith(".")]
        return {entry.name: entry.read_bytes() for entry in files}
    if not path.is_file():
        raise BundleUnreadable(f"không có thư mục hay tệp {path}")
    try:
        members = list(members_of(path))
    except ZipRefused as refused:
        raise BundleUnreadable(f"{path.name}: {refused}") from refused
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise BundleUnreadable(f"{path.name} không phải tệp nén đọc được; có thể tệp chưa tải xong") from error
    tops = {member.path.rpartition("/")[0] for member in members}
    if len(tops) > 1 or any(".." in top.split("/") or top.startswith("/") for top in tops):
        raise BundleUnreadable(f"{path.name}: các tệp phải nằm cùng một thư mục; đây không phải gói do cchc bundle lập")
    found = {member.name: member.content for member in members}
    if len(found) != len(members):
        raise BundleUnreadable(f"{path.name}: có hai thành phần trùng tên")
    return found


def hash_problems(files: dict[str, bytes]) -> list[str]:
    """Sentences in Vietnamese on files that are missing, changed or too many; empty when all hashes fit."""
    if SUMS not in files:
        return [f"thiếu tệp {SUMS}, nên không biết gói có nguyên vẹn không"]
    try:
        stated = read_sums(files[SUMS])
    except (ValueError, UnicodeDecodeError):
        return [f"{SUMS} bị hỏng, không đọc được"]
    told = [f"thiếu tệp {name}" for name in sorted(set(stated) - set(files))]
    for name in sorted(set(stated) & set(files)):
        if hashlib.sha256(files[name]).hexdigest() != stated[name]:
            told.append(f"{name} đã bị thay đổi (mã SHA-256 không khớp {SUMS})")
    told += [f"tệp {name} không có trong {SUMS}" for name in sorted(set(files) - set(stated) - {SUMS})]
    return told + _descriptor_problems(files)


def _descriptor_problems(files: dict[str, bytes]) -> list[str]:
    package = json_of(files, DESCRIPTOR)
    if package is None:
        return [f"{DESCRIPTOR} thiếu hoặc không đọc được"]
    told = []
    for entry in package.get("resources") or []:
        name, stated = str(entry.get("path")), str(entry.get("hash"))
        if name in files and stated != f"sha256:{hashlib.sha256(files[name]).hexdigest()}":
            told.append(f"{name} khác với mô tả trong {DESCRIPTOR}")
        elif name not in files:
            told.append(f"{DESCRIPTOR} mô tả {name} nhưng gói không có tệp này")
    return told


def json_of(files: dict[str, bytes], name: str) -> dict[str, Any] | None:
    """A JSON object of the bundle; None where it is missing or none."""
    try:
        content = json.loads(files[name])
    except (KeyError, ValueError):
        return None
    return content if isinstance(content, dict) else None
