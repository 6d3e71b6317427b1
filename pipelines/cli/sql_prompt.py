"""`cchc sql` without a query: a prompt that keeps its history, completes names, and goes on after an error.

Belongs here: the loop, its commands, showing results. Does not: opening the file and running a query (sql.py), completion, errors.
"""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import duckdb
from prompt_toolkit import PromptSession
from prompt_toolkit.filters import completion_is_selected
from prompt_toolkit.history import FileHistory, History, InMemoryHistory
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent

from pipelines.cli.printing import NARROW, console, print_rows, shown, table
from pipelines.cli.sql_catalogue import Catalogue, catalogue_of, plain
from pipelines.cli.sql_completion import QueryCompleter
from pipelines.cli.sql_errors import told
from warehouse.wording import Wording

MOST_ROWS = 200
"""Rows that are shown of a result; of one that is shown row by row below each other, a tenth."""
HISTORY = "sql_history"
_TABLES, _COLUMNS, _ALL, _HELP, _QUIT = (
    (".bảng", ".tables"),
    (".cột", ".columns"),
    (".tất_cả", ".all"),
    (".trợ_giúp", ".help"),
    (".thoát", ".quit"),
)
COMMANDS = tuple(name for names in (_TABLES, _COLUMNS, _ALL, _HELP, _QUIT) for name in names)
_BYE = {"exit", "quit", "thoat", ".exit"}
_NARROWEST = 9  # characters below which a column of a table cannot be read

Rows = Callable[[duckdb.DuckDBPyConnection, Any, int | None], list[tuple[Any, ...]]]


def prompt(con: duckdb.DuckDBPyConnection, home: Path, how: str, rows_of: Rows, opened: str) -> None:
    """Ask and answer until the person leaves. `rows_of` runs a statement and gives at most so many rows."""
    words = Wording()
    catalogue = catalogue_of(con)
    out = console()
    out.print(words.say("sql.hello", file=opened))
    session: PromptSession[str] = PromptSession(
        "cchc> ",
        multiline=True,
        prompt_continuation="  ... ",
        history=_history(home / HISTORY),
        completer=QueryCompleter(catalogue, COMMANDS),
        complete_while_typing=False,
        key_bindings=_keys(),
    )
    asked = _Asked(con, catalogue, how, rows_of, words)
    while True:
        try:
            typed = session.prompt().encode("utf-8", "replace").decode()  # a byte that is no character stands in it as half of one
            text = unicodedata.normalize("NFC", typed).strip()
        except KeyboardInterrupt:
            continue
        except EOFError:
            break
        if plain(text.rstrip("; ")) in _BYE or plain(text.rstrip("; ")) in map(plain, _QUIT):
            break
        if text.strip("; "):
            asked.answer(text)
    out.print(words.say("sql.bye"))


def is_whole(text: str) -> bool:
    """Whether Enter ends what is typed: a command, a word of leave, nothing, or SQL up to its semicolon."""
    bare = text.strip()
    return not bare or bare.startswith(".") or bare.endswith(";") or plain(bare) in _BYE


def _keys() -> KeyBindings:
    keys = KeyBindings()

    @keys.add("enter", filter=~completion_is_selected)
    def _(event: KeyPressEvent) -> None:
        if is_whole(event.current_buffer.text):
            event.current_buffer.validate_and_handle()
        else:
            event.current_buffer.insert_text("\n")

    @keys.add("enter", filter=completion_is_selected)
    def _(event: KeyPressEvent) -> None:
        event.current_buffer.complete_state = None

    return keys


def _history(path: Path) -> History:
    """Kept in the data folder, for its owner's eyes; for this session only where that cannot be written."""
    try:
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    except OSError:
        return InMemoryHistory()
    return FileHistory(str(path))


class _Asked:
    """Answers to what was typed."""

    def __init__(self, con: duckdb.DuckDBPyConnection, catalogue: Catalogue, how: str, rows_of: Rows, words: Wording) -> None:
        self.con, self.catalogue, self.how, self.rows_of, self.words = con, catalogue, how, rows_of, words
        self.last: str | None = None

    def answer(self, text: str) -> None:
        name, _, rest = text.rstrip("; ").partition(" ")
        command = plain(name)
        if not text.startswith("."):
            self.last = text
            self._run(text, MOST_ROWS)
        elif command in map(plain, _TABLES):
            self._tables()
        elif command in map(plain, _COLUMNS):
            self._columns(rest.strip())
        elif command in map(plain, _ALL):
            if self.last:
                self._run(self.last, None)
            else:
                console().print(self.words.say("sql.nothing_yet"))
        elif command in map(plain, _HELP):
            console().print(self.words.say("sql.help"))
        else:
            console().print(self.words.say("sql.no_command", name=name, names=", ".join(COMMANDS)))

    def _run(self, text: str, most: int | None) -> None:
        try:
            for statement in self.con.extract_statements(text):
                rows = self.rows_of(self.con, statement, None if most is None else most + 1)
                columns = self.con.description or []
                self._show([str(column[0]) for column in columns], [str(column[1]) for column in columns], rows, most)
        except duckdb.InterruptException:
            console().print(self.words.say("sql.interrupted"))
        except duckdb.Error as error:
            console().print(told(error, text, self.catalogue, self.words))
        except KeyboardInterrupt:
            console().print(self.words.say("sql.interrupted"))

    def _show(self, names: Sequence[str], types: Sequence[str], rows: Sequence[tuple[Any, ...]], most: int | None) -> None:
        out = console()
        below = self.how == "table" and len(names) * _NARROWEST > (out.width or NARROW)
        if below and most is not None:
            most //= 10
        kept = rows if most is None else rows[:most]
        if below:
            wide = max(map(len, names))
            for number, row in enumerate(kept, 1):
                out.print(self.words.say("sql.row", number=number))
                for name, value in zip(names, row, strict=True):
                    out.print(f"  {name.ljust(wide)}  {shown(value)}", soft_wrap=True)
        else:
            print_rows(names, types, kept, self.how)
        if len(kept) < len(rows):
            out.print(self.words.say("sql.cut", rows=len(kept)))

    def _tables(self) -> None:
        rows = [(name, self.catalogue.comments.get(name, "").partition(" / ")[0]) for name in self.catalogue.columns]
        console().print(table(self.words.say("sql.tables_head").split("|"), rows))

    def _columns(self, name: str) -> None:
        found = self.catalogue.table(name) if name else None
        if found is None:
            near = ", ".join(self.catalogue.nearest_tables(name)) if name else ""
            console().print(self.words.say("sql.no_table", name=name or "?", near=near or self.words.say("sql.see_tables")))
            return
        rows = [(each.name, each.type, each.comment) for each in self.catalogue.columns[found]]
        console().print(table(self.words.say("sql.columns_head").split("|"), rows, title=found))
