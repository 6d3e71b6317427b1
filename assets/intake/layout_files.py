"""Form layouts as data: ``<reference root>/forms/<form>/<from_index_year>.yml``.

Belongs here: reading and validating the files. A mistake in one stops loading with the file's name; nothing is skipped with a warning.
Does not belong here: what a layout is (``layout.py``).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from assets.intake.choices import read_choices
from assets.intake.layout import LINES, SHAPES, TYPES, Column, Layout, Layouts
from assets.intake.number_text import FORMATS
from assets.intake.phrase import fold_phrase, header_key
from assets.workbooks.workbook_cells import DAY_ZERO

_NEEDED = {"tree": ("code",), "index": ("year", "unit", "sub_code", "score"), "register": ("code",)}
_ONLY_IN_REGISTERS = ("date", "choice")

_YAML = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the C parser is ten times as fast, and not always built in
_PHRASES = ("titles", "sheets", "unit_keys", "year_keys", "made_up_titles", "totals", "signatures", "not_applicable", "nothing")
_KEYS = {"form", "like", "shape", "lines", "number_format", "description_vi", "description_en", "sender_vi", "columns", *_PHRASES}
_COLUMN_KEYS = {"name", "type", "required", "headers", "choices"}


class LayoutError(ValueError):
    """A layout file that cannot be used; the message names the file."""


def load_layouts(folders: list[Path]) -> Layouts:
    """Reads ``forms/*/*.yml`` under each reference root; a later root replaces the same relative path. Raises
    LayoutError.
    """
    files: dict[str, Path] = {}
    for folder in folders:
        for path in sorted((folder / "forms").glob("*/*.yml")):
            files[path.relative_to(folder).as_posix()] = path
    by_form: dict[str, list[Layout]] = {}
    contents = {name: (path, _read(path)) for name, path in files.items()}
    for path, content in contents.values():
        layout = _load(path, _laid_over(path, content, contents))
        by_form.setdefault(layout.form, []).append(layout)
    return Layouts({form: tuple(sorted(found, key=lambda layout: layout.from_index_year)) for form, found in sorted(by_form.items())})


def _read(path: Path) -> dict[str, Any]:
    try:
        raw = yaml.load(path.read_text(encoding="utf-8"), _YAML)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise LayoutError(f"{path}: {error}") from error
    if not isinstance(raw, dict):
        raise LayoutError(f"{path}: not a mapping")
    _only(path, raw, _KEYS)
    return raw


def _laid_over(path: Path, content: dict[str, Any], contents: dict[str, tuple[Path, dict[str, Any]]]) -> dict[str, Any]:
    """A file that is ``like: form/year`` another has that one's keys, but for those that it has itself."""
    if "like" not in content:
        return content
    model = contents.get(f"forms/{content['like']}.yml")
    if model is None or "like" in model[1]:
        raise LayoutError(f"{path}: like {content['like']!r} must name another form's file that stands alone, as form/year")
    return {**model[1], **content}


def _load(path: Path, raw: dict[str, Any]) -> Layout:
    if not path.stem.isdigit():
        raise LayoutError(f"{path}: the file's name must be the first index year")
    if raw.get("form") != path.parent.name:
        raise LayoutError(f"{path}: form {raw.get('form')!r} in the folder {path.parent.name!r}")
    if raw.get("lines", "criteria") not in LINES:
        raise LayoutError(f"{path}: lines must be one of {LINES}")
    if raw.get("shape") not in SHAPES or raw.get("number_format") not in FORMATS:
        raise LayoutError(f"{path}: shape must be one of {SHAPES}, number_format one of {FORMATS}")
    phrases = {key: tuple(fold_phrase(str(text)) for text in _list(path, raw, key)) for key in _PHRASES}
    columns = tuple(_column(path, entry) for entry in _list(path, raw, "columns"))
    headers = [header for column in columns for header in column.headers]
    doubled = {header for header in headers if headers.count(header) > 1}
    if doubled or len({column.name for column in columns}) != len(columns):
        raise LayoutError(f"{path}: a column or header stands twice: {sorted(doubled)}")
    odd = [column.name for column in columns if column.type in _ONLY_IN_REGISTERS and raw["shape"] != "register"]
    if odd:
        raise LayoutError(f"{path}: only a register has columns of type {' or '.join(_ONLY_IN_REGISTERS)}: {', '.join(odd)}")
    absent = [name for name in _NEEDED[raw["shape"]] if not any(c.name == name and c.required for c in columns)]
    if absent:
        raise LayoutError(f"{path}: shape {raw['shape']} needs the required column {', '.join(absent)}")
    return Layout(
        raw["form"],
        int(path.stem),
        raw["shape"],
        raw["number_format"],
        columns=columns,
        description_vi=str(raw.get("description_vi") or raw["form"]),
        description_en=str(raw.get("description_en") or raw["form"]),
        sender_vi=str(raw["sender_vi"]) if raw.get("sender_vi") else None,
        lines=raw.get("lines", "criteria"),
        day_zero=DAY_ZERO,
        **phrases,
    )


def _column(path: Path, entry: Any) -> Column:
    if not isinstance(entry, dict):
        raise LayoutError(f"{path}: a column must be a mapping: {entry!r}")
    _only(path, entry, _COLUMN_KEYS)
    headers = _list(path, entry, "headers")
    if not headers or not entry.get("name") or entry.get("type") not in TYPES:
        raise LayoutError(f"{path}: column {entry.get('name')!r} needs a name, a type of {TYPES} and headers")
    folded = tuple(dict.fromkeys(header_key(str(header)) for header in headers))
    try:
        choices = read_choices(_list(path, entry, "choices"))
    except ValueError as error:
        raise LayoutError(f"{path}: column {entry['name']}: {error}") from error
    if bool(choices) != (entry["type"] == "choice"):
        raise LayoutError(f"{path}: column {entry['name']}: choices belong to the type choice, which cannot be without them")
    return Column(entry["name"], entry["type"], bool(entry.get("required", False)), folded, str(headers[0]), choices)


def _list(path: Path, entry: dict[str, Any], key: str) -> list[Any]:
    found = entry.get(key) or []
    if not isinstance(found, list):
        raise LayoutError(f"{path}: {key} must be a list")
    return found


def _only(path: Path, entry: dict[str, Any], keys: set[str]) -> None:
    unknown = sorted(map(str, set(entry) - keys))
    if unknown:
        raise LayoutError(f"{path}: unknown key {', '.join(unknown)}; known: {', '.join(sorted(keys))}")
