"""The first schema: a frozen copy, independent of the tables of today."""

SCHEMA = """
CREATE TABLE "shop" (
    "id" INTEGER NOT NULL PRIMARY KEY CHECK ("id" = 1),
    "code" TEXT NOT NULL,
    "secret" BLOB NOT NULL,
    "settings" TEXT NOT NULL,
    "revision" INTEGER NOT NULL,
    "highest_at" INTEGER NOT NULL) STRICT;
CREATE TABLE "staff" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "name" TEXT NOT NULL,
    "folded" TEXT NOT NULL,
    "role" TEXT NOT NULL CHECK ("role" IN ('owner', 'manager', 'cashier')),
    "pin_hash" TEXT NOT NULL,
    "left_on" INTEGER) STRICT;
CREATE UNIQUE INDEX "staff_folded" ON "staff" ("folded");
CREATE TABLE "event" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "at" INTEGER NOT NULL,
    "clock_at" INTEGER NOT NULL,
    "on_day" INTEGER NOT NULL,
    "staff_id" INTEGER,
    "till" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "subject" INTEGER,
    "key" TEXT,
    "digest" TEXT,
    "body" TEXT NOT NULL,
    "hash" BLOB NOT NULL,
    FOREIGN KEY ("staff_id") REFERENCES "staff" ("id")) STRICT;
CREATE INDEX "event_action" ON "event" ("action");
CREATE UNIQUE INDEX "event_key" ON "event" ("key");
CREATE TABLE "ladder" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "event_id" INTEGER NOT NULL,
    "tiers" TEXT NOT NULL) STRICT;
CREATE TABLE "member" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "number" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "phone" TEXT,
    "shared_phone" INTEGER NOT NULL CHECK ("shared_phone" IN (0, 1)) DEFAULT 0,
    "birth_year" INTEGER,
    "birth_month" INTEGER CHECK ("birth_month" BETWEEN 1 AND 12),
    "birth_day" INTEGER CHECK ("birth_day" BETWEEN 1 AND 31),
    "lunar_month" INTEGER CHECK ("lunar_month" BETWEEN 1 AND 12),
    "lunar_day" INTEGER CHECK ("lunar_day" BETWEEN 1 AND 30),
    "lunar_leap" INTEGER NOT NULL CHECK ("lunar_leap" IN (0, 1)) DEFAULT 0,
    "joined_on" INTEGER NOT NULL,
    "language" TEXT NOT NULL,
    "tier" TEXT NOT NULL,
    "closed_on" INTEGER,
    "event_id" INTEGER NOT NULL) STRICT;
CREATE UNIQUE INDEX "member_number" ON "member" ("number");
CREATE INDEX "member_joined_on" ON "member" ("joined_on");
CREATE INDEX "member_phone" ON "member" ("phone") WHERE ("phone" IS NOT NULL);
CREATE UNIQUE INDEX "member_own_phone" ON "member" ("phone") WHERE "shared_phone" = 0 AND "closed_on" IS NULL AND "phone" IS NOT NULL;
CREATE TABLE "member_key" (
    "key" TEXT NOT NULL,
    "member_id" INTEGER NOT NULL,
    PRIMARY KEY ("key", "member_id"),
    FOREIGN KEY ("member_id") REFERENCES "member" ("id")) STRICT, WITHOUT ROWID;
CREATE INDEX "member_key_member_id" ON "member_key" ("member_id");
CREATE TABLE "card" (
    "code" TEXT NOT NULL PRIMARY KEY,
    "member_id" INTEGER NOT NULL,
    "serial" INTEGER,
    "issued_on" INTEGER NOT NULL,
    "lost_on" INTEGER,
    "event_id" INTEGER NOT NULL,
    FOREIGN KEY ("member_id") REFERENCES "member" ("id")) STRICT, WITHOUT ROWID;
CREATE INDEX "card_member_id" ON "card" ("member_id");
CREATE UNIQUE INDEX "card_serial" ON "card" ("serial");
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
    "event_id" INTEGER NOT NULL) STRICT;
CREATE INDEX "product_folded" ON "product" ("folded");
CREATE UNIQUE INDEX "product_ean" ON "product" ("ean");
CREATE TABLE "purchase" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "number" TEXT,
    "event_id" INTEGER NOT NULL,
    "member_id" INTEGER,
    "at" INTEGER NOT NULL,
    "on_day" INTEGER NOT NULL,
    "goods" INTEGER NOT NULL CHECK ("goods" >= 0 AND "goods" < 10000000000000),
    "due" INTEGER NOT NULL CHECK ("due" >= 0 AND "due" < 10000000000000),
    "points_spent" INTEGER NOT NULL CHECK ("points_spent" >= 0 AND "points_spent" < 10000000000000),
    "points_earned" INTEGER NOT NULL CHECK ("points_earned" >= 0 AND "points_earned" < 10000000000000),
    "tier" TEXT,
    "steps" TEXT NOT NULL,
    "rule" TEXT NOT NULL,
    "cash_given" INTEGER CHECK ("cash_given" >= 0 AND "cash_given" < 10000000000000),
    FOREIGN KEY ("member_id") REFERENCES "member" ("id")) STRICT;
CREATE INDEX "purchase_day" ON "purchase" ("on_day", "member_id", "due");
CREATE INDEX "purchase_member" ON "purchase" ("member_id", "on_day") WHERE ("member_id" IS NOT NULL);
CREATE INDEX "purchase_number" ON "purchase" ("number") WHERE ("number" IS NOT NULL);
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
    PRIMARY KEY ("purchase_id", "line"),
    FOREIGN KEY ("purchase_id") REFERENCES "purchase" ("id"),
    FOREIGN KEY ("product_id") REFERENCES "product" ("id"),
    CHECK ("listed" = "tier_off" + "voucher_off" + "points_off" + "paid")) STRICT, WITHOUT ROWID;
CREATE TABLE "payment" (
    "purchase_id" INTEGER NOT NULL,
    "tender" TEXT NOT NULL CHECK ("tender" IN ('cash', 'card', 'wechat', 'alipay', 'imported')),
    "amount" INTEGER NOT NULL CHECK ("amount" >= 0 AND "amount" < 10000000000000),
    PRIMARY KEY ("purchase_id", "tender"),
    FOREIGN KEY ("purchase_id") REFERENCES "purchase" ("id")) STRICT, WITHOUT ROWID;
CREATE TABLE "refund" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "purchase_id" INTEGER NOT NULL,
    "event_id" INTEGER NOT NULL,
    "member_id" INTEGER,
    "is_void" INTEGER NOT NULL CHECK ("is_void" IN (0, 1)) DEFAULT 0,
    "at" INTEGER NOT NULL,
    "on_day" INTEGER NOT NULL,
    "money" INTEGER NOT NULL CHECK ("money" >= 0 AND "money" < 10000000000000),
    "points_taken" INTEGER NOT NULL CHECK ("points_taken" >= 0 AND "points_taken" < 10000000000000),
    "points_returned" INTEGER NOT NULL CHECK ("points_returned" >= 0 AND "points_returned" < 10000000000000),
    "is_whole" INTEGER NOT NULL CHECK ("is_whole" IN (0, 1)) DEFAULT 0,
    "reason" TEXT NOT NULL,
    FOREIGN KEY ("purchase_id") REFERENCES "purchase" ("id"),
    FOREIGN KEY ("member_id") REFERENCES "member" ("id")) STRICT;
CREATE INDEX "refund_purchase_id" ON "refund" ("purchase_id");
CREATE INDEX "refund_on_day" ON "refund" ("on_day");
CREATE UNIQUE INDEX "refund_void_once" ON "refund" ("purchase_id") WHERE ("is_void" = 1);
CREATE TABLE "refund_line" (
    "refund_id" INTEGER NOT NULL,
    "line" INTEGER NOT NULL,
    "quantity_milli" INTEGER NOT NULL CHECK ("quantity_milli" > 0),
    PRIMARY KEY ("refund_id", "line"),
    FOREIGN KEY ("refund_id") REFERENCES "refund" ("id")) STRICT, WITHOUT ROWID;
CREATE TABLE "refund_payment" (
    "refund_id" INTEGER NOT NULL,
    "tender" TEXT NOT NULL CHECK ("tender" IN ('cash', 'card', 'wechat', 'alipay', 'imported')),
    "amount" INTEGER NOT NULL CHECK ("amount" >= 0 AND "amount" < 10000000000000),
    PRIMARY KEY ("refund_id", "tender"),
    FOREIGN KEY ("refund_id") REFERENCES "refund" ("id")) STRICT, WITHOUT ROWID;
CREATE TABLE "account" (
    "member_id" INTEGER NOT NULL,
    "account" TEXT NOT NULL CHECK ("account" IN ('points')),
    "lots" INTEGER NOT NULL CHECK ("lots" >= 0 AND "lots" < 10000000000000),
    "debt" INTEGER NOT NULL CHECK ("debt" >= 0 AND "debt" < 1000000000000000000),
    PRIMARY KEY ("member_id", "account"),
    FOREIGN KEY ("member_id") REFERENCES "member" ("id"),
    CHECK ("lots" = 0 OR "debt" = 0)) STRICT, WITHOUT ROWID;
CREATE TABLE "lot" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "member_id" INTEGER NOT NULL,
    "account" TEXT NOT NULL CHECK ("account" IN ('points')),
    "granted" INTEGER NOT NULL CHECK ("granted" >= 1 AND "granted" < 10000000000000),
    "remaining" INTEGER NOT NULL CHECK ("remaining" >= 0 AND "remaining" < 10000000000000),
    "earned_on" INTEGER NOT NULL,
    "expires_on" INTEGER,
    "purchase_id" INTEGER,
    "event_id" INTEGER NOT NULL,
    FOREIGN KEY ("member_id") REFERENCES "member" ("id"),
    FOREIGN KEY ("purchase_id") REFERENCES "purchase" ("id"),
    CHECK ("remaining" <= "granted")) STRICT;
CREATE INDEX "lot_open" ON "lot" ("member_id", "account") WHERE ("remaining" > 0);
CREATE INDEX "lot_purchase" ON "lot" ("purchase_id") WHERE ("purchase_id" IS NOT NULL);
CREATE TABLE "entry" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "event_id" INTEGER NOT NULL,
    "member_id" INTEGER NOT NULL,
    "account" TEXT NOT NULL CHECK ("account" IN ('points')),
    "lot_id" INTEGER,
    "kind" TEXT NOT NULL CHECK ("kind" IN ('earned', 'spent', 'adjusted', 'returned', 'taken_back')),
    "amount" INTEGER NOT NULL CHECK ("amount" <> 0 AND "amount" > -10000000000000 AND "amount" < 10000000000000),
    "on_day" INTEGER NOT NULL,
    "purchase_id" INTEGER,
    "refund_id" INTEGER,
    "reason" TEXT,
    FOREIGN KEY ("member_id") REFERENCES "member" ("id"),
    FOREIGN KEY ("lot_id") REFERENCES "lot" ("id"),
    FOREIGN KEY ("purchase_id") REFERENCES "purchase" ("id"),
    FOREIGN KEY ("refund_id") REFERENCES "refund" ("id")) STRICT;
CREATE INDEX "entry_member" ON "entry" ("member_id", "account");
CREATE INDEX "entry_day" ON "entry" ("on_day", "kind", "amount");
CREATE INDEX "entry_debt" ON "entry" ("on_day") WHERE ("lot_id" IS NULL);
CREATE INDEX "entry_purchase" ON "entry" ("purchase_id") WHERE ("purchase_id" IS NOT NULL);
CREATE TABLE "member_day" (
    "member_id" INTEGER NOT NULL,
    "on_day" INTEGER NOT NULL,
    "receipts" INTEGER NOT NULL CHECK ("receipts" >= 0 AND "receipts" < 10000000000000),
    "kept" INTEGER NOT NULL CHECK ("kept" >= 0 AND "kept" < 10000000000000),
    "spend" INTEGER NOT NULL CHECK ("spend" >= 0 AND "spend" < 1000000000000000000),
    "points" INTEGER NOT NULL CHECK ("points" >= 0 AND "points" < 1000000000000000000),
    PRIMARY KEY ("member_id", "on_day"),
    FOREIGN KEY ("member_id") REFERENCES "member" ("id")) STRICT, WITHOUT ROWID;
CREATE INDEX "member_day_by_day" ON "member_day" ("on_day", "member_id", "receipts");
CREATE TABLE "tier_change" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "event_id" INTEGER NOT NULL,
    "member_id" INTEGER NOT NULL,
    "kind" TEXT NOT NULL CHECK ("kind" IN ('joined', 'upgrade')),
    "from_tier" TEXT,
    "to_tier" TEXT NOT NULL,
    "at" INTEGER NOT NULL,
    "on_day" INTEGER NOT NULL,
    "ladder_id" INTEGER NOT NULL,
    "purchase_id" INTEGER,
    "evidence" TEXT NOT NULL,
    FOREIGN KEY ("member_id") REFERENCES "member" ("id"),
    FOREIGN KEY ("ladder_id") REFERENCES "ladder" ("id"),
    FOREIGN KEY ("purchase_id") REFERENCES "purchase" ("id")) STRICT;
CREATE INDEX "tier_change_member_id" ON "tier_change" ("member_id");
CREATE INDEX "tier_change_on_day" ON "tier_change" ("on_day");
CREATE TABLE "gift" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "name" TEXT NOT NULL,
    "name_en" TEXT,
    "kind" TEXT NOT NULL CHECK ("kind" IN ('goods', 'service', 'upgrade', 'quota', 'partner')),
    "cost" INTEGER NOT NULL CHECK ("cost" >= 0 AND "cost" < 10000000000000),
    "value" INTEGER NOT NULL CHECK ("value" >= 0 AND "value" < 10000000000000),
    "stock" INTEGER CHECK ("stock" >= 0 AND "stock" < 10000000000000),
    "promised" INTEGER NOT NULL CHECK ("promised" >= 0 AND "promised" < 10000000000000),
    "lowest_tier" TEXT,
    "event_id" INTEGER NOT NULL,
    CHECK ("stock" IS NULL OR "promised" <= "stock")) STRICT;
CREATE UNIQUE INDEX "gift_name" ON "gift" ("name");
CREATE TABLE "reward_rule" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "name" TEXT NOT NULL,
    "name_en" TEXT,
    "trigger" TEXT NOT NULL,
    "reward" TEXT NOT NULL,
    "starts_on" INTEGER NOT NULL,
    "closed_on" INTEGER,
    "event_id" INTEGER NOT NULL) STRICT;
CREATE UNIQUE INDEX "reward_rule_name" ON "reward_rule" ("name");
CREATE TABLE "voucher" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "code" TEXT NOT NULL,
    "kind" TEXT NOT NULL CHECK ("kind" IN ('gift', 'amount', 'percent')),
    "gift_id" INTEGER,
    "amount" INTEGER NOT NULL CHECK ("amount" >= 0 AND "amount" < 10000000000000),
    "percent_off" INTEGER NOT NULL CHECK ("percent_off" BETWEEN 0 AND 100),
    "minimum" INTEGER NOT NULL CHECK ("minimum" >= 0 AND "minimum" < 10000000000000),
    "cap" INTEGER CHECK ("cap" >= 0 AND "cap" < 10000000000000),
    "cost" INTEGER NOT NULL CHECK ("cost" >= 0 AND "cost" < 10000000000000),
    "member_id" INTEGER,
    "rule_id" INTEGER,
    "occasion" TEXT NOT NULL,
    "issued_on" INTEGER NOT NULL,
    "valid_from_on" INTEGER NOT NULL,
    "valid_until_on" INTEGER NOT NULL,
    "state" TEXT NOT NULL CHECK ("state" IN ('issued', 'redeemed', 'expired', 'void')),
    "redeemed_at" INTEGER,
    "redeemed_by" INTEGER,
    "redeemed_till" TEXT,
    "purchase_id" INTEGER,
    "event_id" INTEGER NOT NULL,
    FOREIGN KEY ("gift_id") REFERENCES "gift" ("id"),
    FOREIGN KEY ("member_id") REFERENCES "member" ("id"),
    FOREIGN KEY ("rule_id") REFERENCES "reward_rule" ("id"),
    FOREIGN KEY ("redeemed_by") REFERENCES "staff" ("id"),
    FOREIGN KEY ("purchase_id") REFERENCES "purchase" ("id"),
    CHECK (("state" = 'redeemed') = ("redeemed_at" IS NOT NULL)),
    CHECK (("kind" = 'gift') = ("gift_id" IS NOT NULL))) STRICT;
CREATE UNIQUE INDEX "voucher_code" ON "voucher" ("code");
CREATE INDEX "voucher_member_id" ON "voucher" ("member_id");
CREATE INDEX "voucher_purchase_id" ON "voucher" ("purchase_id");
CREATE INDEX "voucher_due" ON "voucher" ("state", "valid_until_on");
CREATE TABLE "voucher_event" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "event_id" INTEGER NOT NULL,
    "voucher_id" INTEGER NOT NULL,
    "kind" TEXT NOT NULL CHECK ("kind" IN ('issued', 'redeemed', 'expired', 'void', 'returned')),
    "on_day" INTEGER NOT NULL,
    "purchase_id" INTEGER,
    FOREIGN KEY ("voucher_id") REFERENCES "voucher" ("id"),
    FOREIGN KEY ("purchase_id") REFERENCES "purchase" ("id")) STRICT;
CREATE INDEX "voucher_event_voucher_id" ON "voucher_event" ("voucher_id");
CREATE INDEX "voucher_event_on_day" ON "voucher_event" ("on_day");
CREATE TABLE "voucher_use" (
    "purchase_id" INTEGER NOT NULL,
    "voucher_id" INTEGER NOT NULL,
    "line" INTEGER NOT NULL,
    "amount" INTEGER NOT NULL CHECK ("amount" >= 1 AND "amount" < 10000000000000),
    PRIMARY KEY ("purchase_id", "voucher_id", "line"),
    FOREIGN KEY ("purchase_id") REFERENCES "purchase" ("id"),
    FOREIGN KEY ("voucher_id") REFERENCES "voucher" ("id")) STRICT, WITHOUT ROWID;
CREATE INDEX "voucher_use_voucher_id" ON "voucher_use" ("voucher_id");
CREATE TABLE "gift_movement" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "event_id" INTEGER NOT NULL,
    "gift_id" INTEGER NOT NULL,
    "kind" TEXT NOT NULL CHECK ("kind" IN ('received', 'promised', 'given', 'released', 'returned', 'counted')),
    "quantity" INTEGER NOT NULL,
    "voucher_id" INTEGER,
    FOREIGN KEY ("gift_id") REFERENCES "gift" ("id"),
    FOREIGN KEY ("voucher_id") REFERENCES "voucher" ("id")) STRICT;
CREATE INDEX "gift_movement_gift_id" ON "gift_movement" ("gift_id");
CREATE TABLE "occasion" (
    "rule_id" INTEGER NOT NULL,
    "member_id" INTEGER NOT NULL,
    "occasion" TEXT NOT NULL,
    "voucher_id" INTEGER,
    "event_id" INTEGER NOT NULL,
    PRIMARY KEY ("rule_id", "member_id", "occasion"),
    FOREIGN KEY ("rule_id") REFERENCES "reward_rule" ("id"),
    FOREIGN KEY ("member_id") REFERENCES "member" ("id"),
    FOREIGN KEY ("voucher_id") REFERENCES "voucher" ("id")) STRICT, WITHOUT ROWID;
"""


def up(migrator, db):
    for statement in SCHEMA.strip().split(";\n"):
        db.execute_sql(statement.removesuffix(";"))
