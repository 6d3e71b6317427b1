"""YAML files into records, strictly: repeated and unknown keys are refused, every value knows its line.

Belongs here: the shape of YAML. Scalars are kept as written ("1.10" stays "1.10", a date stays text): the reader of
each kind of file decides the type, and no criterion code turns into a number. Does not belong here: what keys mean.
"""

import difflib
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from warehouse.reference_files.csv_rows import read_text
from warehouse.reference_files.problems import Problems
from warehouse.reference_files.record import Record

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the C parser is ten times as fast, and not always built in
_NULL = "tag:yaml.org,2002:null"


@dataclass
class Section(Record):
    """A YAML mapping: scalars as `values`, and the nodes under the other keys."""

    nodes: dict[str, yaml.Node] = field(default_factory=dict)

    def expect(self, *keys: str) -> None:
        """Report every key that is not one of `keys`."""
        for key in [*self.values, *self.nodes]:
            if key not in keys:
                near = difflib.get_close_matches(key, keys, 1)
                mend = f"viết lại thành “{near[0]}”" if near else f"bỏ khóa này; các khóa được dùng: {', '.join(keys)}"
                self.report("unknown_key", f"khóa lạ “{key}”", mend, key)

    def section(self, key: str) -> "Section":
        """Return the mapping under `key`; an empty one when the key is absent."""
        node = self.nodes.get(key)
        if isinstance(node, yaml.MappingNode):
            return _section(node, self.file, self.problems)
        if node is not None or self.values.get(key) is not None:
            self.report("wrong_shape", f"“{key}” phải là các cặp khóa: giá trị", "xem lại cách thụt dòng", key)
        return Section(self.file, self.lines.get(key, self.line), {}, self.problems)

    def sections(self, key: str) -> list["Section"]:
        """Return the list of mappings under `key`; none when the key is absent."""
        found = []
        for node in self._items(key):
            if isinstance(node, yaml.MappingNode):
                found.append(_section(node, self.file, self.problems))
            else:
                self.report("wrong_shape", f"mỗi mục của “{key}” phải là các cặp khóa: giá trị", "xem lại mục đó", key)
        return found

    def texts(self, key: str) -> list[Record]:
        """Return the list of single values under `key`, each as a record with the one value `key`."""
        found = []
        for node in self._items(key):
            if isinstance(node, yaml.ScalarNode):
                found.append(Record(self.file, node.start_mark.line + 1, {key: node.value}, self.problems))
            else:
                self.report("wrong_shape", f"mỗi mục của “{key}” phải là một giá trị", "ví dụ [2023, 2024]", key)
        return found

    def _items(self, key: str) -> list[yaml.Node]:
        node = self.nodes.get(key)
        if isinstance(node, yaml.SequenceNode):
            return list(node.value)
        if node is not None or self.values.get(key) is not None:
            self.report("wrong_shape", f"“{key}” phải là một danh sách", "mỗi mục một dòng, bắt đầu bằng “- ”", key)
        return []


def read_yaml(path: Path, problems: Problems) -> Section | None:
    """Return the file's top mapping, None with a problem when it is not one mapping."""
    text = read_text(path, problems)
    if text is None:
        return None
    try:
        node = yaml.compose(text, Loader=_Loader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else None
        detail = getattr(error, "problem", None) or str(error).splitlines()[0]
        problems.add(str(path), line, "yaml_syntax", f"sai cú pháp YAML ({detail})", "xem lại thụt dòng, dấu hai chấm, ngoặc kép")
        return None
    if not isinstance(node, yaml.MappingNode):
        problems.add(str(path), 1, "wrong_shape", "tệp phải gồm các cặp khóa: giá trị", "theo mẫu của một tệp cùng thư mục")
        return None
    return _section(node, str(path), problems)


def _section(node: yaml.MappingNode, file: str, problems: Problems) -> Section:
    section = Section(file, node.start_mark.line + 1, {}, problems)
    values: dict[str, str | None] = {}
    lines: dict[str, int] = {}
    for key_node, value_node in node.value:
        key, line = str(key_node.value), key_node.start_mark.line + 1
        if key in lines:
            problems.add(file, line, "duplicate_key", f"khóa “{key}” viết hai lần (dòng {lines[key]})", "giữ một, bỏ một")
            continue
        lines[key] = line
        if isinstance(value_node, yaml.ScalarNode):
            values[key] = None if value_node.tag == _NULL else value_node.value
        else:
            section.nodes[key] = value_node
    section.values, section.lines = values, lines
    return section
