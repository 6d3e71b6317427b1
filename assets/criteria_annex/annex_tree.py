"""The rows of an annex put together as a tree, each with its wording.

Belongs here: which line hangs under which, and remarks where that or a cell is not clear. Does not belong here: maxima and marks
(row_points.py), the meaning of wordings (line_rules.py), sums (annex_checks.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from assets.criteria_annex.annex_rows import AnnexRow
from assets.criteria_annex.block_words import BlockWords
from assets.criteria_annex.code_ladder import CodeLadder
from assets.criteria_annex.drafted_set import KINDS, KINDS_VI, DraftNode, Remarks
from assets.criteria_annex.exported_columns import read_exported
from assets.criteria_annex.option_rows import settle_scored_rows
from assets.criteria_annex.printed_code import PrintedCode, first_codes_below
from assets.criteria_annex.row_points import read_points
from assets.criteria_annex.unread_lines import code_for, first_of_groups, mend_of_unread, name_of, rung_for, what_is_unread
from assets.intake.phrase import fold_phrase

_OF_KIND = {fold_phrase(label): kind for kind, label in KINDS_VI.items()}
_TEXTS = (("evidence", "evidence_vi"), ("legal_basis", "legal_basis"))
_NO_WORDS = ("trong do", "bao gom", "gom")


def annex_tree(rows: Iterable[AnnexRow], blocks: BlockWords, remarks: Remarks) -> tuple[list[DraftNode], list[AnnexRow]]:
    """The fields of an annex, and the rows that state a total."""
    every = settle_scored_rows(rows)
    codes = [row.code for row in every if row.kind == "line" and row.code is not None]
    tree = _Tree(CodeLadder(codes), blocks, remarks)
    groups = first_of_groups(every)
    totals = []
    for row in every:
        if row.kind == "line":
            tree.line(row)
        elif row.kind == "more":
            tree.more(row)
        elif row.kind == "unread":
            tree.unread(row, groups.get(row.row_no))
        else:
            totals.append(row)
    headed = next((row for row in every if row.code is not None and row.code.is_headed and "kind" not in row.columns), None)
    if headed is not None and headed.code is not None:
        what = f"mã của tiêu chí có mã lĩnh vực đứng trước, như {headed.code.code}"
        remarks.look(headed.at("code"), what, "đã lấy mã như phụ lục ghi; bài nộp phải ghi đúng mã ấy")
    return tree.fields, totals


class _Tree:
    def __init__(self, ladder: CodeLadder, blocks: BlockWords, remarks: Remarks) -> None:
        self._ladder, self._blocks, self._remarks = ladder, blocks, remarks
        self._rung_of_group = 0
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
        self._add(row, rung, code)
        self._ladder.take(rung, code)

    def unread(self, row: AnnexRow, points: Decimal | None) -> None:
        """A line whose code is none is told, and drafted where it seems to belong. points: of its group, where it is the first of it."""
        if points is not None:
            self._rung_of_group = rung_for(self._path, points)
        rung = min(self._rung_of_group, len(self._path))
        above = self._path[rung - 1] if rung else None
        code = code_for(row.text("code"), above, above.children if above is not None else self.fields)
        self._remarks.blocks(row.at("code"), what_is_unread(row), mend_of_unread(row, code, above))
        if rung >= len(KINDS):
            self.more(row)
        elif name := name_of(row):
            self._add(replace(row, name=name), rung, code)

    def _add(self, row: AnnexRow, rung: int, code: str) -> None:
        counts_as = self._counts_as(row) if rung == 0 else self._path[0].counts_as
        node = DraftNode(
            KINDS[rung], code, row.name or code, self._remarks.sheet, row.at("name"), row.at("max"), row.at("rule"), counts_as=counts_as
        )
        read_points(row, node, self._remarks)
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
        code = row.code or PrintedCode("Điểm trừ" if "penalty" in self._blocks.kinds_in(row.name) else "Điểm cộng", "", "text")
        if row.code is None:
            self._remarks.look(row.at("code"), f"khối “{row.name[:60]}” không có mã", f"đã lấy mã “{code.code}”; sửa nếu cần")
            return 0, code.code
        rung, mended = self._ladder.step(code)
        if rung is None and code.is_letter:
            if self._blocks.kinds_in(row.name):
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
        if (above[:1].isdigit() or (above and row.code.is_headed)) and not code.startswith(f"{above}.") and "." in code:
            self._remarks.blocks(row.at("code"), f"mã {code} đứng dưới mục {above}", "sửa mã, hoặc thêm dòng của mục cha")
        elif code not in self._ladder.expected() and not (rung and not self._path[rung - 1].children and code in first_codes_below(above)):
            last = self._ladder.path[-1] if self._ladder.path else "đầu bảng"
            self._remarks.look(row.at("code"), f"mã {code} không nối tiếp {last}", "xem có thiếu dòng hoặc sai mã không")

    def _counts_as(self, row: AnnexRow) -> str:
        kinds = self._blocks.kinds_in(row.name)
        if len(kinds) > 1:
            what = f"khối “{row.name[:60]}” vừa cộng vừa trừ"
            self._remarks.blocks(row.at("name"), what, "tách thành hai khối: điểm cộng và điểm trừ, mỗi khối một mã")
        return "bonus" if "bonus" in kinds else "penalty" if kinds else "base"
