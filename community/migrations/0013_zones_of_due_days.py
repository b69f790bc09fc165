"""What a group gave is due on the day it was in the group's own time zone; all else in the zone of the site."""

from django.conf import settings
from django.db import migrations


def name_zones(apps, schema_editor):
    grants = apps.get_model("courses", "Grant").objects.filter(due__isnull=False)
    grants.update(due_zone=settings.TIME_ZONE)
    for uid, zone in apps.get_model("community", "Group").objects.values_list("uid", "time_zone"):
        grants.filter(source=f"group:{uid}").update(due_zone=zone)


class Migration(migrations.Migration):
    dependencies = [
        ("community", "0012_who_ended_a_connection"),
        ("courses", "0013_name_the_zone_of_a_due_day"),
    ]

    operations = [migrations.RunPython(name_zones, migrations.RunPython.noop)]
