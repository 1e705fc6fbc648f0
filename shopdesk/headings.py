"""Which column of somebody else's table is which of ours: guessed from the heading's words."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from shopdesk import inputs, text
from shopdesk.cells import column_name
from shopdesk.language import N_
from shopdesk.refusals import ChoiceRefused, Refused
from shopdesk.tabular import Unreadable

_IN_BRACKETS = re.compile(r"[(\[【〔{].*?[)\]】〕}]")

_MEMBER = {
    "number": """会员卡号 会员编号 会员号 会员号码 会员id 卡号 编号 number membernumber memberno
        memberid member cardnumber cardno customernumber customerno customerid no id""",
    "name": """会员姓名 姓名 会员名称 客户姓名 顾客姓名 客户名称 名字 名称 称呼 membername
        fullname name customername customer""",
    "phone": """手机号 手机号码 会员手机 会员手机号 会员电话 手机 移动电话 联系手机 联系电话 电话
        电话号码 联系方式 mobilephone mobilenumber mobile phonenumber phoneno phone telephone
        tel cell""",
    "birthday": """生日 会员生日 出生日期 出生年月日 出生年月 birthday birthdate dateofbirth dob
        bornon born""",
    "joined": """入会日期 入会时间 开卡日期 开卡时间 办卡日期 办卡时间 注册日期 注册时间
        加入日期 加入时间 创建时间 创建日期 建卡日期 建卡时间 发卡日期 发卡时间 登记日期
        joined joinedon joindate joineddate joiningdate membersince
        registered registeredon registrationdate since""",
    "tier": """会员等级 等级 等级名称 会员级别 级别 卡等级 卡类型 会员类型 卡级别 会员卡类型
        会员分类 tier membertier level grade""",
    "points": """当前积分 剩余积分 可用积分 积分余额 现有积分 账户积分 会员积分 积分 points
        pointsbalance""",
    "owed": "欠积分 积分欠款 owed pointsowed",
    "principal": """储值本金 本金余额 本金 储值余额 卡内余额 卡余额 账户余额 会员余额 可用余额
        剩余金额 当前余额 现有余额 储值金额 余额 principal storedvalue accountbalance balance""",
    "bonus": """赠送余额 赠送金余额 赠金余额 赠送账户余额 赠送金额 赠送金 赠金 bonus
        bonusbalance""",
    "card": """实体卡号 卡面号 卡面号码 卡面编号 内部卡号 物理卡号 芯片卡号 磁卡号 card
        cardcode""",
    "lunar": "农历生日 阴历生日 会员农历生日 lunarbirthday lunar",
    "calendar": "生日类型 生日历法 历法 birthdaytype birthdaycalendar calendar",
    "language": "语言 会员语言 language",
    "shared": "共用手机 共用电话 家庭共用 sharedphone shared",
}
_CARD = {
    "member": """会员编号 会员号 会员号码 会员id 会员手机 会员手机号 会员电话 会员 手机号 手机号码
        手机 电话 联系电话 编号 membernumber memberno memberid member customernumber customerno
        customer mobile phone number""",
    "card": """新卡号 实体卡号 卡面号 卡面号码 会员卡号 卡号 cardnumber cardno cardcode card
        code""",
}
_GOODS = {
    "price": "单价 零售价 售价 销售价 销售单价 价格 unitprice price retailprice",
    "category": "商品分类 商品类别 产品分类 产品类别 分类 类别 品类 类目 category productcategory",
    "cost": "成本 成本价 成本单价 进价 进货价 cost costprice unitcost",
    "ean": "条码 条形码 商品条码 商品条形码 国际条码 barcode ean ean13 eancode gtin upc",
}
_MORE_OF_GOODS = {
    "member_price": "会员价 会员价格 会员单价 会员售价 memberprice",
    "unit": "单位 计量单位 销售单位 unit uom soldby",
}
_PRODUCT = """商品名称 商品名 商品 品名 产品名称 产品 货品名称 货品 项目名称 项目 服务项目
        productname product itemname item article"""
_PURCHASE = {
    "receipt": """小票号 小票号码 小票编号 小票 销售单号 单号 单据号 单据编号 订单号 订单编号
        交易号 交易流水号 流水号 receiptnumber receiptno receiptid receipt orderno ordernumber
        orderid order invoiceno invoicenumber invoice transactionid transaction""",
    "member": """会员卡号 会员编号 会员号 会员号码 会员id 卡号 会员 会员手机 会员手机号 会员电话
        手机号 手机号码 手机 客户编号 顾客编号 客户 顾客 membernumber memberno memberid member
        customernumber customerno customerid customer cardnumber cardno card userid mobile phone""",
    "date": """消费时间 消费日期 交易时间 交易日期 销售时间 销售日期 下单时间 下单日期 付款时间
        支付时间 结账时间 日期时间 日期 时间 datetime purchasedate purchasedat purchasedon
        transactiondate orderdate invoicedate saledate date time day""",
    "amount": """实收金额 实收 实付金额 实付 成交金额 消费金额 交易金额 销售金额 支付金额
        付款金额 订单金额 金额 总金额 总额 合计 总价 小计 amountpaid paid amount totalamount
        total linetotal sum""",
    "quantity": "数量 销售数量 件数 quantity qty",
    "product": _PRODUCT,
    **_GOODS,
}

_WORDS = {
    "members": _MEMBER,
    "products": {"product": f"{_PRODUCT} 名称 name title", **_GOODS, **_MORE_OF_GOODS},
    "purchases": _PURCHASE,
    "cards": _CARD,
}
"""For each kind of table and each of our columns the words for it, the surest first."""

_ALSO = {
    "members": {"member": "number"},
    "products": {"name": "product"},
    "purchases": {"number": "member", "phone": "member"},
    "cards": {"number": "member", "phone": "member"},
}
"""What else one of our columns may be called by whoever names it."""

_PHONES = frozenset(_MEMBER["phone"].split())
"""Headings under which whoever bought is known by phone."""

_NEEDED = {
    "members": (("name",),),
    "products": (("product",), ("price",)),
    "purchases": (("member",), ("date",), ("amount", "price")),
    "cards": (("member",), ("card",)),
}
"""Of each group one column must be there."""

WITHIN = 10
"""Rows looked at for the heading: exports like to begin with a title."""
LEFT_OUT = ""
"""What a column is named that is to be none of ours, whatever its heading says."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading as understood: the row it is in, its cells, and where each of ours stands."""

    row: int
    cells: tuple[str, ...]
    places: Mapping[str, int]
    is_by_phone: bool = False
    """Whether what stands for the member of a purchase is a phone."""

    @property
    def columns(self) -> dict[str, str]:
        """Their names with ours."""
        return {self.cells[place]: ours for ours, place in self.places.items()}

    def values(self, cells: Sequence[str]) -> dict[str, str]:
        """The cells of a row by our names; those it has not are empty."""
        width = len(cells)
        return {ours: cells[place] if place < width else "" for ours, place in self.places.items()}


class ColumnTwice(Refused):
    """Two of their columns for one of ours: nobody says which counts."""

    code = "choice"
    sentence = N_("{first} and {second} cannot both be {ours}. Name one of them.")


def ours(kind: str) -> tuple[str, ...]:
    """Our columns of a kind of table, those that are needed among them."""
    return tuple(_WORDS[kind])


def check_columns(kind: str, columns: Mapping[str, str], language: str) -> None:
    """Refuse a ``their=ours`` that is none of ours, or one of ours for two of theirs; ``their=``
    leaves a column out."""
    taken: dict[str, str] = {}
    if not isinstance(columns, Mapping):
        raise ChoiceRefused(language, value=columns, choices=", ".join(_WORDS[kind]))
    for theirs, named in columns.items():
        if named == LEFT_OUT:
            continue
        ours = _ours(kind, named) if isinstance(named, str) else named
        inputs.choice(ours, _WORDS[kind], language)
        if ours in taken:
            raise ColumnTwice(language, first=taken[ours], second=theirs, ours=named)
        taken[ours] = theirs


def _ours(kind: str, named: str) -> str:
    return _ALSO[kind].get(named, named)


def guessed(kind: str, row: tuple[int, list[str]], columns: Mapping[str, str]) -> Heading:
    """What a row would be understood as, were it the heading."""
    return _read(kind, *row, columns)


def missing(kind: str, heading: Heading) -> tuple[tuple[str, ...], ...]:
    """Of which groups of ours none was found: one of each is needed."""
    return tuple(_missing(kind, heading))


def find(
    kind: str, rows: Iterable[tuple[int, list[str]]], columns: Mapping[str, str]
) -> Heading | None:
    """The first of some rows that is a heading: it has all that this kind of table needs."""
    headings = (_read(kind, number, cells, columns) for number, cells in rows)
    return next((heading for heading in headings if not _missing(kind, heading)), None)


def why_none(
    kind: str, row: tuple[int, list[str]], columns: Mapping[str, str], language: str
) -> Exception:
    """What to say of a first row that is no heading."""
    heading = _read(kind, *row, columns)
    named = {_folded(cell) for cell in heading.cells}
    for theirs in columns:
        if _folded(theirs) not in named:
            return ChoiceRefused(language, value=theirs, choices=", ".join(heading.cells))
    return Unreadable(
        N_("no column for {missing} among: {columns}. Say which is which (their=ours)."),
        missing=", ".join(
            "/".join(column_name(ours, language) for ours in group)
            for group in _missing(kind, heading)
        ),
        columns=", ".join(heading.cells)[:200],
    )


def _missing(kind: str, heading: Heading) -> list[tuple[str, ...]]:
    return [g for g in _NEEDED[kind] if not any(ours in heading.places for ours in g)]


def _read(kind: str, row: int, cells: Sequence[str], columns: Mapping[str, str]) -> Heading:
    """Those named by the user first, then by our words, each column for one of ours only."""
    places: dict[str, int] = {}
    free: dict[str, int] = {}
    for place, cell in enumerate(cells):
        free.setdefault(_folded(cell), place)
    for theirs, named in columns.items():
        if _folded(theirs) not in free:
            return Heading(row, tuple(cells), {})
        place = free.pop(_folded(theirs))
        if named != LEFT_OUT:
            places[_ours(kind, named)] = place
    for ours, words in _WORDS[kind].items():
        known = next((word for word in words.split() if word in free), None)
        if ours not in places and known is not None:
            places[ours] = free.pop(known)
    return Heading(row, tuple(cells), places, _is_by_phone(cells, places, columns))


def _is_by_phone(
    cells: Sequence[str], places: Mapping[str, int], columns: Mapping[str, str]
) -> bool:
    if "member" not in places:
        return False
    word = _folded(cells[places["member"]])
    named = {_folded(theirs): ours for theirs, ours in columns.items()}
    return named[word] == "phone" if word in named else word in _PHONES


def _folded(cell: str) -> str:
    """A heading as compared: ``金额(元)`` is 金额, ``Member No.`` is memberno."""
    folded = text.fold(cell)
    bare = "".join(c for c in _IN_BRACKETS.sub("", folded) if c.isalnum())
    return bare or folded
