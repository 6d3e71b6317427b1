"""What can follow what is typed at the prompt of `cchc sql`.

Belongs here: choosing names and words by what stands before the cursor. Does not: reading the catalogue (sql_catalogue.py), the prompt.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document

from pipelines.cli.sql_catalogue import Catalogue, NamedColumn, plain

_WORD = re.compile(r"[\w.]*$")
_BEFORE = re.compile(r"(\w+)\s+[\w.]*$")
_TABLES_FOLLOW = {"from", "join", "describe", "into"}


class Suggestion(NamedTuple):
    """A text that takes the place of the typed word, and what it is."""

    text: str
    about: str = ""


def suggestions(before: str, query: str, catalogue: Catalogue, commands: Iterable[str]) -> list[Suggestion]:
    """What fits the word that ends at the cursor. `before`: the text up to there; `query`: the whole of it, also behind the cursor."""
    if before.lstrip().startswith("."):
        return _commands(before.lstrip(), catalogue, commands)
    typed = _WORD.search(before)
    word = typed[0] if typed else ""
    if "." in word:
        return _after_dot(word, query, catalogue)
    earlier = _BEFORE.search(before)
    if earlier and earlier[1].lower() in _TABLES_FOLLOW:
        return [*_starting(word, catalogue.schemas, "."), *_tables(word, catalogue)]
    columns = [column for table in dict.fromkeys(catalogue.named_in(query).values()) for column in catalogue.columns[table]]
    keywords = [Suggestion(each) for each in catalogue.keywords if word and each.startswith(word.upper())]
    return [*_columns(word, columns, ""), *keywords, *_starting(word, catalogue.schemas, ".")]


def _commands(typed: str, catalogue: Catalogue, commands: Iterable[str]) -> list[Suggestion]:
    name, blank, table = typed.partition(" ")
    if not blank:
        return [Suggestion(each) for each in commands if plain(each).startswith(plain(name))]
    return _tables(table.strip(), catalogue)


def _after_dot(word: str, query: str, catalogue: Catalogue) -> list[Suggestion]:
    owner, _, begun = word.rpartition(".")
    table = catalogue.named_in(query).get(owner.lower()) or catalogue.table(owner)
    if table:
        return _columns(begun, catalogue.columns[table], f"{owner}.")
    return [
        Suggestion(each, catalogue.comments.get(each, ""))
        for each in catalogue.columns
        if each.startswith(f"{owner.lower()}.{begun.lower()}")
    ]


def _columns(begun: str, columns: Iterable[NamedColumn], owner: str) -> list[Suggestion]:
    found = {column.name: column for column in columns if column.name.startswith(begun.lower())}
    return [Suggestion(owner + name, f"{column.type}  {column.comment}") for name, column in found.items()]


def _tables(begun: str, catalogue: Catalogue) -> list[Suggestion]:
    """Full names of tables that begin so, or whose own name does."""
    low = begun.lower()
    fits = [table for table in catalogue.columns if table.startswith(low) or table.partition(".")[2].startswith(low)]
    return [Suggestion(table, catalogue.comments.get(table, "")) for table in fits]


def _starting(begun: str, names: Iterable[str], tail: str) -> list[Suggestion]:
    return [Suggestion(name + tail) for name in names if name.startswith(begun.lower())]


class QueryCompleter(Completer):
    """The suggestions, as the prompt wants them."""

    def __init__(self, catalogue: Catalogue, commands: Iterable[str]) -> None:
        self.catalogue, self.commands = catalogue, list(commands)

    def get_completions(self, document: Document, complete_event: CompleteEvent) -> Iterator[Completion]:
        before = document.text_before_cursor
        word = before.lstrip().rpartition(" ")[2] if before.lstrip().startswith(".") else _WORD.search(before)[0]  # type: ignore[index]
        for suggestion in suggestions(before, document.text, self.catalogue, self.commands):
            yield Completion(suggestion.text, start_position=-len(word), display_meta=suggestion.about[:80])
