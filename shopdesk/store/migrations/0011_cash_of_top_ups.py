"""The cash that was handed over for a top-up, as receipts keep it."""


def up(migrator, db):
    db.execute_sql(
        'ALTER TABLE "top_up" ADD COLUMN "cash_given" INTEGER'
        ' CHECK ("cash_given" >= 0 AND "cash_given" < 10000000000000)'
    )
