"""The database engine's full-text index again, of words that nothing but `search.words` cuts, and the words known.

PostgreSQL's own parser and SQLite's `unicode61` cut a word once more, at vowel signs and between letters and signs.
Now either takes what stands between two spaces. Everything is promised to be derived again, which the next tick does.
"""

from django.db import migrations, models
from django.utils import timezone

POSTGRESQL = (
    "ALTER TABLE search_entry DROP COLUMN words",
    r"""
    ALTER TABLE search_entry ADD COLUMN words tsvector GENERATED ALWAYS AS (
        regexp_replace(title_words, '[^ ]+', '''\&'':1A', 'g')::tsvector
        || regexp_replace(text_words, '[^ ]+', '''\&'':1B', 'g')::tsvector
    ) STORED
    """,
    "CREATE INDEX entry_words ON search_entry USING gin (words)",
)
SQLITE = (
    "DROP TABLE search_entry_words",
    """
    CREATE VIRTUAL TABLE search_entry_words USING fts5(
        title_words, text_words, content='search_entry', content_rowid='id',
        tokenize="ascii tokenchars '+#.'", prefix='2 3'
    )
    """,
    "INSERT INTO search_entry_words(search_entry_words) VALUES ('rebuild')",
)


def make(apps, schema_editor):
    statements = POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE
    for statement in statements:
        schema_editor.execute(statement, params=None)


def promise(apps, schema_editor):
    entry, outbox = apps.get_model("search", "Entry"), apps.get_model("search", "Outbox")
    things = entry.objects.order_by("kind", "uid").values_list("kind", "uid").distinct()
    entry.objects.update(version="")  # its words were never counted
    now = timezone.now()
    outbox.objects.bulk_create((outbox(kind=kind, uid=uid, queued=now) for kind, uid in things), batch_size=1000)


class Migration(migrations.Migration):
    dependencies = [("search", "0003_lease_holder")]

    operations = [
        migrations.CreateModel(
            name="Word",
            fields=[
                ("word", models.CharField(max_length=60, primary_key=True, serialize=False)),
                ("initial", models.CharField(max_length=1)),
                ("length", models.PositiveSmallIntegerField()),
                ("entries", models.IntegerField()),
            ],
            options={"indexes": [models.Index(fields=["initial", "length"], name="word_by_initial")]},
        ),
        migrations.RunPython(make, migrations.RunPython.noop),
        migrations.RunPython(promise, migrations.RunPython.noop),
    ]
