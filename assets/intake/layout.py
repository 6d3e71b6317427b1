"""Form layouts: where a form keeps its columns, as data (``<reference root>/forms/<form>/<from_index_year>.yml``).

Belongs here: loading and validating layouts; a layout holds from its index year until the next file of its form. A
mistake in a file stops loading with the file's name; nothing is skipped with a warning. Does not belong here:
searching a sheet (``header.py``).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

from assets.intake.choices import Choice, read_choices
from assets.intake.number_text import FORMATS
from assets.intake.phrase import fold_phrase, header_key

SHAPES = ("tree", "index", "register")
_NEEDED = {"tree": ("code",), "index": ("year", "unit", "sub_code", "score"), "register": ("code",)}
TYPES = ("key", "number", "text", "date", "choice")
_ONLY_IN_REGISTERS = ("date", "choice")
LINES = ("criteria", "indicators")


class LayoutError(ValueError):
    """A layout file that cannot be used; the message names the file."""


@dataclass(frozen=True)
class Column:
    """One column of a form. ``type``: key (identifies a row), number, text, date or choice (a measure named ``name``). Headers are
    folded.
    """

    name: str
    type: str
    required: bool
    headers: tuple[str, ...]
    label: str
    choices: tuple[Choice, ...] = ()
    """What a choice column accepts, in the order that numbers them from 1."""


@dataclass(frozen=True)
class Layout:
    """One form from one index year on. ``shape`` tree: lines of a criteria set; index: a long table of years, units,
    sub-codes; register: one row per thing (a task, an inspection, a ballot) of one unit and year.

    All phrases are folded by :func:`assets.intake.phrase.fold_phrase`.
    """

    form: str
    from_index_year: int
    shape: str
    number_format: str
    titles: tuple[str, ...]
    sheets: tuple[str, ...]
    unit_keys: tuple[str, ...]
    year_keys: tuple[str, ...]
    made_up_titles: tuple[str, ...]
    columns: tuple[Column, ...]
    totals: tuple[str, ...]
    signatures: tuple[str, ...]
    not_applicable: tuple[str, ...]
    description_vi: str = ""
    """What the form is called, for sentences."""
    description_en: str = ""
    sender_vi: str | None = None
    """Who sends it, when that is not the unit that it is about."""
    lines: str = "criteria"
    """What the lines of a tree are: those of a criteria set, or indicators of the report's catalogue."""

    @property
    def required(self) -> tuple[Column, ...]:
        """The columns without which the form cannot be read."""
        return tuple(column for column in self.columns if column.required)

    @cached_property
    def header_names(self) -> dict[str, tuple[str, int]]:
        """Folded header → (name of its column, rank among the column's alternatives)."""
        return {header: (column.name, rank) for column in self.columns for rank, header in enumerate(column.headers)}

    @cached_property
    def read_before(self) -> dict[str, dict[tuple[object, ...], Any]]:
        """Per column, what its cells were read as before; filled by ``assets.intake.measures``."""
        return {}

    @cached_property
    def headers_before(self) -> dict[object, Any]:
        """Per texts of a row, or two, what they are as a header; filled by ``assets.intake.header``."""
        return {}

    @property
    def key(self) -> tuple[str, int]:
        """What tells layouts apart."""
        return self.form, self.from_index_year


@dataclass(frozen=True)
class Layouts:
    """All layouts, per form in ascending order of their first index year."""

    by_form: dict[str, tuple[Layout, ...]]

    def get(self, form: str, index_year: int | None) -> Layout | None:
        """The layout of a form in a year; without a year the newest; None for an unknown form or a year before the
        first layout.
        """
        found = None
        for layout in self.by_form.get(form, ()):
            if index_year is None or layout.from_index_year <= index_year:
                found = layout
        return found

    def newest(self) -> list[Layout]:
        """The newest layout of each form, in the order of their names."""
        return [self.by_form[form][-1] for form in sorted(self.by_form)]

    @cached_property
    def distinct(self) -> list[Layout]:
        """The newest layouts whose columns differ: looking for one's header finds those of all forms like it."""
        return list({layout.columns: layout for layout in reversed(self.newest())}.values())[::-1]

    @cached_property
    def titles(self) -> list[tuple[str, int, str]]:
        """(phrase between spaces, its length, form) of every title, in the order of :meth:`newest`."""
        return [(f" {phrase} ", len(phrase), layout.form) for layout in self.newest() for phrase in layout.titles]

    @cached_property
    def made_up_titles(self) -> tuple[str, ...]:
        """How a line begins that says that the data are made up, in any form."""
        return tuple(dict.fromkeys(phrase for layout in self.newest() for phrase in layout.made_up_titles))

    @cached_property
    def unit_keys(self) -> frozenset[str]:
        """What stands before the name of a unit, in any form."""
        return frozenset(phrase for layout in self.newest() for phrase in layout.unit_keys)

    @cached_property
    def year_keys(self) -> frozenset[str]:
        """What stands before the year, in any form."""
        return frozenset(phrase for layout in self.newest() for phrase in layout.year_keys)


_YAML = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the C parser is ten times as fast, and not always built in
_PHRASES = ("titles", "sheets", "unit_keys", "year_keys", "made_up_titles", "totals", "signatures", "not_applicable")
_KEYS = {"form", "like", "shape", "lines", "number_format", "description_vi", "description_en", "sender_vi", "columns", *_PHRASES}
_COLUMN_KEYS = {"name", "type", "required", "headers", "choices"}


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
