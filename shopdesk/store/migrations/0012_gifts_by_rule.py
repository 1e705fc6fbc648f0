"""Reward rules with several triggers, rewards and limits; what they gave, and what they owe."""

RULES = """
CREATE TABLE "segment" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "name" TEXT NOT NULL,
    "name_en" TEXT,
    "filters" TEXT NOT NULL,
    "event_id" INTEGER NOT NULL) STRICT;
CREATE UNIQUE INDEX "segment_name" ON "segment" ("name");
CREATE TABLE "gift_set" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "name" TEXT NOT NULL,
    "name_en" TEXT,
    "event_id" INTEGER NOT NULL) STRICT;
CREATE UNIQUE INDEX "gift_set_name" ON "gift_set" ("name");
CREATE TABLE "gift_of_set" (
    "gift_set_id" INTEGER NOT NULL,
    "tier" TEXT NOT NULL,
    "gift_id" INTEGER NOT NULL,
    PRIMARY KEY ("gift_set_id", "tier"),
    FOREIGN KEY ("gift_set_id") REFERENCES "gift_set" ("id"),
    FOREIGN KEY ("gift_id") REFERENCES "gift" ("id")) STRICT, WITHOUT ROWID;
CREATE TABLE "festival" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "name" TEXT NOT NULL,
    "name_en" TEXT,
    "month" INTEGER NOT NULL CHECK ("month" BETWEEN 1 AND 12),
    "day" INTEGER NOT NULL CHECK ("day" BETWEEN 1 AND 31),
    "is_lunar" INTEGER NOT NULL CHECK ("is_lunar" IN (0, 1)) DEFAULT 0,
    "event_id" INTEGER NOT NULL) STRICT;
CREATE UNIQUE INDEX "festival_name" ON "festival" ("name");
CREATE TABLE "reward_rule" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "name" TEXT NOT NULL,
    "name_en" TEXT,
    "triggers" TEXT NOT NULL,
    "rewards" TEXT NOT NULL,
    "limits" TEXT NOT NULL,
    "segment_id" INTEGER,
    "channel" TEXT NOT NULL CHECK ("channel" IN ('counter', 'courier', 'partner')),
    "starts_on" INTEGER NOT NULL,
    "ends_on" INTEGER,
    "closed_on" INTEGER,
    "settled_on" INTEGER NOT NULL,
    "event_id" INTEGER NOT NULL,
    FOREIGN KEY ("segment_id") REFERENCES "segment" ("id")) STRICT;
CREATE UNIQUE INDEX "reward_rule_name" ON "reward_rule" ("name");
"""

GIVEN = """
CREATE TABLE "occasion" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "event_id" INTEGER NOT NULL,
    "rule_id" INTEGER NOT NULL,
    "member_id" INTEGER NOT NULL,
    "occasion" TEXT NOT NULL,
    "on_day" INTEGER NOT NULL,
    "purchase_id" INTEGER,
    "is_freed" INTEGER NOT NULL CHECK ("is_freed" IN (0, 1)) DEFAULT 0,
    FOREIGN KEY ("rule_id") REFERENCES "reward_rule" ("id"),
    FOREIGN KEY ("member_id") REFERENCES "member" ("id"),
    FOREIGN KEY ("purchase_id") REFERENCES "purchase" ("id")) STRICT;
CREATE INDEX "occasion_member_id" ON "occasion" ("member_id");
CREATE UNIQUE INDEX "occasion_once" ON "occasion" ("rule_id", "member_id", "occasion") WHERE "is_freed" = 0;
CREATE INDEX "occasion_purchase" ON "occasion" ("purchase_id") WHERE ("purchase_id" IS NOT NULL);
CREATE TABLE "multiplier" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "event_id" INTEGER NOT NULL,
    "member_id" INTEGER NOT NULL,
    "percent" INTEGER NOT NULL,
    "from_on" INTEGER NOT NULL,
    "until_on" INTEGER NOT NULL,
    FOREIGN KEY ("member_id") REFERENCES "member" ("id")) STRICT;
CREATE INDEX "multiplier_member_id" ON "multiplier" ("member_id");
CREATE TABLE "given" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "event_id" INTEGER NOT NULL,
    "occasion_id" INTEGER NOT NULL,
    "kind" TEXT NOT NULL CHECK ("kind" IN ('voucher', 'points', 'multiplier', 'pass', 'trial')),
    "amount" INTEGER NOT NULL CHECK ("amount" >= 0 AND "amount" < 10000000000000),
    "cost" INTEGER NOT NULL CHECK ("cost" >= 0 AND "cost" < 10000000000000),
    "voucher_id" INTEGER,
    "lot_id" INTEGER,
    "overlay_id" INTEGER,
    "multiplier_id" INTEGER,
    FOREIGN KEY ("occasion_id") REFERENCES "occasion" ("id"),
    FOREIGN KEY ("voucher_id") REFERENCES "voucher" ("id"),
    FOREIGN KEY ("lot_id") REFERENCES "lot" ("id"),
    FOREIGN KEY ("overlay_id") REFERENCES "tier_overlay" ("id"),
    FOREIGN KEY ("multiplier_id") REFERENCES "multiplier" ("id")) STRICT;
CREATE INDEX "given_occasion_id" ON "given" ("occasion_id");
CREATE INDEX "given_voucher" ON "given" ("voucher_id") WHERE ("voucher_id" IS NOT NULL);
CREATE TABLE "owed" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "event_id" INTEGER NOT NULL,
    "rule_id" INTEGER NOT NULL,
    "member_id" INTEGER NOT NULL,
    "occasion" TEXT NOT NULL,
    "on_day" INTEGER NOT NULL,
    "purchase_id" INTEGER,
    FOREIGN KEY ("rule_id") REFERENCES "reward_rule" ("id"),
    FOREIGN KEY ("member_id") REFERENCES "member" ("id"),
    FOREIGN KEY ("purchase_id") REFERENCES "purchase" ("id")) STRICT;
CREATE INDEX "owed_member_id" ON "owed" ("member_id");
CREATE UNIQUE INDEX "owed_once" ON "owed" ("rule_id", "member_id", "occasion");
"""

FILL_RULES = """
INSERT INTO "reward_rule_new" SELECT
    id, name, name_en,
    json_array(json_object('kind', json_extract("trigger", '$.kind'),
                           'subject', json_extract("trigger", '$.tier'))),
    json_array(json_set(reward, '$.kind', 'voucher')),
    '{}', NULL, 'counter', starts_on, NULL, closed_on, starts_on, event_id
FROM "reward_rule"
"""

FILL_OCCASIONS = """
INSERT INTO "occasion" (event_id, rule_id, member_id, occasion, on_day)
SELECT o.event_id, o.rule_id, o.member_id, o.occasion, e.on_day
FROM "occasion_old" AS o JOIN "event" AS e ON e.id = o.event_id
ORDER BY o.event_id, o.rule_id, o.member_id, o.occasion
"""

FILL_GIVEN = """
INSERT INTO "given" (event_id, occasion_id, kind, amount, cost, voucher_id)
SELECT o.event_id, o.id, 'voucher', 1, v.cost, v.id
FROM "occasion" AS o JOIN "occasion_old" AS b
    ON b.rule_id = o.rule_id AND b.member_id = o.member_id AND b.occasion = o.occasion
JOIN "voucher" AS v ON v.id = b.voucher_id ORDER BY o.id
"""

FILL_OWED = """
INSERT OR IGNORE INTO "owed" (event_id, rule_id, member_id, occasion, on_day)
SELECT c.event_id, r.id, c.member_id, json_extract(r.triggers, '$[0].subject'), c.on_day
FROM "reward_rule" AS r JOIN "tier_change" AS c ON c.kind = 'upgrade' AND c.event_id > r.event_id
JOIN "event" AS e ON e.id = c.event_id AND e.action <> 'imports.purchases'
WHERE r.closed_on IS NULL
    AND EXISTS (SELECT 1 FROM json_each(c.evidence) AS s
                WHERE json_extract(s.value, '$.tier') = json_extract(r.triggers, '$[0].subject'))
    AND NOT EXISTS (SELECT 1 FROM "occasion_old" AS o
                    WHERE o.rule_id = r.id AND o.member_id = c.member_id
                        AND o.occasion = json_extract(r.triggers, '$[0].subject'))
    AND NOT EXISTS (SELECT 1 FROM "tier_change" AS b WHERE b.about_id = c.id AND b.kind = 'reverted')
    AND c.member_id NOT IN (SELECT member_id FROM "merged_member")
ORDER BY c.id
"""
"""What an upgrade earned and no stock was there for, until now found by looking at all upgrades."""


def up(migrator, db):
    for statement in _split(RULES.replace('TABLE "reward_rule"', 'TABLE "reward_rule_new"')):
        if "INDEX" not in statement:
            db.execute_sql(statement)
    db.execute_sql(FILL_RULES)
    db.execute_sql('DROP TABLE "reward_rule"')
    db.execute_sql('ALTER TABLE "reward_rule_new" RENAME TO "reward_rule"')
    db.execute_sql('ALTER TABLE "occasion" RENAME TO "occasion_old"')
    for statement in _split(RULES):
        if "INDEX" in statement:
            db.execute_sql(statement)
    for statement in _split(GIVEN):
        db.execute_sql(statement)
    for filling in (FILL_OCCASIONS, FILL_GIVEN, FILL_OWED):
        db.execute_sql(filling)
    db.execute_sql('DROP TABLE "occasion_old"')


def _split(sql):
    return [statement.removesuffix(";") for statement in sql.strip().split(";\n")]
