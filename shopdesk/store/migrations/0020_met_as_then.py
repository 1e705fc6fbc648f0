"""Which triggers of a rule an occasion met, as they were then: a rule that is changed takes nothing
back of what it gave before. And in how many days what is owed is to be collected.

Dates of members are known by their kinds and names, no more by the rows that say them: rewarded
once a year each, however often they are written down. What a rule owed that was closed is owed no
more.
"""

import hashlib

OCCASION = """
CREATE TABLE "occasion_new" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "event_id" INTEGER NOT NULL,
    "rule_id" INTEGER NOT NULL,
    "member_id" INTEGER NOT NULL,
    "occasion" TEXT NOT NULL,
    "on_day" INTEGER NOT NULL,
    "met" TEXT NOT NULL,
    "purchase_id" INTEGER,
    "state" TEXT NOT NULL CHECK ("state" IN ('stands', 'freed', 'forfeit')) DEFAULT 'stands',
    FOREIGN KEY ("rule_id") REFERENCES "reward_rule" ("id"),
    FOREIGN KEY ("member_id") REFERENCES "member" ("id"),
    FOREIGN KEY ("purchase_id") REFERENCES "purchase" ("id")) STRICT;
INSERT INTO "occasion_new"
        (id, event_id, rule_id, member_id, occasion, on_day, met, purchase_id, state)
    SELECT o.id, o.event_id, o.rule_id, o.member_id, o.occasion, o.on_day, r.triggers,
        o.purchase_id, o.state
    FROM "occasion" AS o JOIN "reward_rule" AS r ON r.id = o.rule_id;
DROP TABLE "occasion";
ALTER TABLE "occasion_new" RENAME TO "occasion";
CREATE INDEX "occasion_member_id" ON "occasion" ("member_id");
CREATE UNIQUE INDEX "occasion_once" ON "occasion" ("rule_id", "member_id", "occasion")
    WHERE "state" <> 'freed';
CREATE INDEX "occasion_purchase" ON "occasion" ("purchase_id") WHERE ("purchase_id" IS NOT NULL)
"""

OWED = """
CREATE TABLE "owed_new" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "event_id" INTEGER NOT NULL,
    "rule_id" INTEGER NOT NULL,
    "member_id" INTEGER NOT NULL,
    "occasion" TEXT NOT NULL,
    "on_day" INTEGER NOT NULL,
    "met" TEXT NOT NULL,
    "window_days" INTEGER,
    "purchase_id" INTEGER,
    FOREIGN KEY ("rule_id") REFERENCES "reward_rule" ("id"),
    FOREIGN KEY ("member_id") REFERENCES "member" ("id"),
    FOREIGN KEY ("purchase_id") REFERENCES "purchase" ("id")) STRICT;
INSERT INTO "owed_new" (id, event_id, rule_id, member_id, occasion, on_day, met, purchase_id)
    SELECT o.id, o.event_id, o.rule_id, o.member_id, o.occasion, o.on_day, r.triggers, o.purchase_id
    FROM "owed" AS o JOIN "reward_rule" AS r ON r.id = o.rule_id
    WHERE r.closed_on IS NULL;
DROP TABLE "owed";
ALTER TABLE "owed_new" RENAME TO "owed";
CREATE INDEX "owed_member_id" ON "owed" ("member_id");
CREATE INDEX "owed_purchase" ON "owed" ("purchase_id") WHERE ("purchase_id" IS NOT NULL);
CREATE UNIQUE INDEX "owed_once" ON "owed" ("rule_id", "member_id", "occasion")
"""

OWED_AT_MERGE = """
CREATE TABLE "owed_at_merge_new" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "event_id" INTEGER NOT NULL,
    "rule_id" INTEGER NOT NULL,
    "member_id" INTEGER NOT NULL,
    "occasion" TEXT NOT NULL,
    "on_day" INTEGER NOT NULL,
    "met" TEXT NOT NULL,
    "window_days" INTEGER,
    "purchase_id" INTEGER,
    "is_over" INTEGER NOT NULL CHECK ("is_over" IN (0, 1)) DEFAULT 0,
    FOREIGN KEY ("rule_id") REFERENCES "reward_rule" ("id"),
    FOREIGN KEY ("member_id") REFERENCES "member" ("id"),
    FOREIGN KEY ("purchase_id") REFERENCES "purchase" ("id")) STRICT;
INSERT INTO "owed_at_merge_new"
        (id, event_id, rule_id, member_id, occasion, on_day, met, purchase_id, is_over)
    SELECT o.id, o.event_id, o.rule_id, o.member_id, o.occasion, o.on_day, r.triggers,
        o.purchase_id, o.is_over
    FROM "owed_at_merge" AS o JOIN "reward_rule" AS r ON r.id = o.rule_id;
DROP TABLE "owed_at_merge";
ALTER TABLE "owed_at_merge_new" RENAME TO "owed_at_merge";
CREATE INDEX "owed_at_merge_event" ON "owed_at_merge" ("event_id")
"""


DATES = """SELECT o.id, o.occasion, d.kind, d.name FROM "{table}" AS o JOIN "member_date" AS d
    ON o.occasion LIKE 'date:' || d.id || ':%'"""


def up(migrator, db):
    for part in (OCCASION, OWED, OWED_AT_MERGE):
        for statement in part.strip().split(";\n"):
            db.execute_sql(statement)
    for table in ("occasion", "owed", "owed_at_merge"):
        for id_, occasion, kind, name in db.execute_sql(DATES.format(table=table)).fetchall():
            called = hashlib.sha256(f"{kind} {name.casefold()}".encode()).hexdigest()[:16]
            key = f"date:{called}:{occasion.rpartition(':')[2]}"
            sql = f'UPDATE OR IGNORE "{table}" SET "occasion" = ? WHERE "id" = ?'
            db.execute_sql(sql, (key, id_))
