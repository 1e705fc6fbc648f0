"""Whether what an occasion gave stands, was taken back, or was used before that: taken back once.

What was taken back after it was used looked as if it stood. Of receipts it had lost its receipt, of
events its check-in, and its vouchers are marked.
"""

TABLE = """
CREATE TABLE "occasion_new" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "event_id" INTEGER NOT NULL,
    "rule_id" INTEGER NOT NULL,
    "member_id" INTEGER NOT NULL,
    "occasion" TEXT NOT NULL,
    "on_day" INTEGER NOT NULL,
    "purchase_id" INTEGER,
    "state" TEXT NOT NULL CHECK ("state" IN ('stands', 'freed', 'forfeit')) DEFAULT 'stands',
    FOREIGN KEY ("rule_id") REFERENCES "reward_rule" ("id"),
    FOREIGN KEY ("member_id") REFERENCES "member" ("id"),
    FOREIGN KEY ("purchase_id") REFERENCES "purchase" ("id")) STRICT;
INSERT INTO "occasion_new" (id, event_id, rule_id, member_id, occasion, on_day, purchase_id, state)
    SELECT id, event_id, rule_id, member_id, occasion, on_day, purchase_id,
        CASE WHEN is_freed THEN 'freed' ELSE 'stands' END
    FROM "occasion";
DROP TABLE "occasion";
ALTER TABLE "occasion_new" RENAME TO "occasion";
CREATE INDEX "occasion_member_id" ON "occasion" ("member_id");
CREATE UNIQUE INDEX "occasion_once" ON "occasion" ("rule_id", "member_id", "occasion")
    WHERE "state" <> 'freed';
CREATE INDEX "occasion_purchase" ON "occasion" ("purchase_id") WHERE ("purchase_id" IS NOT NULL)
"""

FORFEIT = """
UPDATE "occasion" SET "state" = 'forfeit' WHERE "state" = 'stands' AND (
    ("purchase_id" IS NULL AND ("occasion" = 'brought' OR "occasion" LIKE 'receipt:%'
        OR "occasion" LIKE 'visit:%' OR "occasion" LIKE 'friend:%'))
    OR ("occasion" LIKE 'event:%' AND NOT EXISTS (
        SELECT 1 FROM "check_in" AS c
        WHERE c."member_id" = "occasion"."member_id"
            AND c."gathering_id" = CAST(SUBSTR("occasion"."occasion", 7) AS INTEGER)
            AND c."id" NOT IN (SELECT "check_in_id" FROM "check_in_undo")))
    OR EXISTS (
        SELECT 1 FROM "given" AS g JOIN "voucher" AS v ON v."id" = g."voucher_id"
        WHERE g."occasion_id" = "occasion"."id" AND v."is_forfeit" = 1))
"""


def up(migrator, db):
    for statement in [*TABLE.strip().split(";\n"), FORFEIT]:
        db.execute_sql(statement)
