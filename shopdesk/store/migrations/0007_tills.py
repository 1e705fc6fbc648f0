"""A till's day: shifts, what was paid in and out, counts; parked sales and closed months."""

NEW = """
CREATE TABLE "shift" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "event_id" INTEGER NOT NULL,
    "till" TEXT NOT NULL,
    "staff_id" INTEGER NOT NULL,
    "at" INTEGER NOT NULL,
    "on_day" INTEGER NOT NULL,
    "opening" INTEGER NOT NULL CHECK ("opening" >= 0 AND "opening" < 10000000000000),
    FOREIGN KEY ("staff_id") REFERENCES "staff" ("id")) STRICT;
CREATE TABLE "cash_up" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "event_id" INTEGER NOT NULL,
    "till" TEXT NOT NULL,
    "kind" TEXT NOT NULL CHECK ("kind" IN ('handover', 'close')),
    "shift_id" INTEGER,
    "staff_id" INTEGER NOT NULL,
    "at" INTEGER NOT NULL,
    "first_on" INTEGER NOT NULL,
    "on_day" INTEGER NOT NULL,
    "since" INTEGER NOT NULL,
    "to_staff_id" INTEGER,
    "left" INTEGER NOT NULL CHECK ("left" >= 0 AND "left" < 10000000000000),
    FOREIGN KEY ("shift_id") REFERENCES "shift" ("id"),
    FOREIGN KEY ("staff_id") REFERENCES "staff" ("id"),
    FOREIGN KEY ("to_staff_id") REFERENCES "staff" ("id")) STRICT;
CREATE TABLE "cash_up_tender" (
    "cash_up_id" INTEGER NOT NULL,
    "tender" TEXT NOT NULL,
    "expected" INTEGER NOT NULL,
    "counted" INTEGER CHECK ("counted" >= 0 AND "counted" < 10000000000000),
    PRIMARY KEY ("cash_up_id", "tender"),
    FOREIGN KEY ("cash_up_id") REFERENCES "cash_up" ("id")) STRICT, WITHOUT ROWID;
CREATE TABLE "cash_move" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "event_id" INTEGER NOT NULL,
    "at" INTEGER NOT NULL,
    "on_day" INTEGER NOT NULL,
    "kind" TEXT NOT NULL CHECK ("kind" IN ('in', 'out')),
    "amount" INTEGER NOT NULL CHECK ("amount" >= 1 AND "amount" < 10000000000000),
    "reason" TEXT NOT NULL) STRICT;
CREATE TABLE "parked" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "event_id" INTEGER NOT NULL,
    "at" INTEGER NOT NULL,
    "label" TEXT NOT NULL,
    "content" TEXT NOT NULL,
    "due" INTEGER CHECK ("due" >= 0 AND "due" < 10000000000000)) STRICT;
CREATE TABLE "parked_end" (
    "parked_id" INTEGER NOT NULL PRIMARY KEY,
    "event_id" INTEGER NOT NULL,
    "how" TEXT NOT NULL CHECK ("how" IN ('recalled', 'dropped')),
    FOREIGN KEY ("parked_id") REFERENCES "parked" ("id")) STRICT;
CREATE TABLE "month_close" (
    "month" TEXT NOT NULL PRIMARY KEY,
    "event_id" INTEGER NOT NULL,
    "on_day" INTEGER NOT NULL,
    "is_due" INTEGER NOT NULL CHECK ("is_due" IN (0, 1)) DEFAULT 0,
    "figures" TEXT NOT NULL) STRICT;
"""


def up(migrator, db):
    for statement in NEW.strip().split(";\n"):
        db.execute_sql(statement.removesuffix(";"))
