"""The made-up points of one unit on every line.

Belongs here: self, appraised and survey points and the reasons for cuts. Does not belong here: workbooks, or faults.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal

from assets.demo.demo_units import Node
from assets.demo.printed_totals import ExactTotals, round_cents
from assets.demo.split_points import UNIT, split_freely, split_in_steps

_REASONS = (
    "Tài liệu kiểm chứng chưa đầy đủ",
    "Ban hành chậm so với thời hạn quy định",
    "- Tỷ lệ hoàn thành chưa đạt mức điểm tối đa",
    "Số liệu tự báo cáo chưa thống nhất với số liệu của cơ quan chủ trì thẩm định",
    "Chưa có văn bản chứng minh kết quả thực hiện",
    "Kết quả thực hiện ngoài thời gian của năm đánh giá",
    "- Nội dung báo cáo chưa đáp ứng yêu cầu",
)
_RAISED = "Tài liệu kiểm chứng cho thấy kết quả cao hơn mức đơn vị tự chấm"
_QUARTERS_CLAIMED = (0, 1, 1, 2, 4, 4, 4, 4)  # what an optimistic office adds to the points that it will be given


@dataclass(frozen=True)
class UnitScores:
    """Points by node_id of the scored lines: self and appraised on appraised lines, survey on survey lines.

    A line that does not apply to the unit is in not_applicable and has no points.
    """

    self_points: dict[str, Decimal]
    appraised_points: dict[str, Decimal]
    survey_points: dict[str, Decimal]
    reasons: dict[str, str]
    not_applicable: frozenset[str]

    @property
    def totals(self) -> ExactTotals:
        return ExactTotals(sum(self.appraised_points.values(), Decimal()), sum(self.survey_points.values(), Decimal()))


def made_up_totals(
    appraised_max: Decimal, survey_max: Decimal, rng: random.Random, percents: tuple[float, float] = (80.5, 95.0)
) -> ExactTotals:
    """Totals of a unit whose real ones are not known: an index between two percents, the survey part a little lower."""
    index = Decimal(str(round(rng.triangular(*percents, sum(percents) / 2 - 0.75), 4)))
    return totals_at(index, appraised_max, survey_max, rng)


def totals_at(index: Decimal, appraised_max: Decimal, survey_max: Decimal, rng: random.Random) -> ExactTotals:
    """Totals whose index, in percent, is the one given (rounded to hundredths of a point), the survey part a little lower."""
    survey_percent = index - Decimal(rng.randrange(0, 600)) / 100
    survey = round_cents(survey_max * survey_percent / 100)
    total = round_cents((appraised_max + survey_max) * index / 100)
    return ExactTotals(total - survey, survey)


def split_scores(
    nodes: Sequence[Node],
    totals: ExactTotals,
    rng: random.Random,
    not_applicable: frozenset[str] = frozenset(),
    claims: random.Random | None = None,
) -> UnitScores:
    """Split exact totals over the scored lines; claims: what self scores are drawn from, when not from rng too. Raises ValueError when the
    totals do not fit the lines' maxima."""
    claims = claims or rng
    appraised = [node for node in nodes if node.part == "appraised" and node.node_id not in not_applicable]
    survey = [node for node in nodes if node.part == "survey"]
    given = split_in_steps(totals.appraised, [node.max_points for node in appraised], rng)
    answered = split_freely(totals.survey, [node.max_points for node in survey], rng)
    self_points, reasons = {}, {}
    for node, points in zip(appraised, given, strict=True):
        self_points[node.node_id] = _claimed(points, node.max_points, claims)
        if self_points[node.node_id] > points:
            reasons[node.node_id] = claims.choice(_REASONS)
        elif self_points[node.node_id] < points:
            reasons[node.node_id] = _RAISED
    return UnitScores(
        self_points=self_points,
        appraised_points={node.node_id: points for node, points in zip(appraised, given, strict=True)},
        survey_points={node.node_id: points for node, points in zip(survey, answered, strict=True)},
        reasons=reasons,
        not_applicable=not_applicable,
    )


def _claimed(points: Decimal, maximum: Decimal, rng: random.Random) -> Decimal:
    """The self score: optimistic as a rule, and now and then too modest."""
    quarter = (maximum / 4).quantize(UNIT, ROUND_DOWN)
    if points >= quarter and rng.randrange(60) == 0:
        return points - quarter
    return min(maximum, points + quarter * rng.choice(_QUARTERS_CLAIMED))
