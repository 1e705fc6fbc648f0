"""Expiry, promotions, reviews and overlays of tiers, and what is known of members beside."""

NEW = """
CREATE TABLE "exchange" (
    "refund_id" INTEGER NOT NULL PRIMARY KEY,
    "purchase_id" INTEGER NOT NULL,
    "event_id" INTEGER NOT NULL,
    FOREIGN KEY ("refund_id") REFERENCES "refund" ("id"),
    FOREIGN KEY ("purchase_id") REFERENCES "purchase" ("id")) STRICT;
CREATE UNIQUE INDEX "exchange_purchase" ON "exchange" ("purchase_id");
CREATE TABLE "promotion" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "name" TEXT NOT NULL,
    "name_en" TEXT,
    "terms" TEXT NOT NULL,
    "starts_on" INTEGER NOT NULL,
    "ends_on" INTEGER,
    "closed_on" INTEGER,
    "event_id" INTEGER NOT NULL) STRICT;
CREATE UNIQUE INDEX "promotion_name" ON "promotion" ("name");
CREATE TABLE "tier_overlay" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "event_id" INTEGER NOT NULL,
    "member_id" INTEGER NOT NULL,
    "kind" TEXT NOT NULL CHECK ("kind" IN ('lock', 'floor', 'trial', 'paid')),
    "tier" TEXT NOT NULL,
    "from_on" INTEGER NOT NULL,
    "until_on" INTEGER,
    "reason" TEXT NOT NULL,
    FOREIGN KEY ("member_id") REFERENCES "member" ("id")) STRICT;
CREATE INDEX "tier_overlay_member_id" ON "tier_overlay" ("member_id");
CREATE TABLE "tier_overlay_end" (
    "overlay_id" INTEGER NOT NULL PRIMARY KEY,
    "event_id" INTEGER NOT NULL,
    "on_day" INTEGER NOT NULL,
    "reason" TEXT NOT NULL,
    FOREIGN KEY ("overlay_id") REFERENCES "tier_overlay" ("id")) STRICT;
CREATE TABLE "tier_warning" (
    "member_id" INTEGER NOT NULL,
    "review_on" INTEGER NOT NULL,
    "days_before" INTEGER NOT NULL,
    "event_id" INTEGER NOT NULL,
    "on_day" INTEGER NOT NULL,
    "missing" TEXT NOT NULL,
    PRIMARY KEY ("member_id", "review_on", "days_before"),
    FOREIGN KEY ("member_id") REFERENCES "member" ("id")) STRICT, WITHOUT ROWID;
CREATE INDEX "tier_warning_on_day" ON "tier_warning" ("on_day");
CREATE TABLE "rating" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "event_id" INTEGER NOT NULL,
    "member_id" INTEGER NOT NULL,
    "on_day" INTEGER NOT NULL,
    "score" INTEGER NOT NULL CHECK ("score" BETWEEN 1 AND 5),
    "about" TEXT NOT NULL,
    "note" TEXT NOT NULL,
    FOREIGN KEY ("member_id") REFERENCES "member" ("id")) STRICT;
CREATE INDEX "rating_member" ON "rating" ("member_id", "on_day");
CREATE TABLE "interaction" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "event_id" INTEGER NOT NULL,
    "member_id" INTEGER NOT NULL,
    "on_day" INTEGER NOT NULL,
    "kind" TEXT NOT NULL CHECK ("kind" IN ('call', 'visit', 'event', 'complaint', 'survey')),
    "note" TEXT NOT NULL,
    FOREIGN KEY ("member_id") REFERENCES "member" ("id")) STRICT;
CREATE INDEX "interaction_member" ON "interaction" ("member_id", "on_day");
CREATE TABLE "consent" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "event_id" INTEGER NOT NULL,
    "member_id" INTEGER NOT NULL,
    "on_day" INTEGER NOT NULL,
    "kind" TEXT NOT NULL CHECK ("kind" IN ('data', 'marketing')),
    "is_given" INTEGER NOT NULL CHECK ("is_given" IN (0, 1)) DEFAULT 1,
    "wording" TEXT NOT NULL,
    FOREIGN KEY ("member_id") REFERENCES "member" ("id")) STRICT;
CREATE INDEX "consent_member" ON "consent" ("member_id", "kind");
CREATE TABLE "notice" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "event_id" INTEGER NOT NULL,
    "on_day" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "member_id" INTEGER,
    "purchase_id" INTEGER,
    "voucher_id" INTEGER,
    "body" TEXT NOT NULL,
    FOREIGN KEY ("member_id") REFERENCES "member" ("id"),
    FOREIGN KEY ("purchase_id") REFERENCES "purchase" ("id"),
    FOREIGN KEY ("voucher_id") REFERENCES "voucher" ("id")) STRICT;
CREATE TABLE "notice_seen" (
    "notice_id" INTEGER NOT NULL PRIMARY KEY,
    "event_id" INTEGER NOT NULL,
    FOREIGN KEY ("notice_id") REFERENCES "notice" ("id")) STRICT;
"""

REBUILT = """
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
    "event_id" INTEGER NOT NULL,
    "earned" TEXT NOT NULL,
    "tier_until" INTEGER,
    "review_on" INTEGER,
    "referrer_id" INTEGER,
    FOREIGN KEY ("referrer_id") REFERENCES "member" ("id")) STRICT;
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
    PRIMARY KEY ("purchase_id", "line"),
    FOREIGN KEY ("purchase_id") REFERENCES "purchase" ("id"),
    FOREIGN KEY ("product_id") REFERENCES "product" ("id"),
    CHECK ("listed" = "promotion_off" + "tier_off" + "manual_off" + "voucher_off" + "points_off" + "rounding_off" + "paid")) STRICT, WITHOUT ROWID;
CREATE TABLE "account" (
    "member_id" INTEGER NOT NULL,
    "account" TEXT NOT NULL CHECK ("account" IN ('points', 'principal', 'bonus', 'pass')),
    "lots" INTEGER NOT NULL CHECK ("lots" >= 0 AND "lots" < 10000000000000),
    "debt" INTEGER NOT NULL CHECK ("debt" >= 0 AND "debt" < 1000000000000000000),
    "next_on" INTEGER,
    PRIMARY KEY ("member_id", "account"),
    FOREIGN KEY ("member_id") REFERENCES "member" ("id"),
    CHECK ("lots" = 0 OR "debt" = 0)) STRICT, WITHOUT ROWID;
CREATE TABLE "lot" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "member_id" INTEGER NOT NULL,
    "account" TEXT NOT NULL CHECK ("account" IN ('points', 'principal', 'bonus', 'pass')),
    "granted" INTEGER NOT NULL CHECK ("granted" >= 1 AND "granted" < 10000000000000),
    "remaining" INTEGER NOT NULL CHECK ("remaining" >= 0 AND "remaining" < 10000000000000),
    "earned_on" INTEGER NOT NULL,
    "expires_on" INTEGER,
    "purchase_id" INTEGER,
    "event_id" INTEGER NOT NULL,
    "idle_months" INTEGER CHECK ("idle_months" BETWEEN 1 AND 120),
    FOREIGN KEY ("member_id") REFERENCES "member" ("id"),
    FOREIGN KEY ("purchase_id") REFERENCES "purchase" ("id"),
    CHECK ("remaining" <= "granted")) STRICT;
CREATE TABLE "entry" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "event_id" INTEGER NOT NULL,
    "member_id" INTEGER NOT NULL,
    "account" TEXT NOT NULL CHECK ("account" IN ('points', 'principal', 'bonus', 'pass')),
    "lot_id" INTEGER,
    "kind" TEXT NOT NULL CHECK ("kind" IN ('earned', 'spent', 'adjusted', 'returned', 'taken_back', 'expired', 'topped_up', 'moved')),
    "amount" INTEGER NOT NULL CHECK ("amount" <> 0 AND "amount" > -10000000000000 AND "amount" < 10000000000000),
    "on_day" INTEGER NOT NULL,
    "purchase_id" INTEGER,
    "refund_id" INTEGER,
    "reason" TEXT,
    "origin_id" INTEGER,
    FOREIGN KEY ("member_id") REFERENCES "member" ("id"),
    FOREIGN KEY ("lot_id") REFERENCES "lot" ("id"),
    FOREIGN KEY ("purchase_id") REFERENCES "purchase" ("id"),
    FOREIGN KEY ("refund_id") REFERENCES "refund" ("id"),
    FOREIGN KEY ("origin_id") REFERENCES "lot" ("id")) STRICT;
CREATE TABLE "tier_change" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "event_id" INTEGER NOT NULL,
    "member_id" INTEGER NOT NULL,
    "kind" TEXT NOT NULL CHECK ("kind" IN ('joined', 'upgrade', 'kept', 'step_down', 'reverted', 'recounted', 'restored')),
    "from_tier" TEXT,
    "to_tier" TEXT NOT NULL,
    "at" INTEGER NOT NULL,
    "on_day" INTEGER NOT NULL,
    "ladder_id" INTEGER NOT NULL,
    "purchase_id" INTEGER,
    "evidence" TEXT NOT NULL,
    "refund_id" INTEGER,
    "about_id" INTEGER,
    "reviewed_on" INTEGER,
    "review_on" INTEGER,
    FOREIGN KEY ("member_id") REFERENCES "member" ("id"),
    FOREIGN KEY ("ladder_id") REFERENCES "ladder" ("id"),
    FOREIGN KEY ("purchase_id") REFERENCES "purchase" ("id"),
    FOREIGN KEY ("refund_id") REFERENCES "refund" ("id"),
    FOREIGN KEY ("about_id") REFERENCES "tier_change" ("id")) STRICT;
"""

INDEXES = """
CREATE UNIQUE INDEX "member_number" ON "member" ("number");
CREATE INDEX "member_joined_on" ON "member" ("joined_on");
CREATE INDEX "member_tier_until" ON "member" ("tier_until") WHERE ("tier_until" IS NOT NULL);
CREATE INDEX "member_review_on" ON "member" ("review_on") WHERE ("review_on" IS NOT NULL);
CREATE INDEX "member_referrer" ON "member" ("referrer_id") WHERE ("referrer_id" IS NOT NULL);
CREATE INDEX "member_phone" ON "member" ("phone") WHERE ("phone" IS NOT NULL);
CREATE UNIQUE INDEX "member_own_phone" ON "member" ("phone") WHERE "shared_phone" = 0 AND "closed_on" IS NULL AND "phone" IS NOT NULL;
CREATE INDEX "account_next_on" ON "account" ("next_on") WHERE ("next_on" IS NOT NULL);
CREATE INDEX "lot_open" ON "lot" ("member_id", "account") WHERE ("remaining" > 0);
CREATE INDEX "lot_purchase" ON "lot" ("purchase_id") WHERE ("purchase_id" IS NOT NULL);
CREATE INDEX "entry_member" ON "entry" ("member_id", "account");
CREATE INDEX "entry_day" ON "entry" ("on_day", "kind", "amount");
CREATE INDEX "entry_debt" ON "entry" ("on_day") WHERE ("lot_id" IS NULL);
CREATE INDEX "entry_purchase" ON "entry" ("purchase_id") WHERE ("purchase_id" IS NOT NULL);
CREATE INDEX "tier_change_member_id" ON "tier_change" ("member_id");
CREATE INDEX "tier_change_on_day" ON "tier_change" ("on_day");
"""

ADDED = """
ALTER TABLE "shop" ADD COLUMN "run_on" INTEGER;
ALTER TABLE "ladder" ADD COLUMN "review_months" INTEGER CHECK ("review_months" BETWEEN 1 AND 120);
ALTER TABLE "ladder" ADD COLUMN "grace_days" INTEGER NOT NULL CHECK ("grace_days" BETWEEN 0 AND 366) DEFAULT 0;
ALTER TABLE "product" ADD COLUMN "member_price" INTEGER CHECK ("member_price" >= 0 AND "member_price" < 10000000000000);
ALTER TABLE "refund" ADD COLUMN "points_unearned" INTEGER NOT NULL CHECK ("points_unearned" >= 0 AND "points_unearned" < 10000000000000) DEFAULT 0;
ALTER TABLE "voucher" ADD COLUMN "stacking" TEXT NOT NULL DEFAULT '';
ALTER TABLE "voucher" ADD COLUMN "is_alone" INTEGER NOT NULL CHECK ("is_alone" IN (0, 1)) DEFAULT 0;
ALTER TABLE "voucher" ADD COLUMN "is_several" INTEGER NOT NULL CHECK ("is_several" IN (0, 1)) DEFAULT 0;
ALTER TABLE "voucher" ADD COLUMN "is_forfeit" INTEGER NOT NULL CHECK ("is_forfeit" IN (0, 1)) DEFAULT 0;
"""

COPIED = {
    "member": (
        (
            "id, number, name, phone, shared_phone, birth_year, birth_month, birth_day, lunar_month,"
            " lunar_day, lunar_leap, joined_on, language, tier, closed_on, event_id"
        ),
        {"earned": "tier"},
    ),
    "purchase_line": (
        (
            "purchase_id, line, product_id, name, category, quantity_milli, price, cost, listed,"
            " tier_off, voucher_off, points_off, points, paid, is_earning"
        ),
        {},
    ),
    "account": ("member_id, account, lots, debt", {}),
    "lot": (
        (
            "id, member_id, account, granted, remaining, earned_on, expires_on, purchase_id, event_id"
        ),
        {},
    ),
    "entry": (
        (
            "id, event_id, member_id, account, lot_id, kind, amount, on_day, purchase_id, refund_id,"
            " reason"
        ),
        {},
    ),
    "tier_change": (
        (
            "id, event_id, member_id, kind, from_tier, to_tier, at, on_day, ladder_id, purchase_id,"
            " evidence"
        ),
        {},
    ),
}
"""Of each table that is made anew: the columns taken over, and what fills new ones."""


def up(migrator, db):
    for statement in _split(ADDED):
        db.execute_sql(statement)
    db.execute_sql('DROP TRIGGER IF EXISTS "refund_no_update"')
    db.execute_sql('UPDATE "refund" SET "points_unearned" = "points_taken"')
    for statement in _split(REBUILT):
        _rebuild(db, statement)
    for statement in _split(INDEXES) + _split(NEW):
        db.execute_sql(statement)


def _split(sql):
    return [statement.removesuffix(";") for statement in sql.strip().split(";\n")]


def _rebuild(db, statement):
    name = statement.split('"')[1]
    columns, filled = COPIED[name]
    into = ", ".join([columns, *filled])
    read = ", ".join([columns, *filled.values()])
    db.execute_sql(statement.replace(f'"{name}"', f'"{name}_new"', 1))
    db.execute_sql(f'INSERT INTO "{name}_new" ({into}) SELECT {read} FROM "{name}"')
    db.execute_sql(f'DROP TABLE "{name}"')
    db.execute_sql(f'ALTER TABLE "{name}_new" RENAME TO "{name}"')
