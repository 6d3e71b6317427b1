"""Codes that repeat, and codes that Excel changed."""

import datetime as dt

import pytest

from assets.intake.criteria_lookup import CriteriaSet, Node
from assets.intake.line_matching import LineMatcher, code_key, looks_like_code
from assets.workbooks.workbook_cells import Cell

NODES = [
    ("I", "Chỉ đạo"), ("I/3.1", "Kế hoạch"), ("I/3.10", "Sáng kiến"), ("I/3.2", "Báo cáo"),
    ("III", "Thủ tục"), ("III/3.1", "Niêm yết"), ("III/3.2", "Báo cáo"),
]  # fmt: skip


@pytest.fixture
def matcher():
    nodes = [
        Node(path, path.rpartition("/")[2], name, path.partition("/")[0], "/" in path, order) for order, (path, name) in enumerate(NODES)
    ]
    return LineMatcher(CriteriaSet("s", 2023, "ministry", "ministries", dt.date(2023, 12, 31), tuple(nodes)))


def match(matcher, *rows):
    found = [matcher.match(Cell(1, 1, 1, kind, code), name) for kind, code, name in rows]
    return [node and node.node_id for node in found]


def test_field_context_decides_when_names_do_not(matcher):
    rows = [
        ("text", "I", ""),
        ("text", "3.1", "?"),
        ("text", "III.", ""),
        ("text", " 3.1. ", "?"),
        ("text", "3.2", "Báo cáo"),
    ]
    assert match(matcher, *rows) == ["I", "I/3.1", "III", "III/3.1", "III/3.2"]


def test_the_name_decides_before_the_context(matcher):
    assert match(matcher, ("text", "I", ""), ("text", "3.1", "NIÊM YẾT ")) == ["I", "III/3.1"]


def test_order_decides_without_field_rows(matcher):
    assert match(matcher, ("text", "3.2", ""), ("text", "III", ""), ("text", "3.2", "")) == ["I/3.2", "III", "III/3.2"]


def test_shortened_numbers(matcher):
    """Without names the order decides; with a name that fits none of them nothing is guessed."""
    nameless = [("text", "I", ""), ("number", "3.1", ""), ("number", "3.1", ""), ("number", "3.1", "Kế hoạch")]
    assert match(matcher, *nameless) == ["I", "I/3.1", "I/3.10", "I/3.1"]


def test_a_shortened_number_whose_name_fits_nothing_has_no_line(matcher):
    rows = [("text", "I", ""), ("number", "3.1", "x"), ("number", "3.1", "y"), ("number", "3.1", "Kế hoạch")]
    assert match(matcher, *rows) == ["I", None, None, "I/3.1"]


def test_dates_need_the_name(matcher):
    assert match(matcher, ("date", "2024-01-03", "Niêm yết")) == ["III/3.1"]
    assert match(matcher, ("date", "2024-03-01T00:00:00", "Kế hoạch")) == ["I/3.1"]
    assert match(matcher, ("date", "2024-01-03", "khác"), ("date", "12:00:00", "x")) == [None, None]


@pytest.mark.parametrize(
    ("text", "name", "node_id"),
    [
        ("1", "", "I"), ("３", "", "III"), ("Lĩnh vực I", "", "I"), ("Lĩnh vực 3", "", "III"), ("III. THỦ TỤC", "", "III"),
        ("Thủ tục", "", "III"), ("\u200b3.10", "?", "I/3.10"), ("'3．10", "?", "I/3.10"), ("Tiêu chí 3.10", "?", "I/3.10"),
        ("2", "", None), ("III. Kế hoạch", "", None), ("Kế hoạch", "", None), ("XXI", "", None), ("3.10 Báo cáo", "", None),
    ],
)  # fmt: skip
def test_other_spellings_of_the_same_code(matcher, text, name, node_id):
    assert match(matcher, ("text", text, name)) == [node_id]


@pytest.mark.parametrize(
    ("kind", "text", "name", "node_id"),
    [
        ("text", "3,2", "báo cáo", "I/3.2"), ("text", "3,2", "Niêm yết", None), ("text", "3,2", "", None),
        ("text", "2/3/2024", "Báo cáo", "I/3.2"), ("text", "2-Mar", "Báo cáo", "I/3.2"), ("text", "02-Thg3", "Báo cáo", "I/3.2"),
        ("text", "2-Mai", "Báo cáo", None), ("text", "2-Apr", "Báo cáo", None),
        ("number", "45353", "Báo cáo", "I/3.2"), ("number", "45353.5", "Báo cáo", None), ("number", "45353", "", None),
        ("number", "3.2000000000000002", "Báo cáo", "I/3.2"), ("number", "3.25", "Báo cáo", None), ("number", "1", "", "I"),
    ],
)  # fmt: skip
def test_a_damaged_code_needs_its_name(matcher, kind, text, name, node_id):
    assert match(matcher, (kind, text, name)) == [node_id]


def test_unknown(matcher):
    assert match(matcher, ("text", "9.9", "Kế hoạch"), ("number", "9.9", ""), ("error", "#REF!", "")) == [None] * 3


def test_code_shapes():
    assert code_key(" iii . ") == "III"
    assert looks_like_code("3.1.2.") and looks_like_code("IV") and looks_like_code("TC1")
    assert not looks_like_code("Ghi chú") and not looks_like_code("Người lập biểu")
