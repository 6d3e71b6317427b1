"""Walking through XML that a stranger sent.

Belongs here: one expat parser that refuses DTDs and entities (so nothing expands and nothing is fetched) and drops
namespaces. Does not belong here: what the elements mean.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from xml.parsers import expat

from assets.workbooks.unreadable import corrupt

Start = Callable[[str, Mapping[str, str]], None]


def walk(xml: bytes, start: Start, end: Callable[[str], None], text: Callable[[str], None] | None = None) -> None:
    """Calls ``start(name, attributes)``, ``end(name)`` and ``text(data)`` with local names; raises UnreadableFile
    (corrupt).

    Entity expansion is impossible: a document type declaration, which alone can declare entities, is refused outright.
    """
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    local: dict[str, str] = {}  # names repeat by the thousand

    def short(name: str) -> str:
        return local.get(name) or local.setdefault(name, name.rpartition(" ")[2])

    def refuse(*_: object) -> None:
        raise corrupt("tệp chứa khai báo DTD không hợp lệ", "the XML has a document type declaration")

    def on_start(name: str, attributes: Mapping[str, str]) -> None:
        start(short(name), {short(key): value for key, value in attributes.items()})

    def on_end(name: str) -> None:
        end(short(name))

    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = on_start
    parser.EndElementHandler = on_end
    if text is not None:
        parser.CharacterDataHandler = text
    try:
        parser.Parse(xml, True)
    except expat.ExpatError as error:
        raise corrupt("nội dung XML bị hỏng", f"the XML is not well formed ({error})") from error
