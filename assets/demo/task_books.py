"""The demo's registers of reform tasks of 2024: every ministry and province, with the printed totals.

Belongs here: made-up tasks whose counts per unit are those of task_counts.py; the 64 task groups of the Steering Committee over the
ministries. Does not belong here: the counts, the workbook (register_book.py).
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Mapping

from assets.demo.demo_units import DemoUnit
from assets.demo.national_split import seeded_weights, split_total
from assets.demo.register_book import Value
from assets.demo.task_counts import INDEX_YEAR

FORM = "plan_tasks"
TITLE, SHEET = "THEO DÕI NHIỆM VỤ CẢI CÁCH HÀNH CHÍNH", "Nhiệm vụ CCHC"
LABELS: tuple[str, ...] = (
    "Mã nhiệm vụ", "Nhiệm vụ", "Lĩnh vực", "Đơn vị chủ trì", "Loại nhiệm vụ", "Thời hạn", "Sản phẩm", "Tình trạng", "Ngày hoàn thành",
    "Lùi đến ngày", "Nguồn giao", "Ghi chú",
)  # fmt: skip
DONE, DOING, NOT_BEGUN, DEFERRED = "Hoàn thành", "Đang thực hiện", "Chưa thực hiện", "Xin lùi thời hạn"
STEERING = {"completed": 18, "open": 3, "recurring": 42, "deferred": 1}
"""As printed at the 9th session: 64 task groups; the one that asked to defer to 2025 is printed in neither group."""
_LAST_DAY = dt.date(INDEX_YEAR, 12, 31)
_WORK = {
    "Chỉ đạo, điều hành": ("Kiểm tra công tác cải cách hành chính", "Tập huấn cải cách hành chính", "Tuyên truyền cải cách hành chính"),
    "Cải cách thể chế": ("Rà soát văn bản quy phạm pháp luật", "Xây dựng văn bản hướng dẫn", "Theo dõi thi hành pháp luật"),
    "Cải cách thủ tục hành chính": ("Rà soát, đơn giản hóa thủ tục", "Công bố thủ tục sửa đổi", "Rút ngắn thời gian giải quyết"),
    "Cải cách tổ chức bộ máy": ("Sắp xếp đơn vị sự nghiệp", "Rà soát chức năng, nhiệm vụ", "Phân cấp quản lý"),
    "Cải cách chế độ công vụ": ("Rà soát vị trí việc làm", "Bồi dưỡng công chức", "Đánh giá, xếp loại công chức"),
    "Cải cách tài chính công": ("Giao quyền tự chủ tài chính", "Giải ngân vốn đầu tư công", "Rà soát tài sản công"),
    "Chính phủ điện tử, chính phủ số": ("Nâng cấp dịch vụ công trực tuyến", "Số hóa hồ sơ, giấy tờ", "Kết nối cơ sở dữ liệu"),
}
_SPELT = {"Cải cách thủ tục hành chính": "TTHC", "Chính phủ điện tử, chính phủ số": "Chuyển đổi số"}
_OWNERS = {
    "ministry": ("Văn phòng", "Vụ Tổ chức cán bộ", "Vụ Pháp chế", "Cục Công nghệ thông tin"),
    "province": ("Văn phòng UBND tỉnh", "Sở Nội vụ", "Sở Tư pháp", "Sở Tài chính", "Sở Thông tin và Truyền thông"),
}
_PRODUCTS = ("Báo cáo", "Kế hoạch", "Quyết định", "Công văn")


def task_rows(unit: DemoUnit, level: str, counts: tuple[int, int], steering: Mapping[str, int], seed: int) -> list[list[Value]]:
    """The rows of one unit: as many plan tasks, and completed ones, as counts say, then its groups of the Steering Committee by kind."""
    rng = random.Random(f"{seed}:tasks:{unit.unit_id}")
    planned, completed = counts
    left_open = set(rng.sample(range(planned), planned - completed))
    rows = [_plan_task(unit, level, number, number not in left_open, rng) for number in range(planned)]
    kinds = [kind for kind, many in steering.items() for _ in range(many)]
    return rows + [_steering_task(unit, level, number, kind, rng) for number, kind in enumerate(kinds)]


def steering_split(units: tuple[DemoUnit, ...], seed: int) -> dict[str, dict[str, int]]:
    """Per unit_id, how many task groups of each kind; the sums are :data:`STEERING`."""
    names = [unit.unit_id for unit in units]
    split = {kind: split_total(total, seeded_weights(f"{seed}:steering:{kind}", names)) for kind, total in STEERING.items()}
    return {name: {kind: many[place] for kind, many in split.items()} for place, name in enumerate(names)}


def _plan_task(unit: DemoUnit, level: str, number: int, done: bool, rng: random.Random) -> list[Value]:
    area, work = _area(rng)
    recurring = rng.random() < 0.2
    deadline = None if recurring else _month_end(rng.randint(3, 12))
    status, finished, deferred_to = DONE, None, None
    if done:
        by = deadline or _LAST_DAY
        late = deadline is not None and deadline < _LAST_DAY and rng.random() < 0.07
        finished = min(by + dt.timedelta(days=rng.randint(1, 25)), _LAST_DAY) if late else by - dt.timedelta(days=rng.randint(0, 40))
    elif deadline is not None and rng.random() < 0.2:
        status, deferred_to = DEFERRED, dt.date(INDEX_YEAR + 1, 6, 30)
    else:
        status = rng.choice((DOING, DOING, NOT_BEGUN))
    kind = "Thường xuyên" if recurring else "Có thời hạn"
    task = f"{work} đợt {number % 4 + 1} (giả lập)"
    return _row(unit, level, f"KH-{number + 1:03}", task, area, kind, deadline, status, finished, deferred_to, "Kế hoạch", rng)


def _steering_task(unit: DemoUnit, level: str, number: int, kind: str, rng: random.Random) -> list[Value]:
    area, work = _area(rng)
    deadline = None if kind == "recurring" else _month_end(rng.randint(6, 12))
    words = {"recurring": "Thường xuyên", "deferred": None}.get(kind, "Có thời hạn")
    status = {"completed": DONE, "deferred": DEFERRED}.get(kind, DOING)
    finished = deadline - dt.timedelta(days=rng.randint(0, 20)) if kind == "completed" and deadline else None
    deferred_to = dt.date(INDEX_YEAR + 1, 6, 30) if kind == "deferred" else None
    task = f"{work}, nhóm nhiệm vụ trọng tâm (giả lập)"
    return _row(unit, level, f"BCĐ-{number + 1:02}", task, area, words, deadline, status, finished, deferred_to, "Ban Chỉ đạo giao", rng)


def _row(
    unit: DemoUnit,
    level: str,
    code: str,
    task: str,
    area: str,
    kind: str | None,
    deadline: dt.date | None,
    status: str,
    finished: dt.date | None,
    deferred_to: dt.date | None,
    source: str,
    rng: random.Random,
) -> list[Value]:
    spelt = _SPELT.get(area, area) if rng.random() < 0.3 else area
    product = f"{rng.choice(_PRODUCTS)} số {rng.randint(10, 400)} (giả lập)" if status == DONE else None
    return [
        code, task, spelt, rng.choice(_OWNERS[level]), kind, deadline, product, status, finished, deferred_to, source,
        "đề nghị lùi sang năm sau" if status == DEFERRED else None,
    ]  # fmt: skip


def _area(rng: random.Random) -> tuple[str, str]:
    area = rng.choice(tuple(_WORK))
    return area, rng.choice(_WORK[area])


def _month_end(month: int) -> dt.date:
    following = dt.date(INDEX_YEAR + month // 12, month % 12 + 1, 1)
    return following - dt.timedelta(days=1)
