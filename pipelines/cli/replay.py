"""`cchc replay`: a year made again as it was made for a release or a publication, compared value for value.

Belongs here: which release or publication is meant, and the outcome in words. Does not: making it again (assets/past).
"""

from __future__ import annotations

from pathlib import Path

from pipelines.cli.failure import BAD_INPUT, NOTHING_YET, CommandFailed
from pipelines.cli.printing import console
from warehouse.home import Home


def replay(year: int, release: str | None, publication: str | None = None) -> None:
    """Say for each index table whether it comes out equal; else what differs, and what changed since. Exit code 1 on any difference."""
    from assets.letter_register import VIETNAM
    from assets.past.given import given_publication, given_release
    from assets.past.replay import replay as made_again
    from warehouse.contract import load_contracts
    from warehouse.table_comparison import in_words

    home, out = Home.from_env(), console()
    if publication is not None:
        given, name = given_publication(published_folder(home, year, publication)), f"bản công bố {publication}"
    else:
        given = given_release(release_version(home, release))
        name = given.file.name
    until = "chưa ghi nhận gì" if given.known_at is None else f"{given.known_at.astimezone(VIETNAM):%H:%M:%S ngày %d/%m/%Y}"
    told = made_again(home, year, given)
    if all(one.expected_rows == one.found_rows == 0 for one in told.compared.values()):
        raise CommandFailed(f"Năm {year} không có số liệu nào trong {name}, nên không có gì để dựng lại.", NOTHING_YET)
    out.print(f"Dựng lại năm {year} như khi lập {name}: từ những gì đã ghi nhận đến {until} (giờ Việt Nam).")
    for note in told.notes:
        out.print(f"  Lưu ý: {note}.")
    for table, one in told.compared.items():
        if one.equal:
            out.print(f"✓ {table}: {one.found_rows} dòng, giống từng giá trị.")
            continue
        out.print(f"✗ {table}: {one.differing} dòng khác (bản đó có {one.expected_rows} dòng, dựng lại được {one.found_rows}).")
        for different in one.first:
            out.print(f"    {in_words(different, load_contracts()[table].key, 'bản đó', 'dựng lại')}")
    if told.equal:
        out.print("Dựng lại được đầy đủ: mọi bảng giống hệt.")
        return
    out.print("Vì sao có thể khác:" if told.reasons else "Không tìm thấy điều gì đã đổi từ đó; hãy báo người phụ trách hệ thống.")
    for reason in told.reasons:
        out.print(f"  – {reason}")
    raise CommandFailed(f"Dựng lại năm {year} KHÔNG giống {name}; xem các dòng ✗ ở trên.", BAD_INPUT)


def release_version(home: Home, named: str | None) -> Path:
    """The file of a release: the one that is open, or a version by its name or path. Raises CommandFailed with the versions there are."""
    if named is None:
        if not home.release_file.exists():
            raise CommandFailed(f"Chưa có bản phát hành nào ở {home.release_file}; hãy chạy: cchc run", NOTHING_YET)
        return home.release_file.resolve()
    for path in (home.release_versions / named, home.release_versions / f"{named}.duckdb", Path(named)):
        if path.is_file():
            return path.resolve()
    kept = ", ".join(path.name for path in sorted(home.release_versions.glob("reform_index-*.duckdb"))) or "chưa có bản nào"
    raise CommandFailed(f"Không có bản phát hành «{named}»; các bản còn giữ: {kept}.", BAD_INPUT)


def published_folder(home: Home, year: int | None, publication_id: str) -> Path:
    """The folder of a publication (of that year). Raises CommandFailed for an unknown or damaged one."""
    from assets.publishing.shelf import damage, folder_of
    from warehouse.ledger import Publication, read_events

    known = {event.publication_id: event for event in read_events(home, Publication)}
    found = known.get(publication_id)
    if found is None or year not in (None, found.index_year):
        raise CommandFailed(f"Không có bản công bố «{publication_id}» của năm ấy; xem: cchc publications", BAD_INPUT)
    if damaged := damage(home, found):
        raise CommandFailed(f"Bản công bố {publication_id} không nguyên vẹn: {', '.join(damaged)}.", BAD_INPUT)
    return folder_of(home, publication_id)
