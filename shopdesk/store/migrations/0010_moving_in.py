"""What imports filled up, and cards that wait for a member."""

NEW = """
CREATE TABLE "import_fill" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "event_id" INTEGER NOT NULL,
    "member_id" INTEGER NOT NULL,
    "what" TEXT NOT NULL,
    FOREIGN KEY ("member_id") REFERENCES "member" ("id")) STRICT;
CREATE INDEX "import_fill_event" ON "import_fill" ("event_id");
CREATE TABLE "blank_card" (
    "code" TEXT NOT NULL PRIMARY KEY,
    "event_id" INTEGER NOT NULL) STRICT, WITHOUT ROWID;
"""


def up(migrator, db):
    for statement in NEW.strip().split(";\n"):
        db.execute_sql(statement.removesuffix(";"))
