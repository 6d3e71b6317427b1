"""Index tables of made-up panels over several years, written straight into a warehouse in memory: what the tables of history are made from.

Belongs here: laying out lines, fields and indices by plain Python (Fraction). Does not: what the models must make of them (the tests).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction

import duckdb

from assets.sql_tables import build_years
from tests.ready_warehouse import scratch_with_tables

EIGHT = Decimal("0.00000001")


def eight(value: Fraction | Decimal | int) -> Decimal:
    """Rounded to eight decimals, as stored."""
    exact = Fraction(value)
    return (Decimal(exact.numerator) / Decimal(exact.denominator)).quantize(EIGHT, ROUND_HALF_EVEN)


@dataclass(frozen=True)
class Line:
    """One line of a unit in a year; points None: not applicable and left out."""

    node: str
    points: str | None
    most: str = "10"
    name: str = ""
    part: str = "appraised"
    counts_as: str = "base"
    claimed: str | None = None
    declared: str | None = None
    reason: str | None = None

    @property
    def title(self) -> str:
        return self.name or f"Dòng {self.node}"

    @property
    def field_node(self) -> str:
        return self.node.split("/")[0]


@dataclass
class Panel:
    """A warehouse in memory; `add` lays down one unit's year, `build` makes tables."""

    con: duckdb.DuckDBPyConnection = field(default_factory=scratch_with_tables)
    sets: set[str] = field(default_factory=set)
    exact: dict[tuple[int, str], Fraction] = field(default_factory=dict)

    def insert(self, table: str, **row: object) -> None:
        columns = ", ".join(f'"{name}"' for name in row)
        self.con.execute(f"INSERT INTO {table} ({columns}) VALUES ({', '.join('?' * len(row))})", list(row.values()))

    def merge(self, predecessors: list[str], successor: str, change: str = "merger") -> None:
        for one in predecessors:
            self.insert(
                "reference.unit_merger", predecessor_unit_id=one, successor_unit_id=successor, effective_on="2025-07-01", change=change
            )

    def add(
        self, year: int, unit: str, lines: list[Line], *, name: str | None = None, code: str | None = None, panel: str = "provinces",
        caps: dict[str, str] | None = None, index_cap: str | None = None, rank: int | None = 1, region: str | None = None,
        standing: str = "ranked", rescaled: bool = False,
    ) -> None:  # fmt: skip
        """Lines of one unit in one year, and the field and index rows that follow from them (policy own_maximum, or rescaled to 100)."""
        criteria_set = f"{panel}-{year}"
        said = {
            "index_year": year,
            "level": "province",
            "panel": panel,
            "unit_id": unit,
            "unit_code": code or unit,
            "unit_name": name or unit,
        }
        said |= {"criteria_set": criteria_set, "made_up": True}
        if criteria_set not in self.sets:
            self.sets.add(criteria_set)
            self.insert(
                "reference.criteria_set", criteria_set=criteria_set, index_year=year, level="province", version=1, panel=panel,
                title_vi="Bộ", units_as_of=f"{year}-12-31", line_decimals=4, not_applicable=("own_maximum", "rescaled")[rescaled],
                points_from="entered", index_cap=index_cap, max_points=100, appraised_max=70, survey_max=30, illustrative=True,
            )  # fmt: skip
        for number, line in enumerate(lines):
            state = "value" if line.points is not None else "not_applicable"
            self.insert(
                "mart.par_index_line", **said, field_node_id=line.field_node, node_id=line.node, sort_order=number,
                code=line.node.rsplit("/")[-1], name_vi=line.title, part=line.part, counts_as=line.counts_as, max_points=line.most,
                points=line.points, self_points=line.claimed, appraised_points=line.points if line.part == "appraised" else None,
                survey_points=line.points if line.part == "survey" else None, state=state,
                self_state="not_on_form" if line.part == "survey" else "blank" if line.claimed is None else "value",
                appraised_state=state if line.part == "appraised" else "not_on_form",
                survey_state=state if line.part == "survey" else "not_on_form",
                self_number=line.declared, reason=line.reason, maturity="final",
            )  # fmt: skip
        own_maximum = sum((Fraction(line.most) for line in lines if line.counts_as == "base" and line.points is not None), Fraction(0))
        total = extra = Fraction(0)
        for number, node in enumerate(dict.fromkeys(line.field_node for line in lines)):
            own = [line for line in lines if line.field_node == node]
            counts_as = own[0].counts_as
            points = sum((Fraction(line.points or 0) for line in own), Fraction(0))
            most = sum((Fraction(line.most) for line in own), Fraction(0))
            applicable = sum((Fraction(line.most) for line in own if line.points is not None and counts_as == "base"), Fraction(0))
            if caps and node in caps:
                most = Fraction(caps[node])
                points = min(points, most)
            total += points
            extra += points if counts_as != "base" else 0
            self.insert(
                "mart.par_index_field", **said, field_node_id=node, field_code=node, field_name=f"Lĩnh vực {node}", sort_order=number,
                counts_as=counts_as, max_points=eight(most), applicable_max=eight(applicable), points=eight(points),
                self_points=eight(sum((Fraction(line.claimed or 0) for line in own), Fraction(0))),
                appraised_points=eight(sum((Fraction(line.points or 0) for line in own if line.part == "appraised"), Fraction(0))),
                survey_points=eight(sum((Fraction(line.points or 0) for line in own if line.part == "survey"), Fraction(0))),
                field_percent=eight(points * 100 / applicable) if applicable else None, leaf_lines=len(own), missing_lines=0,
                self_missing_lines=0, appraised_missing_lines=0, survey_missing_lines=0, not_applicable_lines=0,
            )  # fmt: skip
        if rescaled:
            total, applicable_max = (total - extra) * 100 / own_maximum + extra, Fraction(100)
        else:
            applicable_max = own_maximum
        index = total * 100 / applicable_max
        self.exact[year, unit] = index = min(index, Fraction(index_cap)) if index_cap else index
        parts = {part: sum((Fraction(x.points or 0) for x in lines if x.part == part), Fraction(0)) for part in ("appraised", "survey")}
        self.insert(
            "mart.par_index", **said, region=region, total_points=eight(total), applicable_max=eight(applicable_max),
            index_percent=eight(index), appraised_points=eight(parts["appraised"]), survey_points=eight(parts["survey"]),
            rank=rank if standing == "ranked" else None, ranked_units=10, maturity="final",
        )  # fmt: skip

    def build(self, *tables: str, years: list[int]) -> dict[str, list[int]]:
        """Make tables in this order; returns the years that were made of each."""
        return {table: sorted(build_years(self.con, table, years)) for table in tables}

    def rows(self, query: str, *values: object) -> list[dict]:  # type: ignore[type-arg]
        found = self.con.execute(query, list(values))
        names = [column[0] for column in found.description]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]
