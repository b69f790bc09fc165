"""Who says no zone of their own, person or group, is in that of this place, and no longer in London."""

import community.people.zones
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('community', '0013_zones_of_due_days'),
    ]

    operations = [
        migrations.AlterField(
            model_name='group',
            name='time_zone',
            field=models.CharField(default=community.people.zones.of_this_place, max_length=63, verbose_name='Time zone'),
        ),
        migrations.AlterField(
            model_name='user',
            name='time_zone',
            field=models.CharField(default=community.people.zones.of_this_place, max_length=63, verbose_name='Time zone'),
        ),
    ]
