"""What members were owed as they were merged, so that each is owed it again when they part."""

NEW = """
CREATE TABLE "owed_at_merge" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "event_id" INTEGER NOT NULL,
    "rule_id" INTEGER NOT NULL,
    "member_id" INTEGER NOT NULL,
    "occasion" TEXT NOT NULL,
    "on_day" INTEGER NOT NULL,
    "purchase_id" INTEGER,
    "is_over" INTEGER NOT NULL CHECK ("is_over" IN (0, 1)) DEFAULT 0,
    FOREIGN KEY ("rule_id") REFERENCES "reward_rule" ("id"),
    FOREIGN KEY ("member_id") REFERENCES "member" ("id"),
    FOREIGN KEY ("purchase_id") REFERENCES "purchase" ("id")) STRICT;
CREATE INDEX "owed_at_merge_event" ON "owed_at_merge" ("event_id")
"""


def up(migrator, db):
    for statement in NEW.strip().split(";\n"):
        db.execute_sql(statement)
