"""The first rules: a lesson 10, an assessment passed 20, a course 50; in force from 1970, so for all that is stored."""

from datetime import UTC, datetime

from django.db import migrations

EVER = datetime(1970, 1, 1, tzinfo=UTC)
POINTS = {"lesson": 10, "assessment": 20, "course": 50}


def set_rules(apps, schema_editor):
    PointRule = apps.get_model("community", "PointRule")
    for code, points in POINTS.items():
        PointRule.objects.get_or_create(code=code, version=1, defaults={"points": points, "in_force_from": EVER})


def take_rules_back(apps, schema_editor):
    apps.get_model("community", "PointRule").objects.filter(version=1, in_force_from=EVER).delete()


class Migration(migrations.Migration):
    dependencies = [("community", "0003_rows_that_name_records")]

    operations = [migrations.RunPython(set_rules, take_rules_back)]
