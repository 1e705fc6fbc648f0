"""Events with their guests; passes that rules give, beside those that are sold."""

NEW = """
CREATE TABLE "gathering" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "name" TEXT NOT NULL,
    "name_en" TEXT,
    "kind" TEXT NOT NULL CHECK ("kind" IN ('launch', 'appreciation', 'brand', 'other')),
    "on_day" INTEGER NOT NULL,
    "starts" TEXT,
    "ends" TEXT,
    "place" TEXT NOT NULL,
    "capacity" INTEGER CHECK ("capacity" >= 1 AND "capacity" < 10000000000000),
    "note" TEXT NOT NULL,
    "cancelled_on" INTEGER,
    "cancelled_because" TEXT,
    "event_id" INTEGER NOT NULL) STRICT;
CREATE INDEX "gathering_on_day" ON "gathering" ("on_day");
CREATE TABLE "invitation" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "event_id" INTEGER NOT NULL,
    "gathering_id" INTEGER NOT NULL,
    "member_id" INTEGER NOT NULL,
    "answer" TEXT NOT NULL CHECK ("answer" IN ('open', 'accepted', 'declined')),
    "is_waiting" INTEGER NOT NULL CHECK ("is_waiting" IN (0, 1)) DEFAULT 0,
    FOREIGN KEY ("gathering_id") REFERENCES "gathering" ("id"),
    FOREIGN KEY ("member_id") REFERENCES "member" ("id")) STRICT;
CREATE INDEX "invitation_member_id" ON "invitation" ("member_id");
CREATE UNIQUE INDEX "invitation_once" ON "invitation" ("gathering_id", "member_id");
CREATE TABLE "check_in" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "event_id" INTEGER NOT NULL,
    "gathering_id" INTEGER NOT NULL,
    "member_id" INTEGER NOT NULL,
    "at" INTEGER NOT NULL,
    "on_day" INTEGER NOT NULL,
    "brought" INTEGER NOT NULL CHECK ("brought" >= 0 AND "brought" < 10000000000000),
    "interaction_id" INTEGER NOT NULL,
    FOREIGN KEY ("gathering_id") REFERENCES "gathering" ("id"),
    FOREIGN KEY ("member_id") REFERENCES "member" ("id"),
    FOREIGN KEY ("interaction_id") REFERENCES "interaction" ("id")) STRICT;
CREATE INDEX "check_in_gathering_id" ON "check_in" ("gathering_id");
CREATE INDEX "check_in_member_id" ON "check_in" ("member_id");
CREATE INDEX "check_in_interaction_id" ON "check_in" ("interaction_id");
CREATE TABLE "check_in_undo" (
    "check_in_id" INTEGER NOT NULL PRIMARY KEY,
    "event_id" INTEGER NOT NULL,
    "on_day" INTEGER NOT NULL,
    FOREIGN KEY ("check_in_id") REFERENCES "check_in" ("id")) STRICT;
CREATE TABLE "pass_forfeit" (
    "pass_id" INTEGER NOT NULL PRIMARY KEY,
    "event_id" INTEGER NOT NULL,
    "is_used" INTEGER NOT NULL CHECK ("is_used" IN (0, 1)) DEFAULT 0,
    FOREIGN KEY ("pass_id") REFERENCES "pass" ("id")) STRICT
"""

PASS = """
CREATE TABLE "pass_new" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "event_id" INTEGER NOT NULL,
    "purchase_id" INTEGER,
    "line" INTEGER,
    "product_id" INTEGER NOT NULL,
    "uses" INTEGER NOT NULL CHECK ("uses" >= 1 AND "uses" < 10000000000000),
    "ends_on" INTEGER,
    "rule_id" INTEGER,
    "member_id" INTEGER,
    "sold_as_id" INTEGER,
    FOREIGN KEY ("purchase_id") REFERENCES "purchase" ("id"),
    FOREIGN KEY ("product_id") REFERENCES "product" ("id"),
    FOREIGN KEY ("rule_id") REFERENCES "reward_rule" ("id"),
    FOREIGN KEY ("member_id") REFERENCES "member" ("id"),
    FOREIGN KEY ("sold_as_id") REFERENCES "product" ("id"),
    CHECK (("purchase_id" IS NULL) = ("line" IS NULL)),
    CHECK (("purchase_id" IS NULL) = ("rule_id" IS NOT NULL)),
    CHECK (("purchase_id" IS NULL) = ("member_id" IS NOT NULL)),
    CHECK (("purchase_id" IS NULL) = ("sold_as_id" IS NOT NULL))) STRICT;
INSERT INTO "pass_new" (id, event_id, purchase_id, line, product_id, uses, ends_on)
    SELECT id, event_id, purchase_id, line, product_id, uses, ends_on FROM "pass";
DROP TABLE "pass";
ALTER TABLE "pass_new" RENAME TO "pass";
CREATE UNIQUE INDEX "pass_line" ON "pass" ("purchase_id", "line");
CREATE INDEX "pass_given" ON "pass" ("member_id") WHERE ("member_id" IS NOT NULL)
"""


def up(migrator, db):
    for statement in [*PASS.strip().split(";\n"), *NEW.strip().split(";\n")]:
        db.execute_sql(statement)
