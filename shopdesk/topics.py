"""What can change: the only events the core tells, after a commit and once each."""

from enum import Enum


class Topic(Enum):
    """Names what a change touched, so that whoever shows it can read it again."""

    SHOP = "shop"
    STAFF = "staff"
    MEMBERS = "members"
    PRODUCTS = "products"
    PURCHASES = "purchases"
    POINTS = "points"
    STORED_VALUE = "stored_value"
    PASSES = "passes"
    TIERS = "tiers"
    GIFTS = "gifts"
    VOUCHERS = "vouchers"
    REWARDS = "rewards"
    EVENTS = "events"
    NOTICES = "notices"
    PROMOTIONS = "promotions"
    TILLS = "tills"
    PARKED = "parked"
    MONTHS = "months"
    BACKUPS = "backups"
