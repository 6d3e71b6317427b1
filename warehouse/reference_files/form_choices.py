"""The choices of choice columns in form layouts, so that SQL can name them: forms/<form>/<from year>.yml.

Belongs here: rows of reference.form_choice. Does not belong here: judging a layout: assets/intake/layout.py reads the same files and
refuses one that cannot be used, with all that is wrong in it.
"""

from itertools import groupby

from warehouse.reference_files.overlay import ReferenceFiles
from warehouse.reference_files.problems import Problems
from warehouse.reference_files.record import Entry
from warehouse.reference_files.yaml_document import read_yaml

FORMS = "forms/*/*.yml"
NO_END = 9999
"""to_index_year of a layout that no later one has followed yet."""


def read_form_choices(files: ReferenceFiles) -> list[Entry]:
    """Return rows of reference.form_choice; a layout holds until the year before the next one of its form."""
    entries = []
    told_elsewhere = Problems()
    years = [(name.split("/")[1], int(path.stem), path) for name, path in files.matching(FORMS) if path.stem.isdigit()]
    for form, layouts in groupby(sorted(years), key=lambda layout: layout[0]):
        own = list(layouts)
        for (_, first, path), last in zip(own, [*(year - 1 for _, year, _ in own[1:]), NO_END], strict=True):
            top = read_yaml(path, told_elsewhere)
            for column in top.sections("columns") if top is not None else []:
                for number, choice in enumerate(column.sections("choices"), start=1):
                    words = [word.text("words_vi") for word in choice.texts("words_vi")]
                    values = {
                        "form": form,
                        "from_index_year": first,
                        "to_index_year": last,
                        "measure": column.text("name"),
                        "number": number,
                        "code": choice.text("code"),
                        "words_vi": words[0] if words else "",
                        "words_en": choice.optional_text("words_en"),
                    }
                    entries.append(Entry(values, choice))
    return entries
