"""What came of a change that was tried: who moves, what it costs, month after month."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from shopdesk import gifts, what_if_words
from shopdesk.ladders import Tier
from shopdesk.what_if import OfRule, Rules, Simulation
from shopdesk.what_if_words import FIGURES, Figure
from ui.pages.reports_parts import framed
from ui.pages.settings_part import choices
from ui.till import Till
from ui.widgets.heights import whole
from ui.widgets.parts import Part, card, column, label, row
from ui.widgets.table import Column, Table

_NOTHING = "–"


_Cells = Sequence[str]


class Result(QWidget):
    """The figures of today's terms and of the changed ones, and what they take for granted."""

    def __init__(
        self, till: Till, seen: Simulation, ladder: Sequence[Tier], tried: Rules | None = None
    ) -> None:
        super().__init__()
        assert seen.today is not None
        assert seen.changed is not None
        self.till, self.seen, self.ladder = till, seen, ladder
        self.now, self.then = seen.today, seen.changed
        _ = till.say
        self.tried = self._tried(tried)
        self.headline = label(self._headline(), "heading", wraps=True)
        self.figures = self._figures()
        self.moves = self._moves()
        self.figure = choices(_("Figure"), [(_(one.name), one) for one in FIGURES])
        self.figure.currentIndexChanged.connect(lambda _place: self._show_months())
        self.by_month = self._comparing(_("Month by month"), _("Month"))
        self._show_months()
        self.rules = self._rules()
        parts: list[Part] = [
            *self.tried, self.headline, *self._notes(), framed(_("In all"), self.figures),
            framed(_("Who moves"), self.moves, _("Rows: by today's terms · columns: changed")),
            row(label(_("Month by month"), "heading"), self.figure, 1),
            card(self.by_month, margin=1),
        ]  # fmt: skip
        if self.then.rules or self.now.rules:
            parts.append(framed(_("Rules"), self.rules))
        taken = "\n".join(f"· {one}" for one in what_if_words.assumed(till.language))
        parts += [label(_("What this takes for granted"), "heading"),
                  label(taken, "soft", wraps=True)]  # fmt: skip
        made = column(*parts, space=12)
        made.setContentsMargins(0, 0, 0, 0)
        self.setLayout(made)

    # --- in words ---

    def _headline(self) -> str:
        _, ngettext, seen = self.till.say, self.till.count, self.seen
        said = _("Nobody would stand on another tier. Members: {all}.")
        if seen.moves:
            said = ngettext(
                "{count} of {all} would stand on another tier.",
                "{count} of {all} would stand on another tier.", len(seen.moves),
            )  # fmt: skip
        moved = said.format(count=f"{len(seen.moves):,}", all=f"{seen.members:,}")
        days = _("{first} to {last}: {moved}")
        first, last = self.till.dated(seen.first_on), self.till.dated(seen.last_on)
        return days.format(first=first, last=last, moved=moved)

    def _tried(self, tried: Rules | None) -> list[QWidget]:
        """What the rules that are tried would give, above all else."""
        _, ngettext = self.till.say, self.till.count
        before = {rule.rule: rule for rule in self.now.rules}
        changed = set() if tried is None else set(tried.changed)
        said = []
        for rule in self.then.rules:
            if rule.rule in before and rule.rule not in changed:
                continue
            told = ngettext(
                "{name}: {count} time, {cost} at most.", "{name}: {count} times, {cost} at most.",
                rule.occasions,
            )  # fmt: skip
            if rule.rule in before:
                told = _("{name}: {cost} at most, now {paid}; times given: {count}, now {was}.")
            was = before.get(rule.rule)
            said.append(told.format(
                name=rule.name, count=_times(rule), cost=self._worth(rule), was=_times(was),
                paid=self._worth(was),
            ))  # fmt: skip
        return [label(one, "heading", wraps=True) for one in said]

    def _notes(self) -> list[QWidget]:
        """Gifts there are too few of once it is changed, and what a pilot would come to for
        everybody."""
        _, till = self.till.say, self.till
        before = {gift: count for gift, count, _free in self.now.gifts}
        titles = {gift.id: gift.title(till.language) for gift in gifts.catalogue(till.desk)}
        notes = [
            _("{gift}: {count} would be given, {free} in stock").format(
                gift=titles[gift], count=f"{count:,}", free=f"{free:,}"
            )
            for gift, count, free in self.then.gifts
            if free is not None and count > free and count != before.get(gift)
        ]
        if self.seen.whole is not None:
            whole_ = self.seen.whole
            said = _("If it were for everybody instead of a pilot: vouchers {vouchers}, {cost}")
            notes.append(said.format(vouchers=f"{whole_.vouchers:,}", cost=till.money(whole_.cost)))
        return [label(note, "note", wraps=True) for note in notes]

    # --- tables ---

    def _comparing(self, name: str, first: str) -> Table:
        """Something by today's terms, by the changed ones, and by how much more or less."""
        _ = self.till.say
        return Table(
            name,
            [
                Column[_Cells](first, lambda cells: cells[0], is_whole=True),
                Column(_("Terms now"), lambda cells: cells[1], 170, is_number=True),
                Column(_("Changed"), lambda cells: cells[2], 170, is_number=True),
                Column(_("Difference"), lambda cells: cells[3], 150, is_number=True),
            ],
            empty=_("There is no month to compare."),
        )  # fmt: skip

    def _cells(self, title: str, figure: Figure, now: int, then: int) -> _Cells:
        return (title, self._said(figure, now), self._said(figure, then),
                self._more(figure, then - now))  # fmt: skip

    def _said(self, figure: Figure, value: int) -> str:
        return self.till.money(value) if figure.is_money else f"{value:,}"

    def _more(self, figure: Figure, value: int) -> str:
        """The difference, with its sign."""
        sign = "+" if value > 0 else ""
        return f"{sign}{self._said(figure, value)}" if value else _NOTHING

    def _figures(self) -> Table:
        _ = self.till.say
        made = self._comparing(_("In all"), _("Figure"))
        made.show_rows(
            [
                self._cells(_(one.name), one, one.of_all(self.now), one.of_all(self.then))
                for one in FIGURES
            ]
        )
        return whole(made)

    def _show_months(self) -> None:
        figure: Figure = self.figure.currentData()
        self.by_month.show_rows(
            [
                self._cells(f"{now.first_on:%Y-%m}", figure, figure.of_month(now),
                            figure.of_month(then))
                for now, then in zip(self.now.months, self.then.months, strict=True)
            ]
        )  # fmt: skip
        whole(self.by_month)

    def _moves(self) -> Table:
        """From the tier by today's terms to that by the changed ones; who stays is in the matrix
        too, so that columns sum to the members at the end."""
        _, language = self.till.say, self.till.language
        codes = [tier.code for tier in self.ladder]
        names = {tier.code: tier.name(language) for tier in self.ladder}
        starts = list(dict.fromkeys([*self.now.tiers, *codes]))
        rows: list[_Cells] = []
        for start in starts:
            out = self.seen.counts.get(start, {})
            stay = self.now.tiers.get(start, 0) - sum(out.values())
            counts = [out.get(code, 0) if code != start else stay for code in codes]
            rows.append([names.get(start, start), *(f"{n:,}" if n else _NOTHING for n in counts)])
        made = Table(
            _("Who moves"),
            [
                Column[_Cells](_("today \\ changed"), lambda cells: cells[0], 150, is_whole=True),
                *(_cell(names[code], place) for place, code in enumerate(codes, start=1)),
            ],
            empty=_("This shop has no ladder."),
        )  # fmt: skip
        made.show_rows(rows)
        return whole(made)

    def _rules(self) -> Table:
        _ = self.till.say
        before = {rule.rule: rule for rule in self.now.rules}
        after = {rule.rule: rule for rule in self.then.rules}
        pairs = [(before.get(id_), after.get(id_)) for id_ in dict.fromkeys([*before, *after])]
        made = Table(
            _("Rules"),
            [
                Column[tuple[OfRule | None, OfRule | None]](
                    _("Rule"), lambda pair: next(one.name for one in pair[::-1] if one)
                ),
                Column(_("Times now"), lambda pair: _times(pair[0]), 120, is_number=True),
                Column(_("Times changed"), lambda pair: _times(pair[1]), 130, is_number=True),
                Column(_("Cost now"), lambda pair: self._worth(pair[0]), 140, is_number=True),
                Column(_("Cost changed"), lambda pair: self._worth(pair[1]), 140, is_number=True),
            ],
            empty=_("No rule is in force."),
        )  # fmt: skip
        made.show_rows(pairs)
        return whole(made)

    def _worth(self, rule: OfRule | None) -> str:
        return _NOTHING if rule is None else self.till.money(rule.cost)


def _times(rule: OfRule | None) -> str:
    return _NOTHING if rule is None else f"{rule.occasions:,}"


def _cell(title: str, place: int) -> Column[_Cells]:
    return Column(title, lambda cells: cells[place], is_number=True)
