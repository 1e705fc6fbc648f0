"""What is shown of who a member is, each by a name: parts of a profile, forms, papers."""

from collections.abc import Callable
from datetime import date
from typing import Any

from PySide6.QtGui import QImage, qRgb
from PySide6.QtWidgets import QWidget

from shopdesk import consents, dates, families, members, photos, preferences, tags
from ui.basket import Basket
from ui.pages.profile_days import DateForm
from ui.pages.profile_family import FamilyForm
from ui.pages.profile_person_forms import ConsentForm, LikesForm
from ui.pages.profile_statement import StatementForm
from ui.till import Till
from ui.widgets import photo
from ui.window import Window


def _face() -> bytes:
    """A picture as a camera takes one: broader than high."""
    picture = QImage(320, 240, QImage.Format.Format_RGB32)
    for row in range(240):
        for place in range(320):
            picture.setPixel(place, row, qRgb(90 + row // 2, 150 - row // 4, place // 2))
    return photo.jpeg(picture)


def _known(till: Till) -> members.Member:
    """A member of whom everything is known: days, family, likes, tags, consents, a photo."""
    desk, every = till.desk, members.find(till.desk, "1")
    member = max(every, key=lambda one: one.points)
    if photos.of_member(desk, member.id) is None:
        for one in dates.of_member(desk, member.id):
            dates.remove(desk, one.id)
        dates.add(desk, member.id, name="结婚纪念日", day=date(1998, 10, 28))
        dates.add(desk, member.id, name="妈妈", kind="birthday", lunar_day=(4, 8, True))
        dates.add(desk, member.id, name="Grandparents, Suzhou", kind="anniversary", day=(12, 24))
        alone = [one.id for one in every if members.family(desk, one.id) is None]
        family = members.family(desk, member.id) or families.start(desk, "欧阳家", [member.id])
        others = [one for one in alone if one != member.id][:2]
        families.edit(desk, family.id, name="欧阳家", add=others)
        preferences.put(desk, member.id, "不加糖，喜欢乌龙；请先温杯 no sugar, oolong")
        tags.put(desk, member.id, ["老街坊", "爱喝茶", "VIP"])
        consents.give(desk, member.id, "data", wording=consents.wording(desk, "data"))
        consents.withdraw(desk, member.id, "marketing", wording="电话里说的")
        photos.put(desk, member.id, _face())
    return member


def _stranger(till: Till) -> members.Member:
    """Somebody of whom nothing is known, and two who have the same phone."""
    *_rest, member = members.find(till.desk, "1")
    if not families.sharing(till.desk, member.id):
        for name in ("欧阳小明", "Zoë Ångström-O'Neil"):
            members.register(till.desk, name=name, phone=member.phone, shared_phone=True)
    return member


def _newcomer(till: Till) -> members.Member:
    """Somebody who agreed to nothing yet."""
    return members.register(till.desk, name="欧阳小明")


# --- pages ------------------------------------------------------------------------------------


def _profile(who: Callable[[Till], members.Member], window: Window, till: Till) -> None:
    assert window.frame is not None
    window.frame.show_page("members", {"member": who(till).id})
    page: Any = window.frame.page
    page.profile.tabs.setCurrentWidget(page.profile.person)


def _tagged(window: Window, till: Till) -> None:
    _known(till)
    assert window.frame is not None
    window.frame.show_page("members", {})
    page: Any = window.frame.page
    page.load()
    page.tag.setCurrentIndex(1)


def _at_the_counter(window: Window, till: Till) -> None:
    till.basket = Basket(member=_known(till).id, amount="482")
    assert window.frame is not None
    window.frame.show_page("counter", {})
    window.frame.page.load()


PAGES: dict[str, Callable[[Window, Till], None]] = {
    "personal-known": lambda window, till: _profile(_known, window, till),
    "personal-unknown": lambda window, till: _profile(_stranger, window, till),
    "members-tagged": _tagged,
    "counter-likes": _at_the_counter,
}


# --- forms ------------------------------------------------------------------------------------


def _lunar_date(parent: QWidget, till: Till) -> QWidget:
    made = DateForm(till, parent, _known(till))
    made.choose_kind("birthday")
    made.choose_calendar("lunar")
    return made


def _family_more(parent: QWidget, till: Till) -> QWidget:
    member = _known(till)
    return FamilyForm(till, parent, member, members.family(till.desk, member.id))


def _statement_paper(parent: QWidget, till: Till) -> QWidget:
    """The preview of a member's year."""
    form = StatementForm(till, parent, _known(till))
    form.try_it()
    return form.paper()


FORMS: dict[str, Callable[[QWidget, Till], QWidget]] = {
    "date-new": lambda parent, till: DateForm(till, parent, _known(till)),
    "date-lunar": _lunar_date,
    "family-new": lambda parent, till: FamilyForm(till, parent, _stranger(till), None),
    "family-more": _family_more,
    "likes": lambda parent, till: LikesForm(till, parent, _known(till)),
    "consent-give": lambda parent, till: ConsentForm(till, parent, _newcomer(till), "data"),
    "consent-back": lambda parent, till: ConsentForm(till, parent, _known(till), "data"),
    "statement": lambda parent, till: StatementForm(till, parent, _known(till)),
    "statement-paper": _statement_paper,
}
