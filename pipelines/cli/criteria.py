"""What `cchc criteria` does: annex to set, set to workbook, the sets there are.

Belongs here: files and what is said. Does not: reading an annex, writing a workbook (assets/criteria_annex), options (criteria_app.py).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from assets.criteria_annex.annex_words import load_annex_words
from assets.criteria_annex.drafted_set import DraftSet, ToFinish
from assets.criteria_annex.read_annex import AnnexRefused, SetRequest, read_annex
from assets.criteria_annex.set_place import drafts_folder, next_version, set_file, set_name, sets_folder, what_loading_refuses
from assets.criteria_annex.set_yaml import set_yaml
from assets.workbooks.unreadable import UnreadableFile
from pipelines.cli.failure import BAD_INPUT, NOTHING_YET, CommandFailed
from pipelines.cli.printing import console, shown, table
from warehouse.durable_files import write_whole
from warehouse.home import Home
from warehouse.reference_data import load_reference
from warehouse.reference_files.panel_name import PANEL_NAME_MEND, is_panel_name
from warehouse.unit_levels import PANEL_OF_LEVEL
from warehouse.wording import Wording

_VI = Wording("vi")

Tables = dict[str, pl.DataFrame]


@dataclass(frozen=True)
class ImportRequest:
    """What the command line says of the set."""

    year: int
    level: str
    panel: str | None
    version: int | None
    decision: str | None
    known_on: str | None
    units_as_of: str | None
    source: str | None
    sheet: str | None


def import_set(file: Path, wanted: ImportRequest, to: Path | None, replace: bool) -> None:
    """Write the set and list what is to be finished. Raises CommandFailed where it cannot be read, stands already, or is not usable yet."""
    home, out = Home.from_env(), console()
    tables = load_reference(home.reference_folders)
    panel = wanted.panel or PANEL_OF_LEVEL[wanted.level]
    if not is_panel_name(panel):  # the set's file takes its name
        raise CommandFailed(f"«{panel}» không dùng được làm tên danh sách: {PANEL_NAME_MEND}.", BAD_INPUT)
    free = next_version(tables, wanted.year, panel)
    if replace and wanted.version is None and free > 1:
        raise CommandFailed("Với --replace hãy nêu --version của bộ cần thay.", BAD_INPUT)
    version = wanted.version or free
    name = set_name(wanted.level, panel, wanted.year, version)
    folder = to or sets_folder(home)
    _refuse_to_overwrite(home, folder, name, free, replace)
    request = SetRequest(
        name, wanted.year, wanted.level, panel, version, wanted.decision, _day(wanted.known_on), _day(wanted.units_as_of), wanted.source,
        wanted.sheet,
    )  # fmt: skip
    if not file.is_file():
        raise CommandFailed(f"Không có tệp {file}.", BAD_INPUT)
    try:
        drafted = read_annex(file.read_bytes(), file.name, request, load_annex_words(home.reference_folders))
    except AnnexRefused as refused:
        raise CommandFailed(f"{file.name}: {refused}", BAD_INPUT) from refused
    except UnreadableFile as unreadable:
        raise CommandFailed(f"{file.name}: {unreadable.detail_vi}", BAD_INPUT) from unreadable
    drafted.to_finish = [*_of_the_year(tables, wanted.year), *drafted.to_finish, *_of_the_list(tables, wanted.year, panel)]
    head = [f"{drafted.facts['title_vi']}.", f"Nhập bằng “cchc criteria import” từ tệp {file.name}; lời văn của văn bản ở rule_vi."]
    if not drafted.blocked:
        drafted.to_finish += what_loading_refuses(set_yaml(drafted, head), name, home.reference_folders)
    path = _place(home, folder, drafted, replace) / f"{name}.yml"
    write_whole(path, set_yaml(drafted, head).encode())
    _tell(out, drafted, path)
    if drafted.blocked:
        count = sum(each.blocks for each in drafted.to_finish)
        raise CommandFailed(
            f"Còn {count} việc phải sửa (✗) trước khi dùng được bộ này. Sửa phụ lục rồi nhập lại, hoặc sửa bản nháp {path} rồi chuyển vào "
            f"{sets_folder(home)}.",
            BAD_INPUT,
        )


def _refuse_to_overwrite(home: Home, folder: Path, name: str, free: int, replace: bool) -> None:
    there = folder / f"{name}.yml"
    stands = there if there.exists() else set_file(home, name)
    if stands is not None and not replace:
        raise CommandFailed(
            f"Đã có bộ tiêu chí {name} ({stands}). Sửa giữa kỳ là một phiên bản mới: --version {free}; thay hẳn bộ cũ: thêm --replace.",
            BAD_INPUT,
        )


def _place(home: Home, folder: Path, drafted: DraftSet, replace: bool) -> Path:
    """A set that does not load must not lie among the reference data, where every command would stop at it."""
    in_reference = any(folder.absolute().is_relative_to(each.absolute()) for each in (home.root / "reference", *home.reference_folders))
    if not (drafted.blocked and in_reference):
        return folder
    draft = drafts_folder(home) / f"{drafted.facts['criteria_set']}.yml"
    if draft.exists() and not replace:
        raise CommandFailed(f"Đã có bản nháp {draft}. Xóa nó, hoặc thêm --replace để ghi đè.", BAD_INPUT)
    return drafts_folder(home)


def _day(text: str | None) -> str | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError as error:
        raise CommandFailed(f"“{text}” không phải ngày; viết năm-tháng-ngày, ví dụ 2025-12-05.", BAD_INPUT) from error


def _of_the_year(tables: Tables, year: int) -> list[ToFinish]:
    """Told before all else: no set of a year that is not open loads, however well it reads."""
    years = tables["reference.index_year"]["index_year"].sort().to_list()
    if year in years:
        return []
    what = f"năm {year} chưa mở; các năm đang mở: {years[0]}–{years[-1]}"
    return [ToFinish(True, None, None, what, "thêm năm này vào periods.yml trước, rồi nhập lại phụ lục")]


def _of_the_list(tables: Tables, year: int, panel: str) -> list[ToFinish]:
    members = tables["reference.panel_member"].filter((pl.col("index_year") == year) & (pl.col("panel") == panel))
    if members.height:
        return []
    what = f"danh sách {panel} năm {year} chưa có đơn vị nào"
    return [ToFinish(False, None, None, what, "thêm các đơn vị vào một tệp panels….csv dưới CCHC_HOME/reference")]


def _tell(out: Any, drafted: DraftSet, path: Path) -> None:
    nodes = list(drafted.nodes())
    lines = [node for node in nodes if not node.children]
    ruled = sum("scoring" in node.own for node in lines)
    counts = ", ".join(f"{sum(node.kind == kind for node in nodes)} {label}" for kind, label in _KINDS)
    mark = "✗ Bản nháp" if drafted.blocked else "✓"
    out.print(f"{mark} {path}: {counts}; {len(lines)} dòng chấm điểm, {sum(bool(node.survey) for node in lines)} dòng điều tra, "
              f"{ruled} dòng có cách chấm tính được.")  # fmt: skip
    rows = [("✗" if each.blocks else "!", each.place, each.what_vi, each.mend_vi) for each in drafted.to_finish]
    if rows:
        out.print(table(["", "Ô", "Việc", "Cách làm"], sorted(rows, key=lambda row: row[0] != "✗"), title=f"Việc còn lại ({len(rows)})"))


_KINDS = (("field", "lĩnh vực"), ("criterion", "tiêu chí"), ("sub_criterion", "tiêu chí thành phần"))


def export_set(name: str, to: Path) -> None:
    """Write a set as a workbook. Raises CommandFailed for an unknown set or a file that is there already."""
    from assets.criteria_annex.set_source import drafted_from_yaml
    from assets.criteria_annex.set_workbook import set_workbook

    home, out = Home.from_env(), console()
    tables = load_reference(home.reference_folders)
    source = set_file(home, name)
    if source is None:
        known = ", ".join(tables["reference.criteria_set"]["criteria_set"].sort().to_list()) or "chưa có bộ nào"
        raise CommandFailed(f"Không có bộ tiêu chí «{name}»; các bộ: {known}.", BAD_INPUT)
    path = to if to.suffix.lower() == ".xlsx" else to / f"{name}.xlsx"
    if path.exists():
        raise CommandFailed(f"Đã có tệp {path}; đổi tên hoặc chọn nơi khác bằng --to để không ghi đè.", BAD_INPUT)
    write_whole(path, set_workbook(drafted_from_yaml(source, lambda other: set_file(home, other))))
    count = tables["reference.criterion"].filter(pl.col("criteria_set") == name).height
    out.print(f"✓ {path}: {count} mục của bộ {name}. Nhập lại: cchc criteria import {path.name} --year … --level … --version …")


def list_sets() -> None:
    """Print every set of this home with its counts beside those that its document states."""
    tables, out = load_reference(Home.from_env().reference_folders), console()
    sets = tables["reference.criteria_set"].sort("index_year", "level", "panel", "version")
    if not sets.height:
        raise CommandFailed("Chưa có bộ tiêu chí nào.", NOTHING_YET)
    newest = {(row["index_year"], row["panel"]): row["criteria_set"] for row in sets.iter_rows(named=True)}
    rows = []
    for row in sets.iter_rows(named=True):
        own = tables["reference.criterion"].filter(pl.col("criteria_set") == row["criteria_set"])
        counts = [own.filter(pl.col("kind") == kind).height for kind, _ in _KINDS]
        stated = [row[column] for column in ("stated_fields", "stated_criteria", "stated_subcriteria")]
        used = newest[row["index_year"], row["panel"]] == row["criteria_set"]
        versions = f"{row['version']}{' (đang dùng)' if used else ''}"
        shown_counts = [_count(here, there) for here, there in zip(counts, stated, strict=True)]
        whole = [shown(row["max_points"]), "minh họa" if row["illustrative"] else ""]
        whose = [row["criteria_set"], row["index_year"], _VI.code("level", row["level"]), row["panel"]]
        rows.append([*whose, versions, row["known_on"], *shown_counts, *whole])
    names = ["Bộ tiêu chí", "Năm", "Cấp", "Danh sách", "Phiên bản", "Ban hành", "Lĩnh vực", "Tiêu chí", "TC thành phần", "Điểm", ""]
    out.print(table(names, rows, right=("Lĩnh vực", "Tiêu chí", "TC thành phần", "Điểm")))
    out.print("Số lượng: có / văn bản nêu; ≠ là khác nhau.")


def _count(here: int, stated: int | None) -> str:
    return str(here) if stated is None else f"{here} / {stated}" if here == stated else f"{here} ≠ {stated}"
