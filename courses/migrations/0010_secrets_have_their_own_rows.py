"""Drop the columns whose secrets have rows of their own by now."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("courses", "0009_former_secrets")]

    operations = [
        migrations.RemoveField("client", "previous_secret"),
        migrations.RemoveField("client", "previous_until"),
    ]
