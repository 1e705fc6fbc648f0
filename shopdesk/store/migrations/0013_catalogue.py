"""More of what a gift is, its picture, numbered pieces, and why stock moved."""

GIFT = ("closed_on INTEGER", "partner TEXT", "uses INTEGER", "unit TEXT", "unit_en TEXT",
        "edition INTEGER", "brand TEXT", "brand_en TEXT")  # fmt: skip

STATEMENTS = (
    'ALTER TABLE "voucher" ADD COLUMN "edition" INTEGER',
    """CREATE UNIQUE INDEX "voucher_edition" ON "voucher" ("gift_id", "edition")
    WHERE ("edition" IS NOT NULL)""",
    """CREATE TABLE "gift_movement_new" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "event_id" INTEGER NOT NULL,
    "gift_id" INTEGER NOT NULL,
    "kind" TEXT NOT NULL CHECK ("kind" IN ('received', 'promised', 'given', 'released', 'returned', 'counted', 'broken', 'replaced')),
    "quantity" INTEGER NOT NULL,
    "voucher_id" INTEGER,
    "reason" TEXT NOT NULL DEFAULT '',
    "edition" INTEGER,
    FOREIGN KEY ("gift_id") REFERENCES "gift" ("id"),
    FOREIGN KEY ("voucher_id") REFERENCES "voucher" ("id")) STRICT""",
    """INSERT INTO "gift_movement_new" (id, event_id, gift_id, kind, quantity, voucher_id)
    SELECT id, event_id, gift_id, kind, quantity, voucher_id FROM "gift_movement" """,
    'DROP TABLE "gift_movement"',
    'ALTER TABLE "gift_movement_new" RENAME TO "gift_movement"',
    'CREATE INDEX "gift_movement_gift_id" ON "gift_movement" ("gift_id")',
    'CREATE INDEX "gift_movement_voucher_id" ON "gift_movement" ("voucher_id")',
    """CREATE TABLE "gift_picture" (
    "gift_id" INTEGER NOT NULL PRIMARY KEY,
    "event_id" INTEGER NOT NULL,
    "content" BLOB NOT NULL,
    FOREIGN KEY ("gift_id") REFERENCES "gift" ("id")) STRICT""",
)


def up(migrator, db):
    for column in GIFT:
        name, kind = column.split()
        db.execute_sql(f'ALTER TABLE "gift" ADD COLUMN "{name}" {kind}')
    for statement in STATEMENTS:
        db.execute_sql(statement)
