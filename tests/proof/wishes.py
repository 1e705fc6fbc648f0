"""What a machine may draw: amounts around every threshold, lines, ladders, offers, decisions."""

from hypothesis import strategies as st

from tests.proof.paper_points import Policy
from tests.proof.paper_prices import Goods, Offer, Terms
from tests.proof.paper_tiers import Asks, Ladder, Tier

GOODS = [
    Goods(6800, "tea"),
    Goods(1250, "cup", member_price=1200),
    Goods(333, "tea", is_discounted=False),
    Goods(100, "cake", is_earning=False, member_price=90),
    Goods(19_900, "cake"),
    Goods(5_000, "tea", is_for=2, uses=20, days=40),
    Goods(19_999, "", is_for=0, uses=3),
    Goods(9_900, "cup", is_for=1, uses=7, days=0, member_price=9_500),
]
PASSES = [place for place, goods in enumerate(GOODS) if goods.is_for is not None]
THINGS = len(GOODS) - len(PASSES)

picks = st.integers(0, 10**6)
amounts = st.one_of(
    st.integers(0, 30_000),
    st.sampled_from([99, 100, 101, 9_999, 10_000, 50_000, 99_999, 100_000, 200_000, 700_000]),
)
wanted_lines = st.lists(
    st.tuples(st.integers(0, THINGS - 1), st.sampled_from([1, 250, 333, 1000, 1500, 2000, 3000])),
    min_size=1,
    max_size=4,
)
some_lines = st.lists(st.tuples(picks, st.integers(0, 1000)), min_size=1, max_size=3)
"""Of some line, some share of what is left of it, in thousandths."""
wishes = st.sampled_from([0, 0, 100, 250, -1, -1, -1, -101, 1000])
"""Points to take: so many, or (below 0) so many fewer than there are."""
cuts = st.lists(st.integers(0, 1000), max_size=3)
"""Where a payment is cut into tenders, in thousandths."""

YEAR = ("rolling_months", 12)


def _tier(code: str, *asks: Asks, mode: str = "any", off: int = 0, points: int = 100) -> Tier:
    return Tier(code, mode, asks, off, points)


EASY = Ladder((
    _tier("member"),
    _tier("silver", Asks("spend", 100_000, *YEAR), Asks("visits", 4, *YEAR), off=2, points=120),
    _tier("gold", Asks("spend", 300_000, *YEAR), Asks("visits", 8, *YEAR), off=5, points=150),
    _tier("diamond", Asks("spend", 800_000, *YEAR), off=10, points=200),
))  # fmt: skip
STRICT = Ladder((
    _tier("member"),
    _tier("silver", Asks("spend", 50_000, "rolling_months", 2, keep=30_000), off=3, points=110),
    Tier(
        "gold", "all",
        (Asks("spend", 150_000, "calendar_quarter", keep=60_000),
         Asks("visits", 2, "calendar_quarter", keep=1)),
        off=5, points=155, off_category=(("cup", 12), ("cake", 0)),
    ),
    _tier("diamond", Asks("points_earned", 5_000, "membership_year", keep=2_000), off=9),
), review_months=2, grace=7)  # fmt: skip
YEARLY = Ladder((
    _tier("member", off=1),
    _tier("silver", Asks("points_earned", 400, "calendar_year", keep=399), points=130),
    Tier(
        "gold", "all",
        (Asks("spend", 200_000, "membership_year"), Asks("points_earned", 2_500, "lifetime")),
        off=6, points=170,
    ),
    _tier("diamond", Asks("visits", 6, "rolling_months", 1, keep=2), off=8, points=210),
), review_months=1, grace=0)  # fmt: skip
SOCIAL = Ladder((
    _tier("member"),
    _tier("silver", Asks("referrals", 1, "rolling_months", 2), Asks("months", 2, "lifetime"),
          Asks("products", 3, "calendar_quarter", keep=2), off=2, points=120),
    Tier(
        "gold", "all",
        (Asks("mean_rating", 350, "rolling_months", 1, keep=250),
         Asks("interactions", 1, "calendar_year")),
        off=4, points=140,
    ),
    _tier("diamond", Asks("categories", 3, "lifetime"), Asks("referrals", 2, "lifetime"), off=8),
), review_months=1, grace=3)  # fmt: skip
PREPAID = Ladder((
    _tier("member"),
    _tier("silver", Asks("topped_up", 50_000, "rolling_months", 2, keep=20_000), off=2),
    Tier(
        "gold", "all",
        (Asks("topped_up", 100_000, "lifetime"), Asks("spend", 10_000, "calendar_year")), off=4,
    ),
    _tier("diamond", Asks("topped_up", 300_000, "calendar_quarter", keep=1), off=6, points=130),
), review_months=2, grace=5)  # fmt: skip
LADDERS = [EASY, STRICT, YEARLY, SOCIAL, PREPAID]
TIER_CODES = [tier.code for tier in EASY.tiers]

POLICIES = [
    Policy(), Policy("days", 0), Policy("days", 40), Policy("months", 1), Policy("month_end", 0),
    Policy("month_end", 1), Policy("year_end", 0), Policy("year_end", 1), Policy("idle", 1),
    Policy("idle", 3),
]  # fmt: skip

OFFERS = [
    Offer("percent", percent=15, categories=("tea",)),
    Offer("percent", percent=7, is_for_members=True, combines=False),
    Offer("amount", amount=150, places=(2, 1)),
    Offer("price", amount=5000, places=(0,), combines=False),
    Offer("nth", percent=50, nth=2),
    Offer("nth", percent=100, nth=3, categories=("cake",), weekdays=(1, 3, 5)),
    Offer("order_percent", percent=5, minimum=10_000),
    Offer("order_percent", percent=12, combines=False, is_for_members=True),
    Offer("order_amount", amount=3000, minimum=20_000),
    Offer("order_amount", amount=500, minimum=5_000, is_every=True, categories=("tea", "cup")),
    Offer("points", percent=200),
    Offer("points", percent=150, categories=("tea",), lowest_rank=1),
]

TERMS = [
    Terms(),
    Terms(cap_percent=50, unearning=("cake",)),
    Terms(rounding=10),
    Terms(rounding=100, is_cash_only=True, cap_percent=33),
    Terms(is_best=False),
    Terms(is_best=False, rounding=10, step=50, value=30),
]
