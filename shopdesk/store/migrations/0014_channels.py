"""How gifts reach members, what partners are owed, refused codes; vouchers that are extended."""

EVENTS = """
CREATE TABLE "voucher_event_new" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "event_id" INTEGER NOT NULL,
    "voucher_id" INTEGER NOT NULL,
    "kind" TEXT NOT NULL CHECK ("kind" IN ('issued', 'redeemed', 'expired', 'void', 'returned', 'extended', 'printed', 'sent', 'received')),
    "on_day" INTEGER NOT NULL,
    "purchase_id" INTEGER,
    "until_on" INTEGER,
    FOREIGN KEY ("voucher_id") REFERENCES "voucher" ("id"),
    FOREIGN KEY ("purchase_id") REFERENCES "purchase" ("id")) STRICT;
INSERT INTO "voucher_event_new" SELECT id, event_id, voucher_id, kind, on_day, purchase_id, NULL
FROM "voucher_event";
DROP TABLE "voucher_event";
ALTER TABLE "voucher_event_new" RENAME TO "voucher_event";
CREATE INDEX "voucher_event_voucher_id" ON "voucher_event" ("voucher_id");
CREATE INDEX "voucher_event_on_day" ON "voucher_event" ("on_day");
UPDATE "voucher_event" SET until_on =
    (SELECT v.valid_until_on FROM "voucher" AS v WHERE v.id = "voucher_event".voucher_id)
WHERE id IN (SELECT MAX(id) FROM "voucher_event" WHERE kind IN ('issued', 'returned')
             GROUP BY voucher_id);
"""
"""What set a voucher's last day, its first event or the last that brought it back, says it now."""

NEW = """
ALTER TABLE "voucher" ADD COLUMN "channel" TEXT NOT NULL CHECK ("channel" IN ('counter', 'courier', 'partner')) DEFAULT 'counter';
CREATE TABLE "hand_over" (
    "voucher_id" INTEGER NOT NULL PRIMARY KEY,
    "is_member" INTEGER NOT NULL CHECK ("is_member" IN (0, 1)) DEFAULT 0,
    "taken_by" TEXT NOT NULL,
    "note" TEXT NOT NULL,
    "event_id" INTEGER NOT NULL,
    FOREIGN KEY ("voucher_id") REFERENCES "voucher" ("id")) STRICT;
CREATE TABLE "delivery" (
    "voucher_id" INTEGER NOT NULL PRIMARY KEY,
    "recipient" TEXT NOT NULL,
    "phone" TEXT NOT NULL,
    "address" TEXT NOT NULL,
    "tracking" TEXT NOT NULL,
    "event_id" INTEGER NOT NULL,
    FOREIGN KEY ("voucher_id") REFERENCES "voucher" ("id")) STRICT;
CREATE TABLE "settlement" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "event_id" INTEGER NOT NULL,
    "on_day" INTEGER NOT NULL,
    "partner" TEXT NOT NULL,
    "month" TEXT NOT NULL,
    "cost" INTEGER NOT NULL CHECK ("cost" >= 0 AND "cost" < 10000000000000)) STRICT;
CREATE TABLE "settled_voucher" (
    "voucher_id" INTEGER NOT NULL PRIMARY KEY,
    "settlement_id" INTEGER NOT NULL,
    FOREIGN KEY ("voucher_id") REFERENCES "voucher" ("id"),
    FOREIGN KEY ("settlement_id") REFERENCES "settlement" ("id")) STRICT;
CREATE INDEX "settled_voucher_settlement_id" ON "settled_voucher" ("settlement_id");
CREATE TABLE "refused_scan" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "event_id" INTEGER NOT NULL,
    "till" TEXT NOT NULL,
    "code" TEXT NOT NULL,
    "refusal" TEXT NOT NULL,
    "uptime_ms" INTEGER) STRICT;
CREATE INDEX "refused_scan_till" ON "refused_scan" ("till");
INSERT INTO "refused_scan" (event_id, till, code, refusal)
SELECT id, till, json_extract(body, '$.code'), json_extract(body, '$.refusal') FROM "event"
WHERE action = 'vouchers.refused' ORDER BY id;
"""


def up(migrator, db):
    for statement in (EVENTS + NEW).strip().removesuffix(";").split(";\n"):
        db.execute_sql(statement)
