"""What every action is called where an owner says who may do it, by groups."""

from dataclasses import dataclass

from shopdesk.language import N_


@dataclass(frozen=True, slots=True)
class Group:
    """Actions that belong together: its title, and what each of them is called."""

    title: str
    actions: dict[str, str]


GROUPS = (
    Group(N_("Selling"), {
        "purchases.record": N_("Record a sale"),
        "purchases.back_date": N_("Enter a receipt of an earlier day"),
        "purchases.refund": N_("Refund a receipt"),
        "purchases.exchange": N_("Exchange goods"),
        "purchases.void": N_("Make a receipt of today void"),
        "purchases.attach": N_("Attach a forgotten member to a receipt"),
        "receipts.print": N_("Print a receipt"),
        "parked.park": N_("Park a sale"),
        "parked.recall": N_("Call a parked sale up"),
        "parked.drop": N_("Drop a parked sale"),
    }),
    Group(N_("Till and day"), {
        "shifts.begin": N_("Begin a shift"),
        "shifts.hand_over": N_("Hand a shift over"),
        "cash.pay_in": N_("Pay cash into a till"),
        "cash.pay_out": N_("Pay cash out of a till"),
        "drawer.see": N_("See what a drawer should hold"),
        "days.close": N_("Close a day"),
        "months.close": N_("Close a month"),
        "months.close_due": N_("Close months that are due"),
    }),
    Group(N_("Members"), {
        "members.register": N_("Register a member"),
        "members.edit": N_("Edit a member"),
        "members.name_referrer": N_("Say who brought a member"),
        "members.replace_card": N_("Replace a card, link a code"),
        "members.merge": N_("Merge two members"),
        "members.undo_merge": N_("Undo a merge"),
        "members.not_duplicate": N_("Say that two members are two people"),
        "members.erase": N_("Erase a person"),
        "members.export": N_("Make a copy of a member's data"),
        "cards.reserve": N_("Put blank cards aside"),
        "points.adjust": N_("Give or take points by hand"),
        "feedback.rate": N_("Keep a rating"),
        "interactions.log": N_("Keep a contact"),
        "consents.give": N_("Keep a consent"),
        "consents.withdraw": N_("Withdraw a consent"),
        "dates.add": N_("Add a day to remember"),
        "dates.edit": N_("Edit a day to remember"),
        "dates.remove": N_("Remove a day to remember"),
        "families.start": N_("Start a family"),
        "families.join": N_("Put a member into a family"),
        "families.leave": N_("Take a member out of a family"),
        "families.edit": N_("Edit a family"),
        "tags.put": N_("Put tags on a member"),
        "preferences.put": N_("Keep what a member likes"),
        "photos.put": N_("Keep a photo"),
        "photos.remove": N_("Remove a photo"),
    }),
    Group(N_("Stored value and passes"), {
        "stored_value.top_up": N_("Top up stored value"),
        "stored_value.other_bonus": N_("Give another bonus than the rules"),
        "stored_value.refund_top_up": N_("Give a top-up back"),
        "stored_value.void_top_up": N_("Make a top-up of today void"),
        "stored_value.print": N_("Print the slip of a top-up"),
        "stored_value.set_pin": N_("Set a member's first PIN"),
        "stored_value.replace_pin": N_("Give a member another PIN"),
        "stored_value.try_proof": N_("Try a member's PIN"),
        "stored_value.proved": N_("Keep that a member proved who they are"),
        "passes.refund": N_("Give a pass back"),
    }),
    Group(N_("Tiers"), {
        "tiers.set_ladder": N_("Change the ladder"),
        "tiers.recount": N_("Count everyone again"),
        "tiers.review": N_("Hold reviews"),
        "tiers.lock": N_("Fix a member's tier"),
        "tiers.floor": N_("Give a tier at least"),
        "tiers.trial": N_("Give a tier on trial"),
        "tiers.paid": N_("Give a tier against payment"),
        "tiers.lift": N_("End a tier that was given"),
    }),
    Group(N_("Vouchers and gifts"), {
        "vouchers.issue": N_("Issue a voucher"),
        "vouchers.redeem": N_("Redeem a gift voucher"),
        "vouchers.void": N_("Withdraw a voucher"),
        "vouchers.refused": N_("Keep a scan that was refused"),
        "gifts.add": N_("Add a gift"),
        "gifts.edit": N_("Edit a gift"),
        "gifts.receive": N_("Receive gifts"),
        "gift_sets.add": N_("Add a set of gifts"),
        "gift_sets.edit": N_("Edit a set of gifts"),
        "rewards.add": N_("Add a reward rule"),
        "rewards.close": N_("End a reward rule"),
        "rewards.run": N_("Give what rules give today"),
        "festivals.add": N_("Add a festival of one's own"),
        "events.add": N_("Add an event"),
        "events.edit": N_("Edit an event"),
        "events.cancel": N_("Cancel an event"),
        "events.invite": N_("Invite to an event"),
        "events.uninvite": N_("Take a guest off the list"),
        "events.answer": N_("Keep whether a guest will come"),
        "events.check_in": N_("Check a guest in"),
        "events.undo_check_in": N_("Undo a check-in"),
        "segments.add": N_("Save a segment"),
        "segments.edit": N_("Edit a segment"),
        "segments.remove": N_("Remove a segment"),
    }),
    Group(N_("Products and prices"), {
        "products.add": N_("Add a product"),
        "products.edit": N_("Edit a product"),
        "products.reprice": N_("Change many prices at once"),
        "products.rename_category": N_("Rename a category"),
        "promotions.add": N_("Add a promotion"),
        "promotions.edit": N_("Edit a promotion that has not begun"),
        "promotions.close": N_("End a promotion"),
        "costs.see": N_("See what things cost the shop"),
    }),
    Group(N_("Figures and files"), {
        "figures.month": N_("See the figures of a month"),
        "figures.commission": N_("See everyone's commission"),
        "notices.seen": N_("Look at notices"),
        "imports.members": N_("Import members"),
        "imports.products": N_("Import products"),
        "imports.purchases": N_("Import receipts"),
        "imports.cards": N_("Import cards"),
        "imports.undo": N_("Undo an import"),
        "exports.make": N_("Export everything"),
        "backups.make": N_("Make a backup"),
    }),
    Group(N_("Staff and shop"), {
        "desk.sign_in": N_("Sign in"),
        "desk.try_pin": N_("Try a PIN"),
        "desk.try_code": N_("Try a recovery code"),
        "staff.set_pin": N_("Change one's own PIN"),
        "staff.lift": N_("Ask a manager to allow one act"),
        "staff.recover": N_("Use one's own recovery code"),
        "staff.make_recovery": N_("Make a recovery code"),
        "staff.add": N_("Add a colleague"),
        "staff.edit": N_("Change a name, a role, a commission"),
        "staff.leave": N_("Mark a colleague as left"),
        "staff.set_pin_of_others": N_("Give others a new PIN"),
        "staff.unlock": N_("Let somebody try their PIN again"),
        "permissions.set": N_("Change this table"),
        "settings.change": N_("Change the settings"),
        "shop.create": N_("Open the shop"),
        "days.run": N_("Do the work of the day"),
        "days.accept_clock": N_("Accept what a clock says"),
    }),
)  # fmt: skip
"""Every action there is, once."""


def name(action: str) -> str:
    """What an action is called, to be translated."""
    return next(group.actions[action] for group in GROUPS if action in group.actions)
