"""Days, families, tags, preferences and photos of members."""

NEW = """
CREATE TABLE "member_date" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "event_id" INTEGER NOT NULL,
    "member_id" INTEGER NOT NULL,
    "kind" TEXT NOT NULL CHECK ("kind" IN ('own', 'birthday', 'anniversary')),
    "name" TEXT NOT NULL,
    "year" INTEGER,
    "month" INTEGER NOT NULL CHECK ("month" BETWEEN 1 AND 12),
    "day" INTEGER NOT NULL CHECK ("day" BETWEEN 1 AND 31),
    "is_lunar" INTEGER NOT NULL CHECK ("is_lunar" IN (0, 1)) DEFAULT 0,
    "is_leap" INTEGER NOT NULL CHECK ("is_leap" IN (0, 1)) DEFAULT 0,
    FOREIGN KEY ("member_id") REFERENCES "member" ("id")) STRICT;
CREATE INDEX "member_date_member_id" ON "member_date" ("member_id");
CREATE TABLE "family" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "event_id" INTEGER NOT NULL,
    "name" TEXT NOT NULL) STRICT;
CREATE TABLE "family_member" (
    "member_id" INTEGER NOT NULL PRIMARY KEY,
    "family_id" INTEGER NOT NULL,
    "event_id" INTEGER NOT NULL,
    FOREIGN KEY ("member_id") REFERENCES "member" ("id"),
    FOREIGN KEY ("family_id") REFERENCES "family" ("id")) STRICT;
CREATE INDEX "family_member_family_id" ON "family_member" ("family_id");
CREATE TABLE "member_tag" (
    "tag" TEXT NOT NULL,
    "member_id" INTEGER NOT NULL,
    "event_id" INTEGER NOT NULL,
    PRIMARY KEY ("tag", "member_id"),
    FOREIGN KEY ("member_id") REFERENCES "member" ("id")) STRICT, WITHOUT ROWID;
CREATE INDEX "member_tag_member_id" ON "member_tag" ("member_id");
CREATE TABLE "preference" (
    "member_id" INTEGER NOT NULL PRIMARY KEY,
    "event_id" INTEGER NOT NULL,
    "words" TEXT NOT NULL,
    FOREIGN KEY ("member_id") REFERENCES "member" ("id")) STRICT;
CREATE TABLE "photo" (
    "member_id" INTEGER NOT NULL PRIMARY KEY,
    "event_id" INTEGER NOT NULL,
    "content" BLOB NOT NULL,
    FOREIGN KEY ("member_id") REFERENCES "member" ("id")) STRICT;
"""


def up(migrator, db):
    for statement in NEW.strip().split(";\n"):
        db.execute_sql(statement.removesuffix(";"))
