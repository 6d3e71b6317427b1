"""What a template is given in one language: words, numbers, names.

Belongs here: small look-ups that templates call. Does not: sentences (messages.csv), figures.
"""

from __future__ import annotations

from decimal import Decimal

from assets.report.ranked_lists import RankedList
from assets.report.reading import Row
from warehouse.wording import NOTHING, Figure, Language, Wording, first_upper, ranks_beside

LONGEST_REASON = 600
"""Characters."""


class LanguageView:
    """The report's messages (prefix `report.`), and figures and names as the language writes them."""

    def __init__(self, language: Language, form_titles: dict[str, dict[Language, str]], field_names: dict[str, str]) -> None:
        self.language, self.wording = language, Wording(language)
        self._forms, self._fields = form_titles, field_names
        self.code, self.number, self.percent, self.figure, self.day, self.moment = (
            self.wording.code,
            self.wording.number,
            self.wording.percent,
            self.wording.figure,
            self.wording.day,
            self.wording.moment,
        )
        self.first_upper = first_upper

    def t(self, key: str, **values: object) -> str:
        """A message of the report."""
        return self.wording.say(f"report.{key}", **values)

    def signed(self, value: Figure, decimals: int = 2) -> str:
        """With + or −; – for nothing."""
        return self.wording.number(value, decimals, signed=True).replace("-", "−")

    def panel(self, of: RankedList) -> str:
        """What a list is called in a sentence: the two common ones by our words, a province's own by its title."""
        title = str(of.facts["title_vi"] or of.panel)
        return self.code("panel", of.panel, otherwise=title[:1].lower() + title[1:])

    def why(self, claim: Row) -> str:
        """Why a published claim has its verdict; the reason is written in Vietnamese, in English its figures are told."""
        if self.language is Language.vi:
            return str(claim["why_vi"])
        figures = {"printed": claim["printed_value"], "data": claim["data_value"]}
        told = [self.t(f"figures.{side}", value=self.figure(value, claim["kind"])) for side, value in figures.items() if value is not None]
        verdict = self.code("verdict", claim["verdict"])
        return f"{verdict}: {'; '.join(told)}" if told else verdict

    def form(self, form: str) -> str:
        """What a form is called."""
        return self._forms.get(form, {}).get(self.language) or form

    def field(self, row: Row) -> str:
        """The name of a field."""
        english = self._fields.get(f"{row['criteria_set']}/{row['field_node_id']}")
        return english if self.language is Language.en and english else str(row["field_name"])

    def unit(self, row: Row) -> str:
        """The name of a unit: its English one where it has one and English is read."""
        english = row.get("unit_name_en")
        return english if self.language is Language.en and english else str(row["unit_name"])

    def change(self, value: Decimal | None, kind: str) -> str:
        """A change of the scorecard with its sign."""
        return self.wording.figure(value, kind, signed=True).replace("-", "−")

    def reason(self, text: str) -> str:
        """What an appraiser wrote, without the dash that lists begin with, and no more of it than a page bears; the cell has it whole."""
        own = text.lstrip("-–•+ ").rstrip()
        return own if len(own) <= LONGEST_REASON else own[:LONGEST_REASON].rstrip() + "…"

    def sign(self, value: Figure, decimals: int = 2) -> str:
        """The class of a figure as it is shown: up, down, or none for what is shown as 0."""
        shown = round(Decimal(str(value or 0)), decimals)
        return "up" if shown > 0 else "down" if shown < 0 else ""

    def beside(self, change: Row) -> str:
        """Rank before → rank now."""
        return ranks_beside(change["rank_before"], change["ranked_units_before"], change["rank"], change["ranked_units"])

    def ranks(self, places: int | None) -> str:
        """▲ 3, ▼ 2, = for none, – where there is no year before."""
        if places is None:
            return NOTHING
        return f"▲ {places}" if places > 0 else f"▼ {-places}" if places < 0 else "="
