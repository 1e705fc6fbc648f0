"""The shop's logo."""


def up(migrator, db):
    db.execute_sql(
        """CREATE TABLE "logo" (
    "id" INTEGER NOT NULL PRIMARY KEY CHECK ("id" = 1),
    "event_id" INTEGER NOT NULL,
    "content" BLOB NOT NULL) STRICT"""
    )
