"""The pages: one per submission and an index, plain HTML that loads nothing.

Belongs here: HTML and its one style sheet. Does not: what the answers are (outbox.py). All data goes through `escape`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby

from assets.answers.answer_words import cells_vi
from assets.answers.told_finding import ToldFinding
from warehouse.printable import printable

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
_STYLE = """
body{font-family:system-ui,"Segoe UI",Roboto,"Noto Sans",sans-serif;color:#1b1b1b;max-width:72rem;
  margin:2rem auto;padding:0 1rem;line-height:1.45}
h1{font-size:1.35rem;margin:0 0 .3rem}
h2{font-size:1.05rem;margin:1.6rem 0 .4rem}
.verdict{font-weight:600;padding:.6rem .8rem;border-left:.35rem solid;margin:1rem 0}
.good{color:#00573d;border-color:#00703c;background:#eef7f1}
.bad{color:#8c1c13;border-color:#c00000;background:#fcefed}
.madeup{background:#fff4ce;border:1px solid #e0b400;padding:.4rem .8rem;margin:.6rem 0}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.15rem 1rem;margin:.6rem 0}
dt{color:#555}
dd{margin:0}
table{border-collapse:collapse;width:100%;margin:.6rem 0;font-size:.95rem}
th,td{border:1px solid #c9ced6;padding:.35rem .55rem;text-align:left;vertical-align:top}
th{background:#e8edf5}
td.n{text-align:right}
.error td:first-child{background:#ffd9d6}
.warning td:first-child{background:#ffefb8}
.info td:first-child{background:#dfeaf6}
code{font-family:ui-monospace,Consolas,monospace;font-size:.85em;color:#555}
.place{white-space:nowrap}
footer{color:#666;font-size:.85rem;margin-top:2rem;border-top:1px solid #ddd;padding-top:.5rem}
@media print{body{margin:0;max-width:none;font-size:10pt}
a{color:inherit;text-decoration:none}
tr{break-inside:avoid}}
"""


@dataclass(frozen=True)
class AnswerPage:
    """All that one page says."""

    name: str
    workbook: str | None
    unit: str | None
    year: int | None
    form: str
    file_name: str
    received: str
    letter: str | None
    receipt_id: str
    version_no: int | None
    lines: int
    made_up: bool
    accepted: bool
    verdict: str
    good: bool
    findings: tuple[ToldFinding, ...]
    unknown: tuple[str, ...] = ()
    """Sentences on rules that could not be evaluated for this year: what they would say of the submission is not known."""

    @property
    def inconclusive(self) -> bool:
        """Nothing is known to be wrong, and not everything could be asked."""
        return bool(self.unknown) and self.accepted and not self.count("error")

    def count(self, severity: str) -> int:
        return sum(finding.severity == severity for finding in self.findings)


def submission_page(page: AnswerPage) -> str:
    """The page of one submission."""
    facts = [
        ("Đơn vị", page.unit or "không rõ"),
        ("Năm đánh giá", str(page.year or "không rõ")),
        ("Tệp đã nhận", page.file_name),
        ("Nhận lúc", page.received),
        ("Công văn", page.letter or "không có"),
        ("Biên nhận", page.receipt_id),
        ("Tình trạng", f"được tính, bản thứ {page.version_no}, {cells_vi(page.lines)}" if page.accepted else "bị từ chối, không được tính"),
    ]
    told = "".join(f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>" for name, value in facts)
    body = f"<h1>{escape(page.form)}</h1>{_made_up(page.made_up)}<dl>{told}</dl>"
    body += f'<p class="verdict {"good" if page.good else "bad"}">{escape(page.verdict)}</p>'
    if page.unknown:
        body += "<ul>" + "".join(f"<li>{escape(sentence)}</li>" for sentence in page.unknown) + "</ul>"
    if page.workbook:
        body += f'<p>Tệp Excel đã đánh dấu các ô cần xem: <a href="{escape(page.workbook)}">{escape(page.workbook)}</a></p>'
    if page.findings:
        rows = "".join(
            f'<tr class="{escape(f.severity)}"><td>{f.severity_vi}</td><td class="place">{escape(f.place or "cả tệp")}</td>'
            f"<td>{escape(f.message_vi)}</td><td>{escape(f.mend_vi)}</td><td>{escape(f.shown_value)}</td><td><code>{escape(f.rule)}</code></td></tr>"
            for f in page.findings
        )
        head = "<tr><th>Mức</th><th>Trang tính và ô</th><th>Nội dung</th><th>Cách sửa</th><th>Ô đang ghi</th><th>Quy tắc</th></tr>"
        body += f"<table><thead>{head}</thead><tbody>{rows}</tbody></table>"
        body += "<p>Sửa trong tệp gốc rồi gửi lại cả tệp; bản gửi sau được tính, bản trước vẫn được lưu.</p>"
    return _document(
        f"{page.form} – {page.unit or 'không rõ đơn vị'} – {page.year or ''}", body + '<p><a href="index.html">Danh sách bài nộp</a></p>'
    )


def index_page(pages: Sequence[AnswerPage]) -> str:
    """All submissions by year, those that must be mended first within a year."""
    bad = sum(not page.good for page in pages)
    body = f"<h1>Trả lời các bài nộp</h1>{_made_up(any(page.made_up for page in pages))}"
    unsure = sum(page.inconclusive for page in pages)
    body += f"<p>{len(pages)} bài nộp đang được tính hoặc bị từ chối; {bad - unsure} bài cần sửa"
    body += f"; {unsure} bài chưa kết luận được vì có quy tắc không đánh giá được.</p>" if unsure else ".</p>"
    told = dict.fromkeys(sentence for page in pages for sentence in page.unknown)
    body += f"<ul>{''.join(f'<li>{escape(sentence)}</li>' for sentence in told)}</ul>" if told else ""
    ordered = sorted(pages, key=lambda p: (-(p.year or 9999), p.good, p.unit or "", p.form, p.receipt_id))
    for year, members in groupby(ordered, key=lambda p: p.year):
        rows = "".join(map(_index_row, members))
        names = ("Kết luận", "Đơn vị", "Biểu mẫu", "Tệp", "Nhận lúc", "Lỗi", "Cảnh báo", "Trả lời")
        head = "<tr>" + "".join(f"<th>{name}</th>" for name in names) + "</tr>"
        body += f"<h2>{f'Năm {year}' if year else 'Không rõ năm'}</h2><table><thead>{head}</thead><tbody>{rows}</tbody></table>"
    return _document("Trả lời các bài nộp", body)


def _index_row(page: AnswerPage) -> str:
    state = "chưa kết luận" if page.inconclusive else "cần sửa" if not page.good else "đạt, còn cảnh báo" if page.findings else "đạt"
    style = "warning" if page.inconclusive or (page.good and page.findings) else "error" if not page.good else "clean"
    workbook = f' · <a href="{escape(page.workbook)}">Excel</a>' if page.workbook else ""
    cells = (page.unit or "không rõ", page.form, page.file_name, page.received)
    return (
        f'<tr class="{style}"><td>{state}{"" if page.accepted else " (bị từ chối)"}</td>'
        + "".join(f"<td>{escape(text)}</td>" for text in cells)
        + f'<td class="n">{page.count("error")}</td><td class="n">{page.count("warning")}</td>'
        + f'<td><a href="{escape(page.name)}">xem</a>{workbook}</td></tr>'
    )


def _made_up(made_up: bool) -> str:
    return '<p class="madeup">Có SỐ LIỆU GIẢ LẬP (made up), không phải số liệu thật.</p>' if made_up else ""


def _document(title: str, body: str) -> str:
    return printable(
        f'<!doctype html>\n<html lang="vi"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        f'<meta name="viewport" content="width=device-width,initial-scale=1"><title>{escape(title)}</title><style>{_STYLE}</style></head>'
        f"<body>{body}<footer>Trang do hệ thống chỉ số cải cách hành chính tạo từ kết quả kiểm tra; giờ Việt Nam.</footer></body></html>\n"
    )
