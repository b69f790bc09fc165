"""References are found in the order of the store; an import knows the pages it has read."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import OuterRef, Subquery


def fill(apps, schema_editor):
    """Give each reference the moment at which its record was stored."""
    stored = apps.get_model("courses", "Record").objects.filter(pk=OuterRef("record_id")).values("stored")
    apps.get_model("courses", "RecordReference").objects.filter(stored=None).update(stored=Subquery(stored))


class Migration(migrations.Migration):
    dependencies = [("courses", "0010_secrets_have_their_own_rows")]

    operations = [
        migrations.AddField("recordreference", "stored", models.DateTimeField(null=True)),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AlterField("recordreference", "stored", models.DateTimeField()),
        migrations.AddIndex(
            "recordreference", models.Index(fields=["stored", "record"], name="record_reference_order")
        ),
        migrations.CreateModel(
            name="PageRead",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("hashed", models.CharField(max_length=64)),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="pages_read", to="courses.import"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("source", "hashed"), name="page_read_once")],
            },
        ),
    ]
