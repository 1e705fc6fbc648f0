"""Recovery codes and commission of the staff, and who served."""

STATEMENTS = (
    'ALTER TABLE "staff" ADD COLUMN "recovery_hash" TEXT',
    (
        'ALTER TABLE "staff" ADD COLUMN "commission" INTEGER NOT NULL'
        ' CHECK ("commission" BETWEEN 0 AND 10000) DEFAULT 0'
    ),
    """
    CREATE TABLE "served" (
        "purchase_id" INTEGER NOT NULL PRIMARY KEY,
        "staff_id" INTEGER NOT NULL,
        "event_id" INTEGER NOT NULL,
        FOREIGN KEY ("purchase_id") REFERENCES "purchase" ("id"),
        FOREIGN KEY ("staff_id") REFERENCES "staff" ("id")) STRICT""",
)


def up(migrator, db):
    for statement in STATEMENTS:
        db.execute_sql(statement)
