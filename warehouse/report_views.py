"""The views with Vietnamese names (schema `bao_cao`): report_views.yml held against the contracts, and the statements that make them.

Belongs here: reading and refusing that file, SQL and comments that follow from it. Does not: what the tables hold (models, contracts).
A view shows one table whole, under other names: whoever may read the table may read the view, and nobody sees more.
"""

from __future__ import annotations

import functools
import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import yaml

from warehouse.contract import Column, Contract, ContractError, load_contracts, quoted

REPORT_VIEWS = Path(__file__).with_name("report_views.yml")
SCHEMA = "bao_cao"
_NAME = re.compile(r"[a-z][a-z0-9_]*")
_KEYS = ("shows", "description_vi", "description_en", "columns")


@dataclass(frozen=True)
class ReportView:
    """One table under Vietnamese names; `names` has one for each column of the contract, in its order."""

    name: str
    shows: Contract
    description_vi: str
    description_en: str
    names: tuple[str, ...]

    @property
    def view(self) -> str:
        return f"{SCHEMA}.{self.name}"

    @property
    def columns(self) -> list[tuple[str, Column]]:
        """Vietnamese name and what the contract says of the column."""
        return list(zip(self.names, self.shows.columns, strict=True))

    def statements(self) -> list[str]:
        """CREATE VIEW and a comment on the view and on each column: Vietnamese, unit, and the English name."""
        listed = ", ".join(f'"{column.name}" AS {name}' for name, column in self.columns)
        made = [f"CREATE OR REPLACE VIEW {self.view} AS SELECT {listed} FROM {self.shows.table}"]
        made.append(f"COMMENT ON VIEW {self.view} IS {quoted(f'{self.description_vi} / {self.description_en} ({self.shows.table})')}")
        for name, column in self.columns:
            unit = f" [{column.unit}]" if column.unit else ""
            made.append(f"COMMENT ON COLUMN {self.view}.{name} IS {quoted(f'{column.vi}{unit} / {column.en} ({column.name})')}")
        return made


def read_report_views(path: Path, contracts: Mapping[str, Contract]) -> tuple[ReportView, ...]:
    """The views of a file, in its order. Raises ContractError, which names file and line."""
    try:
        root = yaml.compose(path.read_text(encoding="utf-8"), yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise ContractError(f"{path}, dòng {line}: không đọc được tệp YAML ({error.problem})") from error
    if root is None:
        raise ContractError(f"{path}, dòng 1: tệp trống; cần có words và views")
    reader = _Reader(path)
    parts = dict(reader.pairs(root, ("words", "views")))
    if missing := {"words", "views"} - set(parts):
        raise reader.wrong(root, f"thiếu {', '.join(sorted(missing))}")
    words = dict(reader.names(parts["words"]))
    views = tuple(_view(reader, name, node, words, contracts) for name, node in reader.pairs(parts["views"]))
    used = {column.name for view in views for column in view.shows.columns}
    for name, node in reader.pairs(parts["words"]):
        if name not in used:
            raise reader.wrong(node, f"không bảng nào được cho thấy có cột {name}; hãy bỏ dòng này hoặc sửa tên")
    return views


def _view(reader: _Reader, name: str, node: yaml.Node, words: Mapping[str, str], contracts: Mapping[str, Contract]) -> ReportView:
    if not _NAME.fullmatch(name):
        raise reader.wrong(node, f"tên khung nhìn {name!r} phải là chữ thường không dấu, chữ số, dấu gạch dưới")
    parts = dict(reader.pairs(node, _KEYS))
    if missing := set(_KEYS[:3]) - set(parts):
        raise reader.wrong(node, f"{name} thiếu {', '.join(sorted(missing))}")
    shown = reader.text(parts["shows"])
    if shown not in contracts:
        raise reader.wrong(parts["shows"], f"{name}: không có bảng {shown}")
    contract = contracts[shown]
    own = dict(reader.names(parts["columns"])) if "columns" in parts else {}
    known = [column.name for column in contract.columns]
    if strange := set(own) - set(known):
        raise reader.wrong(parts["columns"], f"{name}: {shown} không có cột {', '.join(sorted(strange))}")
    chosen = {**words, **own}
    if unnamed := [column for column in known if column not in chosen]:
        raise reader.wrong(node, f"{name}: cột {', '.join(unnamed)} của {shown} chưa có tên tiếng Việt; thêm vào words")
    names = tuple(chosen[column] for column in known)
    if twice := sorted({each for each in names if names.count(each) > 1}):
        raise reader.wrong(node, f"{name}: hai cột cùng mang tên {', '.join(twice)}; đặt tên riêng trong columns của khung nhìn này")
    return ReportView(name, contract, reader.text(parts["description_vi"]), reader.text(parts["description_en"]), names)


class _Reader:
    """YAML nodes of one file, refused with their line."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def wrong(self, node: yaml.Node, what: str) -> ContractError:
        return ContractError(f"{self.path}, dòng {node.start_mark.line + 1}: {what}")

    def pairs(self, node: yaml.Node, allowed: tuple[str, ...] | None = None) -> Iterator[tuple[str, yaml.Node]]:
        if not isinstance(node, yaml.MappingNode):
            raise self.wrong(node, "ở đây phải là các cặp khóa: giá trị")
        seen: set[str] = set()
        for key_node, value in node.value:
            key = self.text(key_node)
            if key in seen:
                raise self.wrong(key_node, f"{key} viết hai lần")
            if allowed is not None and key not in allowed:
                raise self.wrong(key_node, f"không có khóa {key}; chỉ có {', '.join(allowed)}")
            seen.add(key)
            yield key, value

    def text(self, node: Any) -> str:
        if not isinstance(node, yaml.ScalarNode) or not node.value.strip():
            raise self.wrong(node, "ở đây phải là một đoạn chữ, không để trống")
        return str(node.value)

    def names(self, node: yaml.Node) -> Iterator[tuple[str, str]]:
        for column, named in self.pairs(node):
            name = self.text(named)
            if not _NAME.fullmatch(name):
                raise self.wrong(named, f"{column}: {name!r} phải là chữ thường không dấu, chữ số, dấu gạch dưới, bắt đầu bằng chữ")
            yield column, name


@functools.cache
def load_report_views() -> tuple[ReportView, ...]:
    """The views of this package. Raises ContractError."""
    return read_report_views(REPORT_VIEWS, load_contracts())


def views_digest() -> str:
    """A hash of all statements: other names or comments reach people only with a new release."""
    return hashlib.sha256("\n".join(statement for view in load_report_views() for statement in view.statements()).encode()).hexdigest()


def make_report_views(con: duckdb.DuckDBPyConnection) -> None:
    """Make all views anew, and no other in their schema."""
    con.execute(f"DROP SCHEMA IF EXISTS {SCHEMA} CASCADE")
    con.execute(f"CREATE SCHEMA {SCHEMA}")
    con.execute(";\n".join(statement for view in load_report_views() for statement in view.statements()))
