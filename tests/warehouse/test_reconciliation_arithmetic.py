"""The verdicts of mart.reconciliation against plain Fraction arithmetic: any operands, any precision, near every edge."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import floor

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.warehouse.claimed_figures import Proof
from warehouse.reference_files.published_figures import ROLES

PROOF = Proof()
KINDS = [kind for kind, roles in ROLES.items() if roles]


@dataclass(frozen=True)
class Number:
    role: str
    value: Fraction
    precision: str = "exact"
    reach: Fraction = Fraction(0)

    @property
    def ends(self) -> tuple[Fraction, Fraction]:
        """All that the number may be lies between these."""
        if self.precision == "exact":
            return self.value, self.value
        outwards = self.reach if self.precision == "more_than" else -self.reach
        other = self.value + (outwards if self.value >= 0 else -outwards)
        return min(self.value, other), max(self.value, other)


@dataclass(frozen=True)
class Claim:
    kind: str
    stated: Fraction
    decimals: int
    precision: str
    reach: Fraction
    numbers: tuple[Number, ...]


def result(kind: str, numbers: Sequence[tuple[str, Fraction]]) -> Fraction | None:
    """What the numbers give; None where they cannot be divided."""
    total = {role: sum((value for one, value in numbers if one == role), Fraction(0)) for role in ROLES[kind]}
    if kind in ("parts", "difference"):
        return total.get("part", total.get("plus", Fraction(0))) - total.get("minus", Fraction(0))
    first, second = (total[role] for role in ROLES[kind])
    if kind == "change":
        return first - second
    if not second:
        return None
    return {"rate": 100 * first / second, "times": first / second, "growth": 100 * (first - second) / second}[kind]


def expected(claim: Claim) -> str:
    found = result(claim.kind, [(number.role, number.value) for number in claim.numbers])
    if found is None:
        return "cannot_be_checked"
    miss = "parts_do_not_add_up" if claim.kind == "parts" else "differs"
    below = [low for low, _ in (number.ends for number in claim.numbers if number.role in ("denominator", "before"))]
    divides = claim.kind in ("rate", "times", "growth")
    is_range = any(number.precision != "exact" for number in claim.numbers) and (not divides or sum(below, Fraction(0)) > 0)
    if claim.precision == "exact":
        rounded, cut = to_decimals(found, claim.decimals, Fraction(1, 2)), to_decimals(found, claim.decimals, Fraction(0))
        if not is_range and claim.stated in (rounded, cut):
            return "closes" if claim.stated == rounded else "closes_cut_off"
        near = claim.reach and abs(found - claim.stated) <= claim.reach
        if near or claim.stated in (rounded, cut):
            return "closes_within_precision"
    else:
        size, seen = (-claim.stated, -found) if claim.stated < 0 else (claim.stated, found)
        more, less = size <= seen < size + claim.reach, size - claim.reach <= seen <= size
        if more if claim.precision == "more_than" else less:
            return "closes_within_precision"
    if is_range:
        corners = [
            result(claim.kind, list(zip((number.role for number in claim.numbers), values, strict=True)))
            for values in itertools.product(*(number.ends for number in claim.numbers))
        ]
        least, most = min(c for c in corners if c is not None), max(c for c in corners if c is not None)
        low, high = passing(claim)
        if least < high and most > low:
            return "closes_within_precision"
    return miss


def to_decimals(value: Fraction, decimals: int, up: Fraction) -> Fraction:
    """Away from zero where what is left is at least 1 − up of a last place."""
    place = Fraction(10) ** -decimals
    return (-1 if value < 0 else 1) * floor(abs(value) / place + up) * place


def passing(claim: Claim) -> tuple[Fraction, Fraction]:
    """Between which values the claim lets pass."""
    place, size = Fraction(10) ** -claim.decimals, abs(claim.stated)
    if claim.precision == "more_than":
        low, high = size, size + claim.reach
    elif claim.precision == "nearly":
        low, high = size - claim.reach, size
    else:
        low, high = min(size - place / 2, size - claim.reach), max(size + place, size + claim.reach)
        if not size:
            low = -high
    return (-high, -low) if claim.stated < 0 else (low, high)


@st.composite
def claims(draw: st.DrawFn) -> Claim:
    kind = draw(st.sampled_from(KINDS))
    values = st.one_of(st.integers(-30, 300).map(Fraction), st.integers(-(10**6), 10**9).map(lambda steps: Fraction(steps, 10**4)))
    numbers = []
    for role in ROLES[kind]:
        for _ in range(draw(st.integers(1, 2))):
            precision = draw(st.sampled_from(["exact", "exact", "more_than", "nearly"]))
            reach = Fraction(draw(st.integers(1, 40)), 4) if precision != "exact" else Fraction(0)
            numbers.append(Number(role, draw(values), precision, reach))
    decimals, precision = draw(st.integers(-2, 4)), draw(st.sampled_from(["exact", "exact", "more_than", "nearly"]))
    place = Fraction(10) ** -decimals
    found = result(kind, [(number.role, number.value) for number in numbers]) or Fraction(0)
    stated = (floor(found / place) + draw(st.integers(-2, 2))) * place
    if abs(stated) >= 10**9 or draw(st.integers(0, 5)) == 0:
        stated = Fraction(0)
    reach = place * draw(st.sampled_from([1, 2, Fraction(1, 2), 10])) if precision != "exact" or draw(st.booleans()) else Fraction(0)
    return Claim(kind, stated, decimals, precision, reach, tuple(numbers))


def written(value: Fraction) -> str:
    """Exactly, in at most eight decimals."""
    steps = value * 10**8
    assert steps.denominator == 1
    return f"{'-' if steps < 0 else ''}{abs(int(steps)) // 10**8}.{abs(int(steps)) % 10**8:08d}"


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(claims(), min_size=10, max_size=25))
def test_every_verdict_is_that_of_plain_arithmetic(given_claims: list[Claim]) -> None:
    PROOF.clear()
    for position, claim in enumerate(given_claims):
        figure = f"c{position}"
        PROOF.figure(figure)
        operands = []
        for place, number in enumerate(claim.numbers):
            operands.append((number.role, f"{figure}-{place}"))
            PROOF.claim(operands[-1][1], written(number.value), precision=number.precision, tolerance=written(number.reach), decimals=8)
        PROOF.claim(
            figure, written(claim.stated), claim.kind, decimals=claim.decimals, precision=claim.precision, tolerance=written(claim.reach),
            operands=tuple(operands),
        )  # fmt: skip
    rows = PROOF.rows()
    for position, claim in enumerate(given_claims):
        row = rows[f"c{position}", claim.kind]
        assert row["printed_verdict"] == row["verdict"] == expected(claim), claim
        found = result(claim.kind, [(number.role, number.value) for number in claim.numbers])
        if found is None or abs(found) >= 10**20:
            assert row["printed_value"] is None
        else:
            assert written(to_decimals(found, 8, Fraction(1, 2))) == f"{row['printed_value']:.8f}".replace("-0.00000000", "0.00000000")
