"""Whether of a segment's filters one is enough."""


def up(migrator, db):
    db.execute_sql(
        'ALTER TABLE "segment" ADD COLUMN "is_any" INTEGER NOT NULL'
        ' CHECK ("is_any" IN (0, 1)) DEFAULT 0'
    )
