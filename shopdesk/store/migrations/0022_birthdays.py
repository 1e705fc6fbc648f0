"""Birthdays are found by their day: what is due to one member, or today, reads no more than those."""


def up(migrator, db):
    db.execute_sql(
        'CREATE INDEX "member_born" ON "member" ("birth_month", "birth_day")'
        ' WHERE ("birth_month" IS NOT NULL)'
    )
    db.execute_sql(
        'CREATE INDEX "member_born_lunar" ON "member" ("lunar_month", "lunar_day")'
        ' WHERE ("lunar_month" IS NOT NULL)'
    )
