"""What somebody confirmed that was learned outside earns 10; in force from 1970, so for all that is stored."""

from datetime import UTC, datetime

from django.db import migrations

EVER = datetime(1970, 1, 1, tzinfo=UTC)


def set_rule(apps, schema_editor):
    rules = apps.get_model("community", "PointRule").objects
    rules.get_or_create(code="claim", version=1, defaults={"points": 10, "in_force_from": EVER})


def take_rule_back(apps, schema_editor):
    apps.get_model("community", "PointRule").objects.filter(code="claim", version=1).delete()


class Migration(migrations.Migration):
    dependencies = [("community", "0006_claims")]

    operations = [migrations.RunPython(set_rule, take_rule_back)]
