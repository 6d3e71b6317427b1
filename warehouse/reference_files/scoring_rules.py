"""The rule by which a line gets its points, written under `scoring` in a criteria set.

Belongs here: reading each kind of rule into branches, and what must be true of them. Every kind comes down to the same: a number is
declared, the branch that holds it is taken, and the branch gives base + number × slope_points / slope_per points. Does not belong
here: the tree (criteria_sets), applying the rules (core.line_points).

kinds        declared number                                    branches
yes_no       1 for «Có», 0 for «Không»                          yes, no
conditions   how many of the conditions are met                 steps by number met; without steps all or nothing
options      the number of the option, from 1                   one for each option
thresholds   the number itself                                  steps with `from`, `above`, `to` or `below`; a last one may have no bound
ratio        the share in percent                               share × maximum, full from `full_at`, nothing below `zero_below`; below
                                                                `full_at` the share of it counts, with `below_full: share` the share itself
per_item     how many                                           so much for each, at most the maximum
deduction    how many                                           the maximum less so much for each, never below 0

Points may be written as `share` of the line's maximum instead of `points`. A rule that many lines follow is written once under the set's
`rules` and named by them: `scoring: NAME`. `data_from` names the figure of the warehouse (core.measures) that a line may be scored by;
it stands in the rule, or beside `scoring` in the line.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from warehouse.reference_files.record import Entry
from warehouse.reference_files.yaml_document import Section

KINDS = ("yes_no", "conditions", "options", "thresholds", "ratio", "per_item", "deduction")
DATA_UNITS = ("percent", "count", "days", "points")
_KEYS = {
    "yes_no": ("yes", "no"),
    "conditions": ("conditions", "steps"),
    "options": ("options",),
    "thresholds": ("steps", "data_unit"),
    "ratio": ("full_at", "below_full", "zero_below"),
    "per_item": ("points", "share"),
    "deduction": ("points", "share"),
}
_BOUNDS = ("from", "above", "to", "below")
_UNIT_OF = {"ratio": "percent", "per_item": "count", "deduction": "count"}
_BELOW_FULL = ("stretched", "share")
_PLACES = 4


@dataclass(frozen=True)
class ScoringRule:
    """What a line's rule says: columns of reference.criterion, and rows of reference.criterion_branch."""

    columns: dict[str, Any]
    branches: list[Entry]


NO_RULE = ScoringRule(
    {"rule_kind": None, "rule_vi": None, "data_from": None, "data_unit": None, "conditions": None, "conditions_vi": None}, []
)


def read_scoring(section: Section, named: Section, criteria_set: str | None, node: str, maximum: Decimal) -> ScoringRule:
    """The rule under `scoring` of a line with this maximum, written there or named from the set's `rules`; NO_RULE without one."""
    if "scoring" not in section.lines:
        if "data_from" in section.lines:
            section.report("data_from", f"mục {node} có “data_from” mà không có cách chấm", "thêm scoring, hoặc bỏ data_from", "data_from")
        return NO_RULE
    name = section.optional_text("scoring")
    if name is not None and name not in named.nodes:
        known = ", ".join(named.nodes) or "chưa có quy tắc nào"
        section.report("unknown_rule", f"không có quy tắc “{name}” dưới “rules” của bộ tiêu chí", f"dùng: {known}", "scoring")
        return NO_RULE
    scoring = section.section("scoring") if name is None else named.section(name)
    kind = scoring.choice("kind", KINDS)
    if kind not in KINDS:
        return NO_RULE
    scoring.expect("kind", "data_from", "rule_vi", *_KEYS[kind])
    reader = _Branches(scoring, criteria_set, node, maximum)
    getattr(reader, kind)()
    texts = [record.text("conditions") for record in scoring.texts("conditions")] if kind == "conditions" else []
    unit = _UNIT_OF.get(kind)
    if kind == "thresholds":
        unit = scoring.choice("data_unit", DATA_UNITS, "percent")
    columns = {
        "rule_kind": kind,
        "rule_vi": section.optional_text("rule_vi") or scoring.optional_text("rule_vi"),
        "data_from": section.optional_text("data_from") or scoring.optional_text("data_from"),
        "data_unit": unit,
        "conditions": len(texts) or None,
        "conditions_vi": " | ".join(texts) or None,
    }
    if columns["data_from"] and unit is None:
        message = f"“data_from” của mục {node} cần một con số, không đi với “{kind}”"
        scoring.report("data_from", message, "dùng thresholds, ratio, per_item hoặc deduction", "data_from")
    return ScoringRule(columns, reader.rows)


@dataclass(frozen=True)
class _Bound:
    """One end of a branch; None: open."""

    value: Decimal | None
    inclusive: bool = True


_OPEN = _Bound(None)


class _Branches:
    """Collects the branches of one rule; one method for each kind."""

    def __init__(self, scoring: Section, criteria_set: str | None, node: str, maximum: Decimal) -> None:
        self.scoring, self.criteria_set, self.node, self.maximum = scoring, criteria_set, node, maximum
        self.rows: list[Entry] = []

    def yes_no(self) -> None:
        self._exactly(1, "Có", self._points(self.scoring, "yes", self.maximum))
        self._exactly(0, "Không", self._points(self.scoring, "no", Decimal(0)))

    def options(self) -> None:
        options = self.scoring.sections("options")
        if not options:
            self.scoring.report("value_missing", f"mục {self.node} thiếu các phương án", "thêm các mục dưới “options”", "options")
        seen: set[str] = set()
        for number, option in enumerate(options, start=1):
            option.expect("label_vi", "points", "share")
            label = option.text("label_vi")
            if label.casefold() in seen:
                option.report("duplicate_id", f"phương án “{label}” viết hai lần", "giữ một, bỏ một", "label_vi")
            seen.add(label.casefold())
            self._exactly(number, label, self._points(option, "points"))

    def conditions(self) -> None:
        texts = self.scoring.texts("conditions")
        if not texts:
            self.scoring.report("value_missing", f"mục {self.node} thiếu các điều kiện", "liệt kê dưới “conditions”", "conditions")
        steps = self.scoring.sections("steps")
        if not steps:
            self._add("Đủ điều kiện", self.maximum, _Bound(Decimal(len(texts))), _OPEN)
            self._add("Thiếu điều kiện", Decimal(0), _OPEN, _Bound(Decimal(len(texts)), False))
            return
        upper = _OPEN
        for step in steps:
            step.expect("met", "points", "share")
            met = Decimal(step.integer("met"))
            if not 0 <= met <= len(texts) or (upper.value is not None and met >= upper.value):
                message = f"số điều kiện đạt {met} của mục {self.node} không đúng thứ tự hoặc quá {len(texts)}"
                step.report("steps_order", message, "xếp từ nhiều đến ít, không quá số điều kiện", "met")
            self._add(f"Đạt từ {met} điều kiện", self._points(step, "points"), _Bound(met), upper)
            upper = _Bound(met, False)
        if upper.value != 0:
            self._add("Ít điều kiện hơn", Decimal(0), _OPEN, upper)

    def thresholds(self) -> None:
        steps = self.scoring.sections("steps")
        if not steps:
            self.scoring.report("value_missing", f"mục {self.node} thiếu các mức", "thêm các mức dưới “steps”", "steps")
        before: tuple[str, Decimal] | None = None
        edge = _OPEN
        for position, step in enumerate(steps, start=1):
            step.expect("label_vi", "points", "share", *_BOUNDS)
            used = [key for key in _BOUNDS if step.optional_text(key) is not None]
            points = self._points(step, "points")
            if not used and before is not None and position == len(steps):
                self._add(step.optional_text("label_vi") or "Còn lại", points, *self._between(before[0], edge, _OPEN))
                continue
            if len(used) != 1:
                message = f"mức {position} của mục {self.node} cần đúng một cận trong: {', '.join(_BOUNDS)}"
                step.report("steps_bounds", message, "chỉ mức cuối được không có cận; hai mức liền nhau chung một cận")
                return
            key, value = used[0], step.decimal(used[0], 8)
            side = "lower" if key in ("from", "above") else "upper"
            if before is not None and (side != before[0] or (value >= before[1] if side == "lower" else value <= before[1])):
                message = f"mức {position} của mục {self.node} không đúng thứ tự"
                step.report("steps_order", message, "dùng from/above từ cao xuống thấp, hoặc to/below từ thấp lên cao", key)
                return
            end = _Bound(value, key in ("from", "to"))
            self._add(step.optional_text("label_vi") or _words(key, value), points, *self._between(side, edge, end))
            before, edge = (side, value), _Bound(value, not end.inclusive)

    @staticmethod
    def _between(side: str, edge: _Bound, end: _Bound) -> tuple[_Bound, _Bound]:
        return (end, edge) if side == "lower" else (edge, end)

    def ratio(self) -> None:
        full = self._percent("full_at") or Decimal(100)
        zero = self._percent("zero_below")
        if zero is not None and zero >= full:
            self.scoring.report("steps_order", f"“zero_below” của mục {self.node} phải nhỏ hơn “full_at”", "sửa hai mức", "zero_below")
        self._add(f"Từ {_vi(full)}%: đủ điểm", self.maximum, _Bound(full), _OPEN)
        whole = Decimal(100) if self.scoring.choice("below_full", _BELOW_FULL, _BELOW_FULL[0]) == "share" else full
        self._add("Theo tỷ lệ", Decimal(0), _Bound(zero or Decimal(0)), _Bound(full, False), self.maximum, whole)
        if zero:
            self._add(f"Dưới {_vi(zero)}%", Decimal(0), _Bound(Decimal(0)), _Bound(zero, False))

    def _percent(self, key: str) -> Decimal | None:
        value = self.scoring.optional_decimal(key, 8)
        if value is not None and not 0 < value <= 100:
            self.scoring.report("out_of_range", f"“{key}” phải lớn hơn 0 và không quá 100", "viết số phần trăm", key)
            return None
        return value

    def per_item(self) -> None:
        each = self._points(self.scoring, "points")
        self._add(f"Mỗi kết quả {_vi(each)} điểm", Decimal(0), _Bound(Decimal(0)), _OPEN, each)

    def deduction(self) -> None:
        each = self._points(self.scoring, "points")
        self._add(f"Trừ {_vi(each)} điểm mỗi trường hợp", self.maximum, _Bound(Decimal(0)), _OPEN, -each)

    def _points(self, section: Section, key: str, default: Decimal | None = None) -> Decimal:
        value = section.optional_decimal(key, _PLACES)
        share = section.optional_decimal("share", _PLACES) if key == "points" else None
        if share is not None:
            if value is not None:
                section.report("points_and_share", f"mục {self.node} ghi cả “points” và “share”", "giữ một", "share")
            value = share * self.maximum
            if value != value.quantize(Decimal(1).scaleb(-_PLACES)):
                section.report(
                    "too_many_decimals", f"{share} của {self.maximum} có quá {_PLACES} chữ số thập phân", "ghi “points”", "share"
                )
                value = Decimal(0)
        if value is None and default is None:
            value = section.decimal(key, _PLACES)
        points = default if value is None and default is not None else value or Decimal(0)
        if not 0 <= points <= self.maximum:
            section.report("out_of_range", f"điểm {points} của mục {self.node} phải từ 0 đến {self.maximum}", "sửa điểm", key)
        return points

    def _exactly(self, number: int, label: str, points: Decimal) -> None:
        self._add(label, points, _Bound(Decimal(number)), _Bound(Decimal(number)))

    def _add(self, label: str, base: Decimal, lower: _Bound, upper: _Bound, slope: Decimal = Decimal(0), per: Decimal = Decimal(1)) -> None:
        values = {
            "criteria_set": self.criteria_set,
            "node_id": self.node,
            "branch_no": len(self.rows) + 1,
            "label_vi": label,
            "lower_bound": lower.value,
            "lower_inclusive": lower.inclusive if lower.value is not None else None,
            "upper_bound": upper.value,
            "upper_inclusive": upper.inclusive if upper.value is not None else None,
            "base_points": base,
            "slope_points": slope,
            "slope_per": per,
        }
        self.rows.append(Entry(values, self.scoring))


def _words(key: str, value: Decimal) -> str:
    words = {"from": "Từ {} trở lên", "above": "Trên {}", "to": "Không quá {}", "below": "Dưới {}"}
    return words[key].format(_vi(value))


def _vi(value: Decimal) -> str:
    """A number the Vietnamese way, without idle zeros."""
    text = f"{value:f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text).replace(".", ",")
