"""The rows of an annex put together as a tree, each with its maximum, mark and wording.

Belongs here: which line hangs under which, and remarks where that or a cell is not clear. Does not belong here: the meaning of wordings
(line_rules.py), sums (annex_checks.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal

from assets.criteria_annex.annex_rows import AnnexRow
from assets.criteria_annex.code_ladder import CodeLadder
from assets.criteria_annex.drafted_set import KINDS, KINDS_VI, DraftNode, Remarks
from assets.criteria_annex.exported_columns import read_exported
from assets.criteria_annex.points_cell import maximum_of
from assets.criteria_annex.printed_code import PrintedCode, first_codes_below
from assets.criteria_annex.survey_mark import by_method, marked
from assets.intake.phrase import fold_phrase
from assets.workbooks.workbook_cells import Cell

_BONUS, _PENALTY = re.compile(r"\bdiem (?:cong|thuong)\b"), re.compile(r"\bdiem tru\b|\btru diem\b")
_OF_KIND = {fold_phrase(label): kind for kind, label in KINDS_VI.items()}
_TEXTS = (("evidence", "evidence_vi"), ("legal_basis", "legal_basis"))
_NO_WORDS = ("trong do", "bao gom", "gom")


def annex_tree(rows: Iterable[AnnexRow], remarks: Remarks) -> tuple[list[DraftNode], list[Cell]]:
    """The fields of an annex, and the cells in which a total row states the whole."""
    every = list(rows)
    tree = _Tree(CodeLadder([row.code for row in every if row.kind == "line" and row.code is not None]), remarks)
    totals = []
    for row in every:
        if row.kind == "line":
            tree.line(row)
        elif row.kind == "more":
            tree.more(row)
        elif row.kind == "unread":
            what = f"không rõ mã “{row.cells['code'].text.strip()[:20]}” của dòng “{row.cells['name'].text.strip()[:60]}”"
            remarks.blocks(row.at("code"), what, "ghi mã như I, 1, 1.1, 1.1.1")
        elif (cell := row.cells.get("max")) is not None:
            totals.append(cell)
    return tree.fields, totals


class _Tree:
    def __init__(self, ladder: CodeLadder, remarks: Remarks) -> None:
        self._ladder, self._remarks = ladder, remarks
        self._path: list[DraftNode] = []
        self.fields: list[DraftNode] = []

    def line(self, row: AnnexRow) -> None:
        rung, code = self._rung(row)
        if rung is None:
            return
        if rung > len(self._path):
            what = f"mục {code} thiếu {KINDS_VI[KINDS[len(self._path)]]} ở trên"
            self._remarks.blocks(row.at("code"), what, "thêm dòng của mục cha vào phụ lục, hoặc sửa mã")
            return
        if not row.name:
            self._remarks.blocks(row.at("name"), f"mục {code} không có tên", "ghi tên mục")
        self._compare(row, rung, code)
        counts_as = self._counts_as(row) if rung == 0 else self._path[0].counts_as
        node = DraftNode(
            KINDS[rung], code, row.name or code, self._remarks.sheet, row.at("name"), row.at("max"), row.at("rule"), counts_as=counts_as
        )
        self._points(row, node)
        node.rule_text = row.text("rule")
        for column, key in _TEXTS:
            if row.text(column):
                node.own[key] = row.text(column)
        if row.text("note"):
            what = f"mục {code} có ghi chú “{row.text('note')[:60]}”"
            self._remarks.look(row.at("note"), what, "bộ tiêu chí không có chỗ cho ghi chú; đưa vào rule_vi nếu cần khi chấm")
        read_exported(row, node, self._remarks)
        siblings = self._path[rung - 1].children if rung else self.fields
        if any(other.code == code for other in siblings):
            self._remarks.blocks(row.at("code"), f"mã {code} đã có ở dòng trên trong cùng một mục", "đặt mã khác cho một trong hai dòng")
        siblings.append(node)
        self._path = [*self._path[:rung], node]
        self._ladder.take(rung, code)

    def more(self, row: AnnexRow) -> None:
        """Words below a line that have no code are its wording: an option with its points, or more lines of the rule."""
        if not self._path or fold_phrase(row.name) in _NO_WORDS:
            return
        name, points = row.name, row.cells.get("max") or row.cells.get("appraised_max")
        if name and points is not None and not re.search(r"[:=]\s*[\d]", name):
            name = f"{name.rstrip(' :.;')}: {points.text.strip().replace('.', ',')}"
        words = "\n".join(part for part in (name, row.text("rule")) if part)
        node = self._path[-1]
        node.rule_text = "\n".join(part for part in (node.rule_text, words) if part)
        for column, key in _TEXTS:
            if row.text(column):
                node.own[key] = "\n".join(part for part in (node.own.get(key, ""), row.text(column)) if part)

    def _rung(self, row: AnnexRow) -> tuple[int | None, str]:
        stated = _OF_KIND.get(fold_phrase(row.text("kind")))
        if stated is not None and row.code is not None:
            return KINDS.index(stated), row.cells["code"].text.strip()
        code = row.code or PrintedCode("Điểm trừ" if _PENALTY.search(fold_phrase(row.name)) else "Điểm cộng", "", "text")
        if row.code is None:
            self._remarks.look(row.at("code"), f"khối “{row.name[:60]}” không có mã", f"đã lấy mã “{code.code}”; sửa nếu cần")
            return 0, code.code
        rung, mended = self._ladder.step(code)
        if rung is None and code.is_letter:
            folded = fold_phrase(row.name)
            if _BONUS.search(folded) or _PENALTY.search(folded):
                return 0, mended
            self._remarks.look(row.at("code"), f"“{code.code}. {row.name[:60]}” là tên một phần, không phải lĩnh vực", "xem lại phần này")
            return None, mended
        if rung is None and not row.name and "max" not in row.cells:
            return None, mended  # a number or date that stands alone
        if rung is None:
            what = f"không rõ mã “{row.cells['code'].text.strip()}” của dòng “{row.name[:60]}”"
            self._remarks.blocks(row.at("code"), what, "ghi lại mã dạng chữ (Text), ví dụ 1.10")
        elif rung >= len(KINDS):
            self._remarks.blocks(row.at("code"), f"mục {mended} sâu hơn tiêu chí thành phần", "bộ tiêu chí chỉ có ba cấp; gộp hoặc sửa mã")
            return None, mended
        elif mended != code.code:
            self._remarks.look(row.at("code"), f"ô ghi {code.code}, theo thứ tự là mã {mended}", "đã lấy mã này; sửa nếu sai")
        return rung, mended

    def _compare(self, row: AnnexRow, rung: int, code: str) -> None:
        """Told, not refused: codes that leave out a number. Refused: one that belongs under another field or criterion."""
        if row.text("kind") or row.code is None:
            return
        above = self._path[rung - 1].code if rung else ""
        if above[:1].isdigit() and not code.startswith(f"{above}.") and "." in code:
            self._remarks.blocks(row.at("code"), f"mã {code} đứng dưới mục {above}", "sửa mã, hoặc thêm dòng của mục cha")
        elif code not in self._ladder.expected() and not (rung and not self._path[rung - 1].children and code in first_codes_below(above)):
            last = self._ladder.path[-1] if self._ladder.path else "đầu bảng"
            self._remarks.look(row.at("code"), f"mã {code} không nối tiếp {last}", "xem có thiếu dòng hoặc sai mã không")

    def _counts_as(self, row: AnnexRow) -> str:
        folded = fold_phrase(row.name)
        bonus, penalty = bool(_BONUS.search(folded)), bool(_PENALTY.search(folded))
        if bonus and penalty:
            what = f"khối “{row.name[:60]}” vừa cộng vừa trừ"
            self._remarks.blocks(row.at("name"), what, "tách thành hai khối: điểm cộng và điểm trừ, mỗi khối một mã")
        return "bonus" if bonus else "penalty" if penalty else "base"

    def _points(self, row: AnnexRow, node: DraftNode) -> None:
        """Maximum and mark; one column of maxima, or one for appraisal and one for the survey."""
        read: dict[str, Decimal] = {}
        for column in ("max", "appraised_max", "survey_max"):
            cell = row.cells.get(column)
            if cell is None or not re.search(r"\w", cell.text):
                continue
            value = maximum_of(cell, penalty=node.counts_as == "penalty")
            if value is None:
                what = f"điểm tối đa của mục {node.code} không phải số điểm: “{cell.text.strip()[:40]}”"
                self._remarks.blocks(row.at(column), what, "ghi số, ví dụ 0,5")
            else:
                read[column] = value
                node.max_cell = row.at(column)
        parts = {column: value for column, value in read.items() if column != "max" and value}
        node.max_points = read.get("max", sum(parts.values(), Decimal(0)) if parts else None)
        if "max" in read and parts and sum(parts.values()) != read["max"]:
            what = f"mục {node.code}: hai phần cộng lại {sum(parts.values())}, cột điểm tối đa ghi {read['max']}"
            self._remarks.blocks(node.max_cell, what, "sửa một trong các số")
        said = [set(parts) == {"survey_max"}] if len(parts) == 1 else []
        for column, reader in (("survey_mark", marked), ("method", by_method)):
            cell = row.cells.get(column)
            if cell is None:
                continue
            if column == "survey_mark" and cell.kind == "number" and maximum_of(cell, penalty=False) == node.max_points:
                says: bool | None = True
            else:
                says = reader(cell.text)
            if says is None:
                what = f"không rõ “{cell.text.strip()[:40]}” là thẩm định hay điều tra xã hội học"
                self._remarks.look(row.at(column), what, "ghi ĐTXHH hoặc Thẩm định; dòng này tạm coi là thẩm định")
            else:
                said.append(says)
        if len(set(said)) > 1:
            self._remarks.blocks(row.at("name"), f"mục {node.code}: các cột nói khác nhau về điều tra xã hội học", "sửa một trong các cột")
        node.survey = said[0] if said else None
