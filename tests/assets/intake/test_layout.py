"""Layouts from YAML: which holds in a year, overlays, mistakes."""

import pytest

from assets.intake.layout_files import LayoutError, load_layouts
from assets.intake.phrase import fold_phrase, header_key, opens_with
from tests.golden.small_reference import SHIPPED

MINIMAL = """
form: {form}
shape: tree
number_format: vi
titles: ["Phiếu"]
columns:
  - {{name: code, type: key, required: true, headers: ["Mã"]}}
  - {{name: self_points, type: number, required: true, headers: ["{header}"]}}
"""


REGISTER = MINIMAL.replace("tree", "register") + (
    '  - {{name: done, type: choice, headers: ["Xong"], choices: [{{code: agreed, words_vi: [Có, Rồi]}}]}}\n'
)


def write(root, year, header="Điểm", form="self_assessment", text=MINIMAL):
    path = root / "forms" / "self_assessment" / f"{year}.yml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text.format(form=form, header=header), encoding="utf-8")
    return root


def test_the_forms_ship_from_2017():
    layouts = load_layouts([SHIPPED])
    shapes = {form: layouts.get(form, None).shape for form in layouts.by_form}
    assert shapes == {
        "appraisal": "tree", "appraisal_2": "tree", "explanation": "tree", "self_assessment": "tree", "survey_scores": "tree",
        "report_quarter_1": "tree", "report_quarter_3": "tree", "report_six_months": "tree", "report_year": "tree",
        "index_scores": "index",
        "dossiers": "register", "inspections": "register", "petitions": "register", "plan_tasks": "register", "sipas_ballots": "register",
    }  # fmt: skip
    first = {form: 2021 if form.startswith("report_") else 2017 for form in layouts.by_form}
    assert all(layouts.get(form, year) and layouts.get(form, year - 1) is None for form, year in first.items())
    assert [form for form in layouts.by_form if layouts.get(form, None).number_format == "plain"] == ["index_scores"]


def test_a_layout_holds_until_the_next(tmp_path):
    layouts = load_layouts([write(write(tmp_path, 2017, "Cũ"), 2024, "Mới")])
    assert [layouts.get("self_assessment", year).columns[1].headers for year in (2017, 2023, 2024, 2030)] == [
        ("cu",), ("cu",), ("moi",), ("moi",),
    ]  # fmt: skip
    assert layouts.get("self_assessment", None).from_index_year == 2024


def test_a_later_folder_replaces_the_same_path(tmp_path):
    ours = write(tmp_path / "ours", 2017, "Chung")
    theirs = write(tmp_path / "theirs", 2017, "Riêng")
    assert load_layouts([ours, theirs]).get("self_assessment", 2020).columns[1].headers == ("rieng",)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (MINIMAL + "stop: []\n", "unknown key stop"),
        (MINIMAL.replace("required: true, headers: [\"Mã\"]", "need: true, headers: [\"Mã\"]"), "unknown key need"),
        (MINIMAL.replace("vi", "us"), "number_format"),
        (MINIMAL.replace("[\"{header}\"]", "[\"MÃ\"]"), "stands twice"),
        (MINIMAL.replace("required: true, headers: [\"Mã\"]", "headers: [\"Mã\"]"), "needs the required column code"),
        (MINIMAL.replace("{form}", "other"), "in the folder"),
        (MINIMAL + '  - {{name: due, type: date, headers: ["Hạn"]}}\n', "only a register"),
        (REGISTER.replace("choices:", "choice:"), "unknown key choice"),
        (REGISTER.replace(", choices: [{{code: agreed, words_vi: [Có, Rồi]}}]", ""), "choices belong to"),
        (REGISTER.replace("Rồi]}}", "Rồi]}}, {{code: other, words_vi: [CÓ]}}"), "mean two choices: co"),
        (REGISTER.replace("words_vi: [Có, Rồi]", "words_vi: Có"), "a choice needs"),
        ("a: [", "self_assessment/2017.yml"),
        ("- a\n", "not a mapping"),
    ],
)  # fmt: skip
def test_a_mistake_stops_loading_with_the_file(tmp_path, text, message):
    with pytest.raises(LayoutError, match=message) as error:
        load_layouts([write(tmp_path, 2017, text=text)])
    assert "2017.yml" in str(error.value)


def test_a_choice_may_spell_its_code_and_its_words_alike(tmp_path):
    column = load_layouts([write(tmp_path, 2017, text=REGISTER.replace("Rồi", "AGREED"))]).get("self_assessment", 2020).columns[2]
    assert [(choice.code, choice.label, choice.spellings) for choice in column.choices] == [("agreed", "Có", ("co", "agreed"))]


def test_headers_without_whose_they_are_and_without_a_year():
    assert header_key("Điểm tự đánh giá của Bộ, cơ quan") == header_key("Điểm tự đánh giá (điểm) năm 2023") == "diem tu danh gia"
    assert (
        header_key("Của đơn vị") == "cua don vi"
        and header_key("Năm 2023") == "nam 2023"
        and header_key("Số năm công tác") == "so nam cong tac"
    )


def test_phrases():
    assert fold_phrase(" Điểm\u00a0TỐI  ĐA: ") == "diem toi da"
    assert opens_with("Tổng cộng các lĩnh vực", ("tong cong",))
    assert opens_with("TỔNG:", ("tong",))
    assert not opens_with("Tổng hợp báo cáo", ("tong",))
