"""How a ranked list is ranked and shown: ranked_lists*.csv. A list without a row shares ranks on exact values.

Belongs here: rows of reference.ranked_list. Does not belong here: who is in the list (panels), ranking (mart.par_index).
"""

from warehouse.reference_files.csv_rows import read_csv
from warehouse.reference_files.overlay import ReferenceFiles
from warehouse.reference_files.panel_name import panel_name
from warehouse.reference_files.problems import Problems
from warehouse.reference_files.record import Entry, report_repeats

RANKED_LISTS = "ranked_lists*.csv"
TIE_METHODS = ("share", "dense", "appraised_first", "survey_first")
_COLUMNS = ("index_year", "panel", "title_vi", "tie_method", "rank_decimals", "shown_decimals", "source_url")
_MOST_DECIMALS = 8


def read_ranked_lists(files: ReferenceFiles, problems: Problems) -> list[Entry]:
    """Return rows of reference.ranked_list."""
    return [
        Entry(
            {
                "index_year": row.integer("index_year"),
                "panel": panel_name(row),
                "title_vi": row.text("title_vi"),
                "tie_method": row.choice("tie_method", TIE_METHODS, "share"),
                "rank_decimals": row.optional_integer("rank_decimals"),
                "shown_decimals": row.integer("shown_decimals"),
                "source_url": row.optional_text("source_url"),
            },
            row,
        )
        for _, path in files.matching(RANKED_LISTS)
        for row in read_csv(path, _COLUMNS, problems)
    ]


def check_ranked_lists(lists: list[Entry]) -> None:
    """Report lists named twice in a year, and decimals that no figure has."""
    report_repeats(lists, ["index_year", "panel"], "danh sách xếp hạng")
    for entry in lists:
        for column in ("rank_decimals", "shown_decimals"):
            if not 0 <= (entry[column] or 0) <= _MOST_DECIMALS:
                entry.report("out_of_range", f"“{column}” phải từ 0 đến {_MOST_DECIMALS}", "thường dùng 2, hoặc để trống rank_decimals")
