"""ShopDesk's core: what a shop is and how it behaves.

Plain functions in modules named after their nouns. The first argument is always the desk, which
says who acts, at which till, in which shop:

    from shopdesk import Shop, members, purchases

    shop = Shop.open("tea.shopdesk")
    desk = shop.sign_in("店主", "258025")
    member = members.register(desk, name="张三丰", phone="13800138000")
    purchases.record(desk, member=member.id, amount=48200, pay={"wechat": 48200})
"""

from shopdesk.refusals import Refused
from shopdesk.shop import Desk, Shop

__version__ = "0.1.0"
__all__ = ["Desk", "Refused", "Shop", "__version__"]
