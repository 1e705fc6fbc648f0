"""The prices that goods had, what imports wrote over of them, and the unit they are sold by."""

STATEMENTS = (
    """ALTER TABLE "product" ADD COLUMN "unit" TEXT NOT NULL DEFAULT ''""",
    """CREATE TABLE "price_change" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "event_id" INTEGER NOT NULL,
    "product_id" INTEGER NOT NULL,
    "what" TEXT NOT NULL CHECK ("what" IN ('price', 'member_price', 'cost')),
    "before" INTEGER CHECK ("before" >= 0 AND "before" < 10000000000000),
    "after" INTEGER CHECK ("after" >= 0 AND "after" < 10000000000000),
    FOREIGN KEY ("product_id") REFERENCES "product" ("id")) STRICT""",
    'CREATE INDEX "price_change_product_id" ON "price_change" ("product_id")',
    """CREATE TABLE "word_change" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "event_id" INTEGER NOT NULL,
    "product_id" INTEGER NOT NULL,
    "what" TEXT NOT NULL CHECK ("what" IN ('category', 'unit', 'ean')),
    "before" TEXT,
    "after" TEXT NOT NULL,
    FOREIGN KEY ("product_id") REFERENCES "product" ("id")) STRICT""",
)


def up(migrator, db):
    for statement in STATEMENTS:
        db.execute_sql(statement)
