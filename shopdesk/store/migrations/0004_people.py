"""Receipts attached to a member later, members merged, parted and erased."""

NEW = """
CREATE TABLE "moved" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "event_id" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "row_id" INTEGER NOT NULL,
    "from_member_id" INTEGER,
    "to_member_id" INTEGER,
    FOREIGN KEY ("from_member_id") REFERENCES "member" ("id"),
    FOREIGN KEY ("to_member_id") REFERENCES "member" ("id")) STRICT;
CREATE INDEX "moved_row" ON "moved" ("kind", "row_id");
CREATE INDEX "moved_event" ON "moved" ("event_id");
CREATE TABLE "attachment" (
    "purchase_id" INTEGER NOT NULL PRIMARY KEY,
    "event_id" INTEGER NOT NULL,
    "member_id" INTEGER NOT NULL,
    "on_day" INTEGER NOT NULL,
    "tier" TEXT NOT NULL,
    "rule" TEXT NOT NULL,
    "rule_before" TEXT NOT NULL,
    "points" INTEGER NOT NULL CHECK ("points" >= 0 AND "points" < 10000000000000),
    FOREIGN KEY ("purchase_id") REFERENCES "purchase" ("id"),
    FOREIGN KEY ("member_id") REFERENCES "member" ("id")) STRICT;
CREATE INDEX "attachment_on_day" ON "attachment" ("on_day");
CREATE TABLE "merge" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "event_id" INTEGER NOT NULL,
    "keep_id" INTEGER NOT NULL,
    "drop_id" INTEGER NOT NULL,
    "on_day" INTEGER NOT NULL,
    "joined_before" INTEGER NOT NULL,
    "change_before" INTEGER NOT NULL,
    "filled" TEXT NOT NULL,
    FOREIGN KEY ("keep_id") REFERENCES "member" ("id"),
    FOREIGN KEY ("drop_id") REFERENCES "member" ("id"),
    CHECK ("keep_id" <> "drop_id")) STRICT;
CREATE INDEX "merge_keep_id" ON "merge" ("keep_id");
CREATE INDEX "merge_drop_id" ON "merge" ("drop_id");
CREATE TABLE "merge_undo" (
    "merge_id" INTEGER NOT NULL PRIMARY KEY,
    "event_id" INTEGER NOT NULL,
    "on_day" INTEGER NOT NULL,
    FOREIGN KEY ("merge_id") REFERENCES "merge" ("id")) STRICT;
CREATE TABLE "merged_member" (
    "member_id" INTEGER NOT NULL PRIMARY KEY,
    "survivor_id" INTEGER NOT NULL,
    FOREIGN KEY ("member_id") REFERENCES "member" ("id"),
    FOREIGN KEY ("survivor_id") REFERENCES "member" ("id")) STRICT;
CREATE INDEX "merged_member_survivor_id" ON "merged_member" ("survivor_id");
CREATE TABLE "erasure" (
    "member_id" INTEGER NOT NULL PRIMARY KEY,
    "event_id" INTEGER NOT NULL,
    "on_day" INTEGER NOT NULL,
    "reason" TEXT NOT NULL,
    FOREIGN KEY ("member_id") REFERENCES "member" ("id")) STRICT;
CREATE TABLE "not_duplicate" (
    "first_id" INTEGER NOT NULL,
    "second_id" INTEGER NOT NULL,
    "event_id" INTEGER NOT NULL,
    PRIMARY KEY ("first_id", "second_id"),
    FOREIGN KEY ("first_id") REFERENCES "member" ("id"),
    FOREIGN KEY ("second_id") REFERENCES "member" ("id"),
    CHECK ("first_id" < "second_id")) STRICT, WITHOUT ROWID;
"""

TIER_CHANGE = """
CREATE TABLE "tier_change_new" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "event_id" INTEGER NOT NULL,
    "member_id" INTEGER NOT NULL,
    "kind" TEXT NOT NULL CHECK ("kind" IN ('joined', 'upgrade', 'kept', 'step_down', 'reverted', 'recounted', 'restored', 'merged', 'unmerged')),
    "from_tier" TEXT,
    "to_tier" TEXT NOT NULL,
    "at" INTEGER NOT NULL,
    "on_day" INTEGER NOT NULL,
    "ladder_id" INTEGER NOT NULL,
    "purchase_id" INTEGER,
    "evidence" TEXT NOT NULL,
    "refund_id" INTEGER,
    "about_id" INTEGER,
    "reviewed_on" INTEGER,
    "review_on" INTEGER,
    FOREIGN KEY ("member_id") REFERENCES "member" ("id"),
    FOREIGN KEY ("ladder_id") REFERENCES "ladder" ("id"),
    FOREIGN KEY ("purchase_id") REFERENCES "purchase" ("id"),
    FOREIGN KEY ("refund_id") REFERENCES "refund" ("id"),
    FOREIGN KEY ("about_id") REFERENCES "tier_change" ("id")) STRICT;
INSERT INTO "tier_change_new" SELECT * FROM "tier_change";
DROP TABLE "tier_change";
ALTER TABLE "tier_change_new" RENAME TO "tier_change";
CREATE INDEX "tier_change_member_id" ON "tier_change" ("member_id");
CREATE INDEX "tier_change_on_day" ON "tier_change" ("on_day");
"""
"""A merge brings a tier over, and its undoing takes it back: two more kinds of change."""


def up(migrator, db):
    for statement in (TIER_CHANGE + NEW).strip().split(";\n"):
        db.execute_sql(statement.removesuffix(";"))
