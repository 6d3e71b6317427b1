"""Figures as they were published, and what each of them claims: figures/*.csv.

Belongs here: rows of reference.published_figure, reference.figure_claim, reference.figure_operand and their rules. Does not belong here:
the proof (mart.reconciliation). Figures are kept as printed and never corrected; every number printed beside one is a claim of its own.
"""

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal

from warehouse.reference_files.csv_rows import read_csv
from warehouse.reference_files.overlay import ReferenceFiles
from warehouse.reference_files.problems import Problems
from warehouse.reference_files.record import Entry, Record, report_repeats

FIGURES, CLAIMS, OPERANDS = "figures/figures*.csv", "figures/claims*.csv", "figures/operands*.csv"
ROLES: dict[str, tuple[str, ...]] = {
    "value": (),
    "count_of_units": (),
    "parts": ("part",),
    "difference": ("plus", "minus"),
    "rate": ("numerator", "denominator"),
    "change": ("now", "before"),
    "times": ("now", "before"),
    "growth": ("now", "before"),
}
"""Kinds of claims, and the roles that numbers printed elsewhere may have in them; a kind without roles is held against data alone."""

NUMBERS = ("figure", "change", "times", "growth", "numerator", "denominator", "previous_figure", "units_expected")
"""Which number of mart.scorecard a claim is about; growth is taken of figure and previous_figure."""

_FIGURE_COLUMNS = (
    "index_year", "figure", "area", "name_vi", "name_en", "scope", "period", "value", "unit", "numerator", "denominator", "delta",
    "delta_unit", "delta_base", "part_of", "note", "source_vi", "source_en", "stated_on",
)  # fmt: skip
_CLAIM_COLUMNS = (
    "index_year", "figure", "claim", "kind", "statement_vi", "statement_en", "printed_words", "stated_value", "decimals", "unit_vi",
    "unit_en", "precision", "tolerance", "indicator", "scope_kind", "scope", "number",
)  # fmt: skip
_OPERAND_COLUMNS = ("index_year", "figure", "claim", "operand_no", "role", "of_figure", "of_claim")
_PLACES = 8
_MOST_DECIMALS, _LEAST_DECIMALS = 8, -9


def read_published_figures(files: ReferenceFiles, problems: Problems) -> list[Entry]:
    """Return rows of reference.published_figure, everything as printed."""
    return [
        Entry(
            {
                "index_year": row.integer("index_year"),
                "figure": row.text("figure"),
                "area": row.text("area"),
                "name_vi": row.text("name_vi"),
                "name_en": row.text("name_en"),
                "scope": row.text("scope"),
                "period": row.text("period"),
                "value": row.decimal("value", _PLACES),
                "unit": row.text("unit"),
                "numerator": row.optional_decimal("numerator", _PLACES),
                "denominator": row.optional_decimal("denominator", _PLACES),
                "delta": row.optional_decimal("delta", _PLACES),
                "delta_unit": row.optional_text("delta_unit"),
                "delta_base": row.optional_text("delta_base"),
                "part_of": row.optional_text("part_of"),
                "note": row.optional_text("note"),
                "source_vi": row.text("source_vi"),
                "source_en": row.text("source_en"),
                "stated_on": row.date("stated_on"),
            },
            row,
        )
        for _, path in files.matching(FIGURES)
        for row in read_csv(path, _FIGURE_COLUMNS, problems)
    ]


def read_figure_claims(files: ReferenceFiles, problems: Problems) -> list[Entry]:
    """Return rows of reference.figure_claim, in the order in which they are written."""
    rows = [row for _, path in files.matching(CLAIMS) for row in read_csv(path, _CLAIM_COLUMNS, problems)]
    return [
        Entry(
            {
                "index_year": row.integer("index_year"),
                "figure": row.text("figure"),
                "claim": row.text("claim"),
                "sort_order": number,
                "kind": row.choice("kind", tuple(ROLES)),
                "statement_vi": row.text("statement_vi"),
                "statement_en": row.text("statement_en"),
                "printed_words": row.optional_text("printed_words"),
                "stated_value": row.decimal("stated_value", _PLACES),
                "decimals": row.integer("decimals"),
                "unit_vi": row.text("unit_vi"),
                "unit_en": row.text("unit_en"),
                "precision": row.choice("precision", ("exact", "more_than", "nearly")),
                "tolerance": row.decimal("tolerance", _PLACES),
                "indicator": row.optional_text("indicator"),
                "scope_kind": _optional_choice(
                    row.optional_text("scope_kind"), row, "scope_kind", ("national", "level", "region", "group")
                ),
                "scope": row.optional_text("scope"),
                "number": _optional_choice(row.optional_text("number"), row, "number", NUMBERS),
            },
            row,
        )
        for number, row in enumerate(rows, start=1)
    ]


def _optional_choice(value: str | None, row: Record, key: str, options: tuple[str, ...]) -> str | None:
    return None if value is None else row.choice(key, options)


def read_figure_operands(files: ReferenceFiles, problems: Problems) -> list[Entry]:
    """Return rows of reference.figure_operand: the printed numbers from which a claim can be worked out again."""
    roles = tuple(sorted({role for roles in ROLES.values() for role in roles}))
    return [
        Entry(
            {
                "index_year": row.integer("index_year"),
                "figure": row.text("figure"),
                "claim": row.text("claim"),
                "operand_no": row.integer("operand_no"),
                "role": row.choice("role", roles),
                "of_figure": row.text("of_figure"),
                "of_claim": row.text("of_claim"),
            },
            row,
        )
        for _, path in files.matching(OPERANDS)
        for row in read_csv(path, _OPERAND_COLUMNS, problems)
    ]


def check_published_figures(figures: list[Entry], claims: list[Entry], operands: list[Entry], indicators: Iterable[Entry]) -> None:
    """Report repeats, claims that cannot be judged as written, and operands that are not there or do not fit.

    A figure without a claim is no problem of the file: it shows in mart.reconciliation and as a finding.
    """
    report_repeats(figures, ["index_year", "figure"], "số liệu công bố")
    report_repeats(claims, ["index_year", "figure", "claim"], "phát biểu")
    report_repeats(operands, ["index_year", "figure", "claim", "operand_no"], "số hạng")
    known = {(figure["index_year"], figure["figure"]) for figure in figures}
    reported = {indicator["indicator"] for indicator in indicators}
    for figure in figures:
        key = figure["index_year"], figure["figure"]
        if figure["part_of"] is not None and (key[0], figure["part_of"]) not in known:
            figure.report("unknown_figure", f"không có số liệu {figure['part_of']} của năm {key[0]}", "sửa cột part_of")
    for claim in claims:
        if (claim["index_year"], claim["figure"]) not in known:
            message = f"không có số liệu {claim['figure']} của năm {claim['index_year']}"
            claim.report("unknown_figure", message, "sửa cột figure, hoặc thêm số liệu vào tệp figures")
        _check_precision(claim)
        _check_data_side(claim, reported)
    _check_operands(claims, operands)


def _check_precision(claim: Entry) -> None:
    """The value stands in the decimals that it is printed with; «more than» and «nearly» say how far they reach."""
    decimals = claim["decimals"]
    if not _LEAST_DECIMALS <= decimals <= _MOST_DECIMALS:
        claim.report("out_of_range", f"“decimals” phải từ {_LEAST_DECIMALS} đến {_MOST_DECIMALS}", "sửa cột decimals")
    elif claim["stated_value"] % Decimal(1).scaleb(-decimals):
        message = f"{claim['stated_value']} không phải số in với {decimals} chữ số thập phân"
        claim.report("decimals_mismatch", message, "sửa decimals (số âm: làm tròn đến chục, trăm, nghìn…)")
    if claim["tolerance"] < 0:
        claim.report("out_of_range", "“tolerance” không được âm", "sửa cột tolerance")
    elif claim["precision"] != "exact" and not claim["tolerance"]:
        message = f"“{claim['precision']}” mà không nêu mức (tolerance)"
        claim.report("value_missing", message, "ghi tolerance: hơn hoặc kém tối đa bao nhiêu thì vẫn đúng")


def _check_data_side(claim: Entry, reported: set[str]) -> None:
    """A claim names all of indicator, scope and number, or none of them; the indicator is one of the catalogue."""
    given = [name for name in ("indicator", "scope_kind", "scope", "number") if claim[name] is not None]
    if len(given) not in (0, 4):
        claim.report("value_missing", "indicator, scope_kind, scope, number phải có đủ hoặc để trống cả bốn", "điền đủ hoặc bỏ hết")
    if claim["indicator"] is not None and claim["indicator"] not in reported:
        claim.report("unknown_indicator", f"không có chỉ tiêu “{claim['indicator']}”", "ghi mã có trong danh mục indicators/")


def _check_operands(claims: list[Entry], operands: list[Entry]) -> None:
    by_key = {(claim["index_year"], claim["figure"], claim["claim"]): claim for claim in claims}
    roles: dict[tuple[int, str, str], list[str]] = defaultdict(list)
    for operand in operands:
        key = operand["index_year"], operand["figure"], operand["claim"]
        of = operand["index_year"], operand["of_figure"], operand["of_claim"]
        owner = by_key.get(key)
        if owner is None:
            operand.report("unknown_claim", f"không có phát biểu {key[1]} “{key[2]}” của năm {key[0]}", "sửa cột figure, claim")
            continue
        roles[key].append(operand["role"])
        if of not in by_key or of == key:
            message = f"số hạng {of[1]} “{of[2]}” không có trong các phát biểu của năm {of[0]}"
            operand.report(
                "unknown_claim", message if of != key else "phát biểu không thể là số hạng của chính nó", "sửa cột of_figure, of_claim"
            )
        if operand["role"] not in ROLES.get(owner["kind"], ()):
            allowed = ", ".join(ROLES.get(owner["kind"], ())) or "không có số hạng nào"
            operand.report("role_mismatch", f"vai trò “{operand['role']}” không dùng cho loại “{owner['kind']}”", f"dùng: {allowed}")
    for key, claim in by_key.items():
        needed = {"rate", "change", "times", "growth"} & {claim["kind"]}
        missing = [role for role in ROLES.get(claim["kind"], ()) if role not in roles[key]] if needed and roles[key] else []
        if missing:
            claim.report(
                "value_missing", f"thiếu số hạng: {', '.join(missing)}", "thêm vào tệp operands, hoặc bỏ hết số hạng của phát biểu"
            )
        if claim["kind"] in ("parts", "difference") and not roles[key]:
            claim.report("value_missing", f"loại “{claim['kind']}” phải nêu các số hạng", "thêm vào tệp operands")
