"""Criteria sets, written as a tree: criteria_sets/<criteria_set>.yml.

Belongs here: reading the tree into rows of reference.criteria_set, reference.criterion and reference.criterion_branch. Does not belong
here: whether the tree adds up (criteria_checks), the rule of one line (scoring_rules).
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from warehouse.reference_files.overlay import ReferenceFiles
from warehouse.reference_files.panel_name import panel_name
from warehouse.reference_files.problems import Problems
from warehouse.reference_files.record import Entry
from warehouse.reference_files.scoring_rules import NO_RULE, read_scoring
from warehouse.reference_files.yaml_document import Section, read_yaml
from warehouse.unit_levels import LEVELS

CRITERIA_SETS = "criteria_sets/*.yml"
PARTS = ("appraised", "survey")
COUNTS_AS = ("base", "bonus", "penalty")
NOT_APPLICABLE = ("own_maximum", "rescaled", "full_points")
POINTS_FROM = ("entered", "rule")
PROVENANCES = ("published", "document", "made_up")
LINE_NOT_APPLICABLE = ("left_out", "full_points")
POINT_PLACES = 4
_LINE_KEYS = ("rule_vi", "evidence_vi", "legal_basis", "scoring", "data_from", "not_applicable")
# kind → (key that holds the nodes below, their kind)
_CHILDREN = {
    "field": ("criteria", "criterion"),
    "criterion": ("sub_criteria", "sub_criterion"),
    "sub_criterion": ("", ""),
}


def read_criteria_sets(files: ReferenceFiles, problems: Problems) -> tuple[list[Entry], list[Entry], list[Entry]]:
    """Return rows of reference.criteria_set, reference.criterion and reference.criterion_branch, in the order of the files and trees."""
    sets: list[Entry] = []
    criteria: list[Entry] = []
    branches: list[Entry] = []
    tops = {path.stem: (top, path) for _, path in files.matching(CRITERIA_SETS) if (top := read_yaml(path, problems)) is not None}
    for top, path in tops.values():
        sets.append(_read_set(top, path))
        written = _tree_of(top, {name: other for name, (other, _) in tops.items()})
        if written is not None:
            tree = _Tree(top, written)
            criteria.extend(tree.read())
            branches.extend(tree.branches)
    return sets, criteria, branches


def _tree_of(top: Section, sets: dict[str, Section]) -> Section | None:
    """Where the tree of a set is written: in its own file, or in that of the set that `fields_of` names (one decision holds for years)."""
    name = top.optional_text("fields_of")
    if name is None:
        return top
    own = [key for key in ("fields", "rules", "defaults") if key in top.lines]
    if own:
        top.report("fields_twice", f"có cả “fields_of” và “{own[0]}”", "bỏ một trong hai", own[0])
    other = sets.get(name)
    if other is None or other is top or other.optional_text("fields_of"):
        message = f"“fields_of” chỉ bộ “{name}”, không có bộ nào như vậy có cây tiêu chí riêng"
        top.report("fields_of_unknown", message, "ghi tên một bộ có “fields” trong tệp của nó", "fields_of")
        return None
    return other


def _read_set(top: Section, path: Path) -> Entry:
    top.expect(
        "criteria_set", "index_year", "level", "version", "panel", "title_vi", "title_en", "decision", "known_on",
        "units_as_of", "line_decimals", "max_points", "appraised_max", "survey_max", "stated_counts", "illustrative",
        "not_applicable", "points_from", "index_cap", "provenance", "source_url", "fields_of", "defaults", "rules", "fields",
    )  # fmt: skip
    counts = top.section("stated_counts")
    counts.expect("fields", "criteria", "sub_criteria")
    name = top.text("criteria_set")
    if name != path.stem:
        message = f"bộ tiêu chí “{name}” nằm trong tệp {path.name}"
        top.report("file_name", message, f"đổi tên tệp thành {name}.yml", "criteria_set")
    values: dict[str, Any] = {
        "criteria_set": name,
        "index_year": top.integer("index_year"),
        "level": top.choice("level", LEVELS),
        "version": top.integer("version"),
        "panel": panel_name(top),
        "title_vi": top.text("title_vi"),
        "title_en": top.optional_text("title_en"),
        "decision": top.optional_text("decision"),
        "known_on": top.optional_date("known_on"),
        "units_as_of": top.date("units_as_of"),
        "line_decimals": top.integer("line_decimals"),
        "not_applicable": top.choice("not_applicable", NOT_APPLICABLE, "own_maximum"),
        "points_from": top.choice("points_from", POINTS_FROM, "entered"),
        "index_cap": top.optional_decimal("index_cap", POINT_PLACES),
        "max_points": top.decimal("max_points", POINT_PLACES),
        "appraised_max": top.decimal("appraised_max", POINT_PLACES),
        "survey_max": top.decimal("survey_max", POINT_PLACES),
        "stated_fields": counts.optional_integer("fields"),
        "stated_criteria": counts.optional_integer("criteria"),
        "stated_subcriteria": counts.optional_integer("sub_criteria"),
        "illustrative": top.flag("illustrative"),
        "provenance": top.optional_text("provenance"),
        "source_url": top.optional_text("source_url"),
    }
    if not 0 <= values["line_decimals"] <= POINT_PLACES:
        top.report("out_of_range", "“line_decimals” phải từ 0 đến 4", "thường dùng 4", "line_decimals")
    return Entry(values, top)


@dataclass
class _Tree:
    """Walks the fields of a set, `written` in its own file or in another's; remembers their defaults and the running order."""

    top: Section
    written: Section
    order: int = 0
    branches: list[Entry] = field(default_factory=list)

    def read(self) -> list[Entry]:
        defaults = self.written.section("defaults")
        defaults.expect("part", "provenance", "source_url")
        stated = defaults.section("provenance")
        stated.expect("name", "max")
        self.part = defaults.choice("part", PARTS, "appraised")
        self.provenance = {"name": stated.optional_text("name"), "max": stated.optional_text("max")}
        self.source_url = defaults.optional_text("source_url")
        self.rules = self.written.section("rules")
        fields = self.written.sections("fields")
        if not fields:
            self.top.report("value_missing", "bộ tiêu chí không có lĩnh vực nào", "thêm các lĩnh vực dưới “fields”")
        return [row for section in fields for row in self.walk(section, "field", None, None, "base")]

    def walk(self, section: Section, kind: str, parent: str | None, in_field: str | None, counts_as: str) -> list[Entry]:
        below, below_kind = _CHILDREN[kind]
        keys = ["code", "name_vi", "name_en", "max", "part", "provenance", "source_url", *_LINE_KEYS]
        section.expect(*keys, *([below] if below else []), *(["counts_as"] if kind == "field" else []))
        if kind == "field":
            counts_as = section.choice("counts_as", COUNTS_AS, "base")
        provenance = section.section("provenance")
        provenance.expect("name", "max")
        code = section.text("code")
        if "/" in code:
            section.report("bad_code", f"mã “{code}” có dấu “/”", "bỏ dấu này, nó dùng để nối các mã", "code")
        node = f"{parent}/{code}" if parent else code
        children = section.sections(below) if below else []
        if children and section.optional_text("part"):
            message = f"mục {node} có mục con nên không tự mang “part”"
            section.report("part_on_parent", message, "ghi part ở mục con", "part")
        if below and below in section.lines and not children:
            message = f"“{below}” của mục {node} để trống"
            section.report("value_missing", message, f"thêm mục con, hoặc bỏ “{below}”", below)
        for key in ("scoring", "data_from", "not_applicable") if children else ():
            if key in section.lines:
                section.report("rule_on_parent", f"mục {node} có mục con nên không tự mang “{key}”", f"ghi {key} ở mục con", key)
        maximum = section.decimal("max", POINT_PLACES)
        rule = NO_RULE if children else read_scoring(section, self.rules, self.top.optional_text("criteria_set"), node, maximum)
        self.branches.extend(rule.branches)
        self.order += 1
        row = Entry(
            {
                "criteria_set": self.top.optional_text("criteria_set"),
                "node_id": node,
                "parent_node_id": parent,
                "sort_order": self.order,
                "kind": kind,
                "code": code,
                "name_vi": section.text("name_vi"),
                "name_en": section.optional_text("name_en"),
                "max_points": maximum,
                "is_leaf": not children,
                "part": None if children else section.choice("part", PARTS, self.part),
                "field_node_id": in_field or node,
                "counts_as": counts_as,
                "not_applicable": None if children else self._not_applicable(section),
                "evidence_vi": section.optional_text("evidence_vi"),
                "legal_basis": section.optional_text("legal_basis"),
                **{**rule.columns, "rule_vi": rule.columns["rule_vi"] or section.optional_text("rule_vi")},
                "name_provenance": provenance.choice("name", PROVENANCES, self.provenance["name"]),
                "max_provenance": provenance.choice("max", PROVENANCES, self.provenance["max"]),
                "source_url": section.optional_text("source_url") or self.source_url,
            },
            section,
        )
        return [row, *(e for child in children for e in self.walk(child, below_kind, node, in_field or node, counts_as))]

    def _not_applicable(self, section: Section) -> str:
        """What «không áp dụng» means for a line: its own word, else the set's (rescaling concerns the whole set: the line is left out)."""
        of_set = self.top.optional_text("not_applicable") or "own_maximum"
        return section.choice("not_applicable", LINE_NOT_APPLICABLE, "full_points" if of_set == "full_points" else "left_out")
