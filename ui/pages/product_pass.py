"""What makes a product a pass: for which product, how many uses, for how long."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from shopdesk import products
from shopdesk.pricing import PassTerms
from shopdesk.products import Product
from ui.pages.product_box import ProductBox
from ui.till import Till
from ui.widgets.form import whole_in
from ui.widgets.in_both import Check
from ui.widgets.parts import column, field, held, label, named, row

_LISTED = 300
"""So many products stand in the list; any other is found by what is typed."""
_NAMES = ("pass_product", "pass_uses", "pass_valid_days")
"""What the terms are called where a product is added or changed."""


def terms_words(till: Till, product: Product, names: dict[int, str]) -> str:
    """What a pass is, in words; nothing for another product."""
    terms, _ = product.pass_terms, till.say
    if terms is None:
        return ""
    said = [
        _("{uses} × {product}").format(uses=terms.uses, product=names.get(terms.product_id, ""))
    ]
    if terms.valid_days is not None:
        ngettext = till.count
        days = ngettext("{count} day", "{count} days", terms.valid_days)
        said.append(days.format(count=terms.valid_days))
    return " · ".join(said)


class PassTermsFields(QWidget):
    """A mark, and what it asks for only where it is set. ``turned`` tells that it was."""

    turned = Signal()

    def __init__(self, till: Till, product: Product | None) -> None:
        super().__init__()
        self.till, self.terms = till, None if product is None else product.pass_terms
        _ = till.say
        self.is_pass = Check(_("A pass: so many uses of another product"))
        whole = products.find(till.desk, "", limit=_LISTED)
        of = None if product is None else product.id
        goods = [one for one in whole if one.pass_terms is None and one.id != of]
        self.product = ProductBox(till, _("Pass for"), goods)
        self.uses = field(_("Uses"), "10", digits=True)
        self.days = field(_("Valid for days"), _("Without end"), digits=True)
        about = _("Money and points count when it is sold. Each use pays one whole unit; after the"
                  " last day the rest is lost.")  # fmt: skip
        both = row(named(_("Uses"), self.uses), named(_("Valid for days"), self.days), space=16)
        self.asked = held(
            column(named(_("Pass for"), self.product), both, label(about, "soft", wraps=True))
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(column(self.is_pass, self.asked))
        if self.terms is not None:
            self.is_pass.setChecked(True)
            self.product.choose(products.get(till.desk, self.terms.product_id))
            self.uses.setText(f"{self.terms.uses}")
            self.days.setText("" if self.terms.valid_days is None else f"{self.terms.valid_days}")
        self.asked.setVisible(self.is_pass.isChecked())
        self.is_pass.toggled.connect(self._turn)

    def _turn(self, is_on: bool) -> None:
        self.asked.setVisible(is_on)
        self.turned.emit()
        if is_on:
            self.product.setFocus()

    def values(self) -> dict[str, int | None]:
        """The terms as the core asks for them, where they are not what they were."""
        typed = self._typed() if self.is_pass.isChecked() else None
        if typed == self.terms:
            return {}
        return dict(zip(_NAMES, typed or (None,) * len(_NAMES), strict=True))

    def _typed(self) -> PassTerms:
        is_ending = bool(self.days.text().strip())
        return PassTerms(
            self.product.product_id(),
            whole_in(self.till, self.uses),
            whole_in(self.till, self.days) if is_ending else None,
        )
