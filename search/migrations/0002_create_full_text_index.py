"""The database engine's full-text index: a generated column on PostgreSQL, an FTS5 table kept by triggers on SQLite.

Both index words that `search.words` has already cut, folded and stemmed, so neither has rules of its own. A later
migration that makes SQLite rebuild the table `search_entry` must run `create` again, since that drops the triggers.
"""

from django.db import migrations

POSTGRESQL = (
    """
    ALTER TABLE search_entry ADD COLUMN words tsvector GENERATED ALWAYS AS (
        setweight(to_tsvector('simple'::regconfig, title_words), 'A')
        || setweight(to_tsvector('simple'::regconfig, text_words), 'B')
    ) STORED
    """,
    "CREATE INDEX entry_words ON search_entry USING gin (words)",
)
SQLITE = (
    """
    CREATE VIRTUAL TABLE search_entry_words USING fts5(
        title_words, text_words, content='search_entry', content_rowid='id',
        tokenize='unicode61 remove_diacritics 0', prefix='2 3'
    )
    """,
    """
    CREATE TRIGGER search_entry_added AFTER INSERT ON search_entry BEGIN
        INSERT INTO search_entry_words(rowid, title_words, text_words)
        VALUES (new.id, new.title_words, new.text_words);
    END
    """,
    """
    CREATE TRIGGER search_entry_removed AFTER DELETE ON search_entry BEGIN
        INSERT INTO search_entry_words(search_entry_words, rowid, title_words, text_words)
        VALUES ('delete', old.id, old.title_words, old.text_words);
    END
    """,
    """
    CREATE TRIGGER search_entry_changed AFTER UPDATE OF id, title_words, text_words ON search_entry BEGIN
        INSERT INTO search_entry_words(search_entry_words, rowid, title_words, text_words)
        VALUES ('delete', old.id, old.title_words, old.text_words);
        INSERT INTO search_entry_words(rowid, title_words, text_words)
        VALUES (new.id, new.title_words, new.text_words);
    END
    """,
    "INSERT INTO search_entry_words(search_entry_words) VALUES ('rebuild')",
)
REMOVE = {
    "postgresql": ("ALTER TABLE search_entry DROP COLUMN words",),
    "sqlite": (
        "DROP TRIGGER search_entry_added",
        "DROP TRIGGER search_entry_removed",
        "DROP TRIGGER search_entry_changed",
        "DROP TABLE search_entry_words",
    ),
}


def create(apps, schema_editor):
    statements = POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE
    for statement in statements:
        schema_editor.execute(statement, params=None)


def remove(apps, schema_editor):
    for statement in REMOVE[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]

    operations = [migrations.RunPython(create, remove)]
