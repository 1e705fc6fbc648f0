"""The functions that scripts may call, and what each is given so that it goes through."""

import importlib
import inspect
import re
import struct
from collections.abc import Callable
from dataclasses import fields
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

from shopdesk import (
    behind,
    codes,
    dates,
    deliveries,
    events,
    families,
    festivals,
    gift_sets,
    gifts,
    imports,
    members,
    months,
    notices,
    parked,
    pins,
    points,
    prints,
    products,
    promotions,
    purchases,
    repricing,
    rewards,
    segments,
    settings,
    settlements,
    shifts,
    staff,
    tiers,
    vouchers,
    what_if,
)
from shopdesk.behind import Wanted
from shopdesk.refusals import NotPermitted
from shopdesk.segments import Filter
from shopdesk.shop import Desk
from shopdesk.store.change import change
from tests.conftest import PIN
from tests.core.prepaid import pass_for, top_up

ROOT = Path(__file__).parents[2]
TODAY = date(2026, 10, 15)
LOGO = b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sII", 13, b"IHDR", 64, 64)
WITHIN = {
    "cards.foreign", "cards.refuse_taken", "cash.moves", "daybook.given_back", "daybook.lines_of",
    "daybook.written_by", "figures.counted", "figures_knowing.came_back",
    "figures_knowing.stages_of", "member_copy.gathered", "members.of_ids", "own_shop.take_over",
    "members.refuse_taken_phone", "parked.as_it_goes_on", "passes.available", "permissions.require",
    "permissions.require_to_act", "products.by_ids", "products.known", "products.refuse_taken_ean",
    "promotions.refuse_words", "segment_words.word_of", "rule_words.limit_words",
    "rule_words.reward_words",
    "rule_words.stands", "rule_words.state", "rule_words.trigger_words", "rewards.foreseen",
    "rewards.why_not",
    "rule_book.lines",
    "staff.is_own_pin", "vouchers.checked", "vouchers.for_purchase",
    "refused_scans.is_counting", "refused_scans.refuse_waiting",
    "voucher_book.by_ids", "voucher_book.first", "voucher_book.ids", "voucher_book.occasions",
    "voucher_book.titles", "vouchers.checked_channel", "vouchers.refuse_no_codes",
    "vouchers.refuse_together", "vouchers.remember_refusal", "vouchers.term", "vouchers.title",
}  # fmt: skip
"""What the core asks for itself, with values that it has looked at."""


def scripted() -> dict[str, Callable[..., object]]:
    """Every function with a desk first, of the rooms that the page about scripting names."""
    page = (ROOT / "docs/scripting.md").read_text("utf-8")
    files = {path.stem for path in (ROOT / "shopdesk").glob("*.py")}
    found: dict[str, Callable[..., object]] = {}
    for room in sorted(files & {*re.findall(r"\b([a-z_]+)\.[a-z_]+\b", page)}):
        module = importlib.import_module(f"shopdesk.{room}")
        calls = {f"{room}.{name}": call for name, call in vars(module).items()
                 if is_public(module, name) and takes_desk(call)}  # fmt: skip
        if any(re.search(rf"\b{re.escape(name)}\b", page) for name in calls):
            found |= calls
    return {name: call for name, call in found.items() if name not in WITHIN}


def is_public(module: ModuleType, name: str) -> bool:
    own = getattr(vars(module)[name], "__module__", "") == module.__name__
    return not name.startswith("_") and (own or name in getattr(module, "__all__", ()))


def takes_desk(call: object) -> bool:
    return inspect.isfunction(call) and [*inspect.signature(call).parameters][:1] == ["desk"]


SCRIPTED = scripted()

ANY: dict[str, Any] = {
    "action": "gifts.add", "amount": 100, "content": b"\xff\xd8\xff", "counted": {"cash": 5},
    "backup": ROOT / "tests/data/shop-0.1.0.shopdesk",
    "day": TODAY, "days": 60, "destination": ".", "drop": 2, "first": "K0001",
    "first_on": TODAY, "folder": "all", "ids": [1], "is_earning": True, "keep": 1,
    "label": "so", "last_on": TODAY, "members": [3], "month": 9, "name": "so", "new": "so",
    "number": "000001", "on": TODAY, "one": 1, "opening": 100, "other": 2, "pay": {"cash": 100},
    "pin": "258026", "points": 100, "price": 100, "principal": 100, "quantity": 2, "query": "茶",
    "reason": "so", "referrer": 1, "returned": [(1, 1)], "role": "cashier", "scanned": "K7",
    "score": 5, "tag": "a", "tags": ["a"], "tier": "gold", "until": TODAY, "wording": "so",
    "words": "so", "year": 2026, "member": 2, "kind": "data", "path": "list.csv",
}  # fmt: skip
"""What an argument of this name is where ``RIGHT`` has nothing else; of an id that is 1."""
LADDER = [
    tiers.Tier("member", {"en": "Member"}, None),
    tiers.Tier("silver", {"en": "Silver"},
               tiers.any_of(tiers.at_least("spend", 5, tiers.lifetime()))),
    tiers.Tier("gold", {"en": "Gold"},
               tiers.any_of(tiers.at_least("spend", 90_000, tiers.rolling_months(12))),
               keep=tiers.any_of(tiers.at_least("spend", 80_000, tiers.rolling_months(12))),
               category_discounts={"茶": 5}),
]  # fmt: skip
RISE = repricing.Rise(percent=5, step=50, members=True)
WEEK = {"name": "so", "offer": promotions.nth_unit(2, percent_off=50), "name_en": "so",
        "covers": promotions.Covers((1,), ("茶",)), "starts_on": TODAY, "ends_on": TODAY,
        "members_only": True, "lowest_tier": "gold", "weekdays": (1, 4), "combines": True,
        "hours": ("14:00", "17:00")}  # fmt: skip
WHAT_IF = what_if.Rules(
    added=[{"name": "so", "trigger": rewards.every("month"), "reward": rewards.Points(5),
            "limits": rewards.Limits(share=30), "name_en": "so", "channel": "counter"}],
    changed={1: {"name": "so", "trigger": rewards.visit(2), "reward": rewards.voucher(amount=5)}},
)  # fmt: skip
BASKET: dict[str, Any] = {
    "member": 1, "amount": None, "lines": [(1, "1.5")], "points": 100, "vouchers": [],
    "discount": purchases.Discount("so", 5), "prices": {0: (900, "so")},
}  # fmt: skip
PRODUCT = {"name": "so", "price": 100, "category": "so", "cost": 5, "ean": "4006381333931",
           "member_price": 5, "unit": "so", "pass_product": 1, "pass_uses": 5,
           "pass_valid_days": 5}  # fmt: skip
PERSON = {"name": "so", "phone": "13800138009", "birthday": (5, 1), "lunar_birthday": (5, 1, True),
          "language": "en"}  # fmt: skip
RULE = {"name": "so", "trigger": rewards.every("year"), "reward": rewards.Points(5)}
SETTINGS = {one.name: getattr(settings.Settings("so", "CNY", "en", "Asia/Shanghai"), one.name)
            for one in fields(settings.Settings) if one.name != "permissions"}  # fmt: skip
FILTERS = [
    Filter("spend", "at_least", 5, 30), Filter("joined", "from", TODAY),
    Filter("tier", "is_in", ("gold",)), Filter("likes", "has", "so"),
]  # fmt: skip
RIGHT: dict[str, dict[str, Any]] = {
    "cards.link": {"scanned": "4006381333931"},
    "card_stock.reserve": {"last": "K0005"}, "card_stock.run_of": {"last": "K0005"},
    "categories.edit": {"category": "器"}, "categories.rename": {"name": "器"},
    "dates.add": {"kind": "own", "day": (5, 1)}, "dates.edit": {"name": "a", "day": TODAY},
    "days.close": {"left": 5},
    "events.add": {"on": TODAY, "name_en": "so", "kind": "launch", "starts": "14:00",
                   "ends": "16:00", "place": "so", "capacity": 5, "note": "so"},
    "events.edit": {"on": TODAY, "name_en": "so", "kind": "launch", "starts": "14:00",
                    "ends": "16:00", "place": "so", "capacity": 5, "note": "so"},
    "events.cancel": {"event_id": 2}, "events.invite": {"members": [1]},
    "events.uninvite": {"member_id": 2}, "events.answer": {"member_id": 2, "said": "accepted"},
    "events.check_in": {"member_id": 3, "brought": 1},
    "families.edit": {"add": [3]}, "families.start": {"members": [2]},
    "families.join": {"member_id": 3},
    "gift_pictures.put": {}, "gift_pictures.remove": {},
    "logo.put": {"content": LOGO}, "logo.remove": {},
    "gifts.found": {"sought": "so"},
    "gift_sets.add": {"gifts": {"gold": 1}, "name_en": "so"},
    "gift_sets.edit": {"gift_set_id": 1, "gifts": {"gold": 1}, "name_en": "so"},
    "gift_templates.make": {"gifts": {"gold": 1}, "ideas": {"silver": "cup"}, "name_en": "so",
                            "gift_set_id": 1},
    "gifts.add": {"name_en": "so", "kind": "quota", "cost": 1, "value": 1, "stock": 1, "uses": 5,
                  "unit": "so", "unit_en": "so", "edition": 9, "brand": "so", "brand_en": "so",
                  "lowest_tier": "gold"},
    "gifts.close": {"gift_id": 2}, "gifts.count": {"counted": 5},
    "gifts.edit": {"name": "so", "name_en": "so", "cost": 1, "value": 1, "lowest_tier": "gold",
                   "brand": "so", "brand_en": "so"},
    "gifts.give_back": {"gift_id": 2, "quantity": 1},
    "imports.preview": {"kind": "members", "columns": {"name": "name"}, "encoding": "utf-8"},
    "interactions.log": {"kind": "call"}, "lifting.lifted": {"name": "小林", "pin": "8426"},
    "imports.members": {"columns": {"name": "name"}, "tiers": {"x": "gold"}},
    "imports.products": {"path": "goods.csv", "columns": {"name": "name"}},
    "imports.undo": {}, "imports.why_not": {}, "vouchers.inspect": {},
    "imports.cards": {"path": "cards.csv"}, "imports.purchases": {"path": "bought.csv"},
    "lifting.who_may": {"refusal": NotPermitted("en", name="so", action="products.add")},
    "members.edit": PERSON | {"reason": "so"},
    "members.name_referrer": {"member_id": 2},
    "members.register": PERSON | {"joined_on": TODAY, "number": "A7", "referrer": 1,
                                  "agrees": ["data"], "card": "K8"},
    "own_shop.make": {"location": "own.shopdesk", "owner": "so"},
    "parked.park": BASKET, "permissions.set": {"role": "cashier"},
    "permissions.set_all": {"roles": {"gifts.add": "cashier"}},
    "prints.record": {"what": prints.Document(1)},
    "products.add": PRODUCT, "products.edit": {"product_id": 2, **PRODUCT, "discontinued": True},
    "products.listed": {"category": "器"},
    "promotion_trial.tried": {"values": WEEK, "lines": [(1, 2)]},
    "members.erase": {"member_id": 2}, "recovery.renew": {"pin": PIN},
    "backups.allow_restore": {"pin": PIN},
    "staff.set_pin": {"staff_id": 1, "old": PIN},
    "promotions.add": WEEK, "promotions.edit": WEEK,
    "purchases.exchange": {"lines": [(1, 1)], "pay": {}},
    "purchases.attach": {"purchase_id": 2}, "purchases.preview_attach": {"purchase_id": 2},
    "purchases.preview_exchange": {"lines": [(1, 1)]},
    "purchases.quote": BASKET,
    "purchases.record": BASKET | {"pay": {"cash": 1240, "stored_value": 5}, "cash_given": 2000,
                                  "on": TODAY},
    "purchases.refund": {"lines": [(1, "0.5")]},
    "repricing.preview": {"rise": RISE}, "repricing.reprice": {"rise": RISE},
    "festivals.add": {"name_en": "so", "day": (5, 1)},
    "festivals.edit": {"code": "own:1", "name_en": "so", "day": (3, 3)},
    "festivals.get": {"code": "christmas"}, "festivals.remove": {"code": "own:2"},
    "festivals.used_by": {"code": "own:1"},
    "segment_words.sentence": {"filters": FILTERS, "language": "en", "is_any": True},
    "behind_files.export": {"year": 2026, "month": 10, "wanted": Wanted("sales")},
    "segments.add": {"name_en": "so", "filters": FILTERS, "is_any": True},
    "segments.checked": {"filters": FILTERS},
    "segments.edit": {"name_en": "so", "filters": FILTERS, "is_any": True},
    "segments.matching": {"filters": FILTERS, "is_any": True, "member_id": 1},
    "rewards.add": {"trigger": rewards.upgrade("gold"), "reward": rewards.voucher(gift=1),
                    "name_en": "so"},
    "behind.rows": {
        "month": 10, "wanted": behind.Wanted("cohort", on=TODAY, joined_in="2026-10", after=1),
    },
    "rule_trial.kept": {"values": RULE}, "rule_trial.preview_rule": {"values": RULE},
    "settings.edit": SETTINGS,
    "shifts.hand_over": {"to": 1, "left": 5},
    "staff.leave": {"staff_id": 2}, "staff.edit": {"staff_id": 2, "name": "so", "commission": 5},
    "stored_value.top_up": {"bonus": 5},
    "tiers.preview_recount": {"tiers": LADDER},
    "promotion_words.sentence": {}, "rule_words.sentence": {},
    "cards.member_of": {"scanned": "M00000001S"},
    "tiers.set_ladder": {"tiers": LADDER, "review_months": 12, "grace_days": 5},
    "what_if.simulate": {"months": 1, "ladder": LADDER, "review_months": 12, "grace_days": 5,
                         "rates": {"earn_points": 2}, "rules": WHAT_IF, "recounted": True},
    "vouchers.issue": {"gift": None, "amount": 100},
    "vouchers.redeem": {"member_id": 1, "taken_by": "so", "note": "so"},
    "vouchers.recognise": {}, "vouchers.accept_unknown": {"member_id": 1},
    "vouchers.extend": {"until": date(2027, 10, 15)},
    "voucher_batches.issue": {"promise": vouchers.Promise(1, valid_days=5), "members": [1]},
    "voucher_batches.preview": {"promise": vouchers.Promise(1, valid_days=5), "members": [1]},
    "voucher_prints.record": {"voucher_ids": [1]}, "voucher_book.with_code": {},
    "deliveries.put": {"voucher_id": 3, "recipient": "so", "phone": "1", "address": "so"},
    "deliveries.send": {"voucher_id": 3}, "deliveries.track": {"voucher_id": 4, "tracking": "so"},
    "deliveries.receive": {"voucher_id": 4}, "deliveries.listed": {"state": "sent"},
    "drawer_rows.of_tender": {"tender": "cash"},
    "settlements.lines": {"settlement": settlements.Settlement("影院", "2026-10", (1, 2), 5)},
    "settlements.listed": {"month": "2026-10", "state": "open"},
    "settlements.settle": {"partner": "影院", "month": "2026-10"},
    "refused_scans.listed": {"most": 5}, "refused_scans.allow": {"till": "1"},
    "refused_scans.waits": {"till": "1"},
}  # fmt: skip
"""What a call is given besides; ``fill`` adds what is known then only."""


FILES = {"list": "name\n甲", "old": "name\n乙", "goods": "name,price\n碗,5",
         "cards": "number,card\n100001,K9",
         "bought": "member,date,amount\n100001,2026-01-01,5"}  # fmt: skip


def fill(desk: Desk, folder: Path) -> None:
    """Give a new shop one of everything that the calls name."""
    desk.db.execute_sql("UPDATE staff SET pin_hash = ? WHERE id = 1", (pins.sealed(PIN),))
    staff.add(desk, name="小林", pin="8426", role="manager")
    staff.add(desk, name="小陈", pin="4826", role="cashier")
    for name, content in FILES.items():
        (folder / f"{name}.csv").write_text(content + "\n", "utf-8")
    for phone in ("13800138001", "13800138002", None, None):
        members.register(desk, name="会员", phone=phone)
    tea = products.add(desk, name="茶", price=1000, category="器", cost=500, member_price=900).id
    purchases.record(desk, member=1, lines=[(tea, 2)], pay={"cash": 1800})
    purchases.record(desk, lines=[(tea, 2)], pay={"cash": 2000})
    gifts.add(desk, name="茶样", cost=1, value=1, stock=10)
    gifts.add(desk, name="茶则", stock=10)
    gift_sets.add(desk, name="套", gifts={"gold": 1})
    code = vouchers.issue(desk, 1, gift=1).code
    RIGHT["vouchers.redeem"]["code"] = RIGHT["vouchers.inspect"]["scanned"] = code
    handed = vouchers.issue(desk, None, gift=2).code
    vouchers.redeem(desk, handed)
    RIGHT["gifts.give_back"]["voucher"] = handed
    RIGHT["vouchers.recognise"]["scanned"] = RIGHT["voucher_book.with_code"]["scanned"] = code
    RIGHT["vouchers.accept_unknown"]["scanned"] = _unknown(desk)
    for _ in range(2):
        parcel = vouchers.issue(desk, 1, gift=1, channel="courier").id
        deliveries.put(desk, parcel, recipient="so", phone="1", address="so")
    deliveries.send(desk, 4)
    film = gifts.add(desk, name="影票", kind="partner", partner="影院", cost=5).id
    vouchers.redeem(desk, vouchers.issue(desk, None, gift=film).code)
    points.adjust(desk, 1, 500, reason="so")
    settings.edit(
        desk, proof_above=400, bonus_rules=[(100, 5)], top_up_largest=10**6, rounding_unit=5
    )
    tiers.lock(desk, 3, "silver", reason="so")
    with change(desk, action="purchases.record") as made:
        notices.write(made, notices.TIER_STAYS)
    months.close(desk, 2026, 8)
    segments.add(desk, name="茶客", filters=[])
    for name in ("店庆", "茶节"):
        festivals.add(desk, name=name, day=(6, 1))
    its = rewards.add(desk, name="月", trigger=rewards.every("year"), reward=rewards.Points(5))
    RIGHT["rule_words.sentence"]["rule"] = its
    promotions.add(desk, name="周", offer=promotions.percent_off(5), starts_on=date(2027, 1, 1))
    RIGHT["promotion_words.sentence"]["promotion"] = promotions.get(desk, 1)
    top_up(desk, 1, 500)
    lines = [(pass_for(desk, tea, 5_000, 10), 1)]
    purchases.record(desk, member=1, lines=lines, pay={"card": 5_000})
    parked.park(desk, label="one", amount=5)
    dates.add(desk, 1, name="so", day=(5, 1))
    families.start(desk, "so", [1])
    brought = imports.members(desk, "old.csv").id
    RIGHT["imports.undo"]["import_id"] = RIGHT["imports.why_not"]["import_id"] = brought
    members.merge(desk, keep=3, drop=4)
    for name in ("会", "散"):
        events.invite(desk, events.add(desk, name=name, on=TODAY).id, members=[2])
    events.check_in(desk, 1, 1)
    shifts.begin(desk, 100)
    shifts.hand_over(desk, counted={"cash": 5})
    shifts.begin(desk, 100)


def _unknown(desk: Desk) -> str:
    """A voucher's QR that the shop signed and does not know any more."""
    known, code = desk.shop.known, codes.new_voucher_code()
    return codes.qr_payload(
        known.secret, known.code, code=code, kind="gift", gift_id=1, valid_until_on=TODAY
    )


def right(name: str) -> dict[str, Any]:
    """Arguments with which the call goes through."""
    own, made = RIGHT.get(name, {}), {}
    for argument in list(inspect.signature(SCRIPTED[name]).parameters.values())[1:]:
        if argument.kind is argument.VAR_KEYWORD or argument.name in own:
            continue
        if argument.default is argument.empty:
            made[argument.name] = 1 if argument.name.endswith("_id") else ANY[argument.name]
    return made | own
