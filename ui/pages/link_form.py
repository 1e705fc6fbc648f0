"""A code made elsewhere, linked to a member as a card or to a product as its barcode."""

from PySide6.QtWidgets import QWidget

from shopdesk import cards, members, products
from shopdesk.refusals import UnknownMember
from ui.pages.counter_find import Finder
from ui.till import Till
from ui.widgets.form import Form
from ui.widgets.parts import label, named


def tell_linked(till: Till, code: str, name: str) -> None:
    """Say what a code is good for now."""
    _ = till.say
    till.tell(_("{code} finds {name} from now on.").format(code=code, name=name))


class LinkForm(Form):
    """Find who or what the code belongs to, then link it: the next scan knows it."""

    def __init__(self, till: Till, parent: QWidget, code: str) -> None:
        _ = till.say
        self.code = code
        self.member: int | None = None
        self.product: int | None = None
        self.name = ""
        self.finder = Finder(till)
        self.finder.results.setMinimumHeight(220)
        self.chosen = label(_("No member or product is chosen yet."), "heading", wraps=True)
        self.finder.member_chosen.connect(self._to_member)
        self.finder.product_chosen.connect(self._to_product)
        super().__init__(
            till, parent, _("Link {code}").format(code=code),
            named(_("A member or a product"), self.finder), self.chosen, self.finder.results,
            submit=self.link, ok=_("Link"), width=560,
        )  # fmt: skip
        self.ok.setDefault(False)
        self.ok.setAutoDefault(False)
        self.finder.setFocus()

    def _to_member(self, member_id: int) -> None:
        self.member, self.product = member_id, None
        self._choose(members.get(self.till.desk, member_id).name)

    def _to_product(self, product_id: int) -> None:
        self.member, self.product = None, product_id
        self._choose(products.get(self.till.desk, product_id).name)

    def _choose(self, name: str) -> None:
        _, self.name = self.till.say, name
        self.chosen.setText(_("{code} will be {name}.").format(code=self.code, name=name))
        self.ok.setFocus()

    def link(self) -> None:
        """Link the code; one that is in use or of our own form is refused."""
        till = self.till
        if self.member is not None:
            cards.link(till.desk, self.member, self.code)
        elif self.product is not None:
            products.edit(till.desk, self.product, ean=self.code)
        else:
            raise UnknownMember(till.language, member="–")
        tell_linked(till, self.code, self.name)
