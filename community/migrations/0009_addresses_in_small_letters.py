"""Keep every e-mail address in small letters, as it is looked for; allauth's own rows are so already."""

from typing import Any

from django.db import migrations
from django.db.models.functions import Lower

import community.people.models


def small_letters(apps: Any, schema_editor: Any) -> None:
    """Rewrite what stands with capitals. Nobody's becomes another's: `user_email_without_case` saw to that."""
    people = apps.get_model("community", "User").objects
    people.exclude(email=Lower("email")).update(email=Lower("email"))


class Migration(migrations.Migration):
    dependencies = [("community", "0008_who_removed_a_member")]

    operations = [
        migrations.RunPython(small_letters, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="user",
            name="email",
            field=community.people.models.AddressField(max_length=254, unique=True, verbose_name="E-mail address"),
        ),
    ]
