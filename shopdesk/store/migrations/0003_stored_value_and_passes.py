"""Stored value and passes: top-ups, the two tenders they are spent by, and uses of a pass."""

NEW = """
CREATE TABLE "top_up" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "event_id" INTEGER NOT NULL,
    "member_id" INTEGER NOT NULL,
    "at" INTEGER NOT NULL,
    "on_day" INTEGER NOT NULL,
    "principal" INTEGER NOT NULL CHECK ("principal" >= 1 AND "principal" < 10000000000000),
    "bonus" INTEGER NOT NULL CHECK ("bonus" >= 0 AND "bonus" < 10000000000000),
    "principal_lot_id" INTEGER NOT NULL,
    "bonus_lot_id" INTEGER,
    FOREIGN KEY ("member_id") REFERENCES "member" ("id"),
    FOREIGN KEY ("principal_lot_id") REFERENCES "lot" ("id"),
    FOREIGN KEY ("bonus_lot_id") REFERENCES "lot" ("id")) STRICT;
CREATE INDEX "top_up_member_id" ON "top_up" ("member_id");
CREATE INDEX "top_up_on_day" ON "top_up" ("on_day");
CREATE INDEX "top_up_event" ON "top_up" ("event_id");
CREATE TABLE "top_up_payment" (
    "top_up_id" INTEGER NOT NULL,
    "tender" TEXT NOT NULL CHECK ("tender" IN ('cash', 'card', 'wechat', 'alipay')),
    "amount" INTEGER NOT NULL CHECK ("amount" >= 1 AND "amount" < 10000000000000),
    PRIMARY KEY ("top_up_id", "tender"),
    FOREIGN KEY ("top_up_id") REFERENCES "top_up" ("id")) STRICT, WITHOUT ROWID;
CREATE TABLE "top_up_refund" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "top_up_id" INTEGER NOT NULL,
    "event_id" INTEGER NOT NULL,
    "at" INTEGER NOT NULL,
    "on_day" INTEGER NOT NULL,
    "principal" INTEGER NOT NULL CHECK ("principal" >= 0 AND "principal" < 10000000000000),
    "bonus" INTEGER NOT NULL CHECK ("bonus" >= 0 AND "bonus" < 10000000000000),
    "money" INTEGER NOT NULL CHECK ("money" >= 0 AND "money" < 10000000000000),
    "is_void" INTEGER NOT NULL CHECK ("is_void" IN (0, 1)) DEFAULT 0,
    "reason" TEXT NOT NULL,
    FOREIGN KEY ("top_up_id") REFERENCES "top_up" ("id")) STRICT;
CREATE INDEX "top_up_refund_top_up_id" ON "top_up_refund" ("top_up_id");
CREATE INDEX "top_up_refund_on_day" ON "top_up_refund" ("on_day");
CREATE INDEX "top_up_refund_event" ON "top_up_refund" ("event_id");
CREATE TABLE "top_up_refund_payment" (
    "refund_id" INTEGER NOT NULL,
    "tender" TEXT NOT NULL CHECK ("tender" IN ('cash', 'card', 'wechat', 'alipay')),
    "amount" INTEGER NOT NULL CHECK ("amount" >= 1 AND "amount" < 10000000000000),
    PRIMARY KEY ("refund_id", "tender"),
    FOREIGN KEY ("refund_id") REFERENCES "top_up_refund" ("id")) STRICT, WITHOUT ROWID;
CREATE TABLE "member_pin" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "event_id" INTEGER NOT NULL,
    "member_id" INTEGER NOT NULL,
    "pin_hash" TEXT,
    FOREIGN KEY ("member_id") REFERENCES "member" ("id")) STRICT;
CREATE INDEX "member_pin_member_id" ON "member_pin" ("member_id");
CREATE TABLE "pass" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "event_id" INTEGER NOT NULL,
    "purchase_id" INTEGER NOT NULL,
    "line" INTEGER NOT NULL,
    "product_id" INTEGER NOT NULL,
    "uses" INTEGER NOT NULL CHECK ("uses" >= 1 AND "uses" < 10000000000000),
    "ends_on" INTEGER,
    FOREIGN KEY ("purchase_id") REFERENCES "purchase" ("id"),
    FOREIGN KEY ("product_id") REFERENCES "product" ("id")) STRICT;
CREATE UNIQUE INDEX "pass_line" ON "pass" ("purchase_id", "line");
CREATE TABLE "pass_lot" (
    "lot_id" INTEGER NOT NULL PRIMARY KEY,
    "pass_id" INTEGER NOT NULL,
    FOREIGN KEY ("lot_id") REFERENCES "lot" ("id"),
    FOREIGN KEY ("pass_id") REFERENCES "pass" ("id")) STRICT;
CREATE INDEX "pass_lot_pass_id" ON "pass_lot" ("pass_id");
CREATE TABLE "pass_use" (
    "purchase_id" INTEGER NOT NULL,
    "line" INTEGER NOT NULL,
    "lot_id" INTEGER NOT NULL,
    "uses" INTEGER NOT NULL CHECK ("uses" >= 1 AND "uses" < 10000000000000),
    PRIMARY KEY ("purchase_id", "line", "lot_id"),
    FOREIGN KEY ("purchase_id") REFERENCES "purchase" ("id"),
    FOREIGN KEY ("lot_id") REFERENCES "lot" ("id")) STRICT, WITHOUT ROWID;
CREATE INDEX "pass_use_lot_id" ON "pass_use" ("lot_id");
"""

REBUILT = """
CREATE TABLE "product" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "name" TEXT NOT NULL,
    "folded" TEXT NOT NULL,
    "category" TEXT NOT NULL,
    "price" INTEGER NOT NULL CHECK ("price" >= 0 AND "price" < 10000000000000),
    "cost" INTEGER CHECK ("cost" >= 0 AND "cost" < 10000000000000),
    "ean" TEXT,
    "is_discounted" INTEGER NOT NULL CHECK ("is_discounted" IN (0, 1)) DEFAULT 1,
    "is_earning" INTEGER NOT NULL CHECK ("is_earning" IN (0, 1)) DEFAULT 1,
    "discontinued_on" INTEGER,
    "event_id" INTEGER NOT NULL,
    "member_price" INTEGER CHECK ("member_price" >= 0 AND "member_price" < 10000000000000),
    "pass_product_id" INTEGER,
    "pass_uses" INTEGER CHECK ("pass_uses" BETWEEN 1 AND 1000),
    "pass_valid_days" INTEGER CHECK ("pass_valid_days" BETWEEN 0 AND 3660),
    FOREIGN KEY ("pass_product_id") REFERENCES "product" ("id")) STRICT;
CREATE TABLE "purchase_line" (
    "purchase_id" INTEGER NOT NULL,
    "line" INTEGER NOT NULL,
    "product_id" INTEGER,
    "name" TEXT NOT NULL,
    "category" TEXT NOT NULL,
    "quantity_milli" INTEGER NOT NULL CHECK ("quantity_milli" > 0),
    "price" INTEGER NOT NULL CHECK ("price" >= 0 AND "price" < 10000000000000),
    "cost" INTEGER CHECK ("cost" >= 0 AND "cost" < 10000000000000),
    "listed" INTEGER NOT NULL CHECK ("listed" >= 0 AND "listed" < 10000000000000),
    "tier_off" INTEGER NOT NULL CHECK ("tier_off" >= 0 AND "tier_off" < 10000000000000),
    "voucher_off" INTEGER NOT NULL CHECK ("voucher_off" >= 0 AND "voucher_off" < 10000000000000),
    "points_off" INTEGER NOT NULL CHECK ("points_off" >= 0 AND "points_off" < 10000000000000),
    "points" INTEGER NOT NULL CHECK ("points" >= 0 AND "points" < 10000000000000),
    "paid" INTEGER NOT NULL CHECK ("paid" >= 0 AND "paid" < 10000000000000),
    "is_earning" INTEGER NOT NULL CHECK ("is_earning" IN (0, 1)) DEFAULT 1,
    "promotion_off" INTEGER NOT NULL CHECK ("promotion_off" >= 0 AND "promotion_off" < 10000000000000) DEFAULT 0,
    "manual_off" INTEGER NOT NULL CHECK ("manual_off" >= 0 AND "manual_off" < 10000000000000) DEFAULT 0,
    "rounding_off" INTEGER NOT NULL CHECK ("rounding_off" >= 0 AND "rounding_off" < 10000000000000) DEFAULT 0,
    "points_percent" INTEGER NOT NULL CHECK ("points_percent" BETWEEN 0 AND 10000) DEFAULT 100,
    "pass_off" INTEGER NOT NULL CHECK ("pass_off" >= 0 AND "pass_off" < 10000000000000) DEFAULT 0,
    "uses" INTEGER CHECK ("uses" >= 1 AND "uses" < 10000000000000),
    PRIMARY KEY ("purchase_id", "line"),
    FOREIGN KEY ("purchase_id") REFERENCES "purchase" ("id"),
    FOREIGN KEY ("product_id") REFERENCES "product" ("id"),
    CHECK ("listed" = "promotion_off" + "tier_off" + "manual_off" + "voucher_off" + "points_off" + "rounding_off" + "pass_off" + "paid")) STRICT, WITHOUT ROWID;
CREATE TABLE "payment" (
    "purchase_id" INTEGER NOT NULL,
    "tender" TEXT NOT NULL CHECK ("tender" IN ('cash', 'card', 'wechat', 'alipay', 'principal', 'bonus', 'imported')),
    "amount" INTEGER NOT NULL CHECK ("amount" >= 0 AND "amount" < 10000000000000),
    PRIMARY KEY ("purchase_id", "tender"),
    FOREIGN KEY ("purchase_id") REFERENCES "purchase" ("id")) STRICT, WITHOUT ROWID;
CREATE TABLE "refund_payment" (
    "refund_id" INTEGER NOT NULL,
    "tender" TEXT NOT NULL CHECK ("tender" IN ('cash', 'card', 'wechat', 'alipay', 'principal', 'bonus', 'imported')),
    "amount" INTEGER NOT NULL CHECK ("amount" >= 0 AND "amount" < 10000000000000),
    PRIMARY KEY ("refund_id", "tender"),
    FOREIGN KEY ("refund_id") REFERENCES "refund" ("id")) STRICT, WITHOUT ROWID;
"""

INDEXES = """
CREATE INDEX "product_folded" ON "product" ("folded");
CREATE UNIQUE INDEX "product_ean" ON "product" ("ean");
DROP INDEX "entry_day";
CREATE INDEX "entry_day" ON "entry" ("on_day", "account", "kind", "amount");
"""

COPIED = {
    "product": (
        "id, name, folded, category, price, cost, ean, is_discounted, is_earning, discontinued_on,"
        " event_id, member_price"
    ),
    "purchase_line": (
        "purchase_id, line, product_id, name, category, quantity_milli, price, cost, listed,"
        " tier_off, voucher_off, points_off, points, paid, is_earning, promotion_off, manual_off,"
        " rounding_off, points_percent"
    ),
    "payment": "purchase_id, tender, amount",
    "refund_payment": "refund_id, tender, amount",
}
"""Of each table that is made anew, the columns taken over."""


def up(migrator, db):
    for statement in _split(REBUILT):
        _rebuild(db, statement)
    for statement in _split(INDEXES) + _split(NEW):
        db.execute_sql(statement)


def _split(sql):
    return [statement.removesuffix(";") for statement in sql.strip().split(";\n")]


def _rebuild(db, statement):
    name = statement.split('"')[1]
    columns = COPIED[name]
    db.execute_sql(statement.replace(f'"{name}"', f'"{name}_new"', 1))
    db.execute_sql(f'INSERT INTO "{name}_new" ({columns}) SELECT {columns} FROM "{name}"')
    db.execute_sql(f'DROP TABLE "{name}"')
    db.execute_sql(f'ALTER TABLE "{name}_new" RENAME TO "{name}"')
