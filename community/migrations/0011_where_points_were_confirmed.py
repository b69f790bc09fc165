from django.db import migrations, models
from django.db.models import OuterRef, Subquery
from django.db.models.functions import Coalesce


def say_where(apps, schema_editor):
    """Say of what was confirmed so far where it was; `manage.py rebuild` then counts it there alone."""
    entries = apps.get_model("community", "PointEntry").objects.filter(code="claim")
    rows = [apps.get_model("courses", name).objects.filter(uid=OuterRef("subject_key")) for name in ("Claim", "Observation")]
    claimed, observed = (Subquery(each.values("place")[:1]) for each in rows)
    entries.update(place=Coalesce(claimed, observed, models.Value("")))


class Migration(migrations.Migration):
    dependencies = [
        ("community", "0010_letters_of_an_invitation"),
        ("courses", "0006_checklists"),
    ]

    operations = [
        migrations.AddField(
            model_name="pointentry",
            name="place",
            field=models.CharField(blank=True, default="", max_length=48),
        ),
        migrations.RunPython(say_where, migrations.RunPython.noop),
    ]
