"""Let the welcome say what is there: words that nobody chose promised groups wherever there are none."""

from typing import Any

from django.db import migrations

WELCOME = "Learn it properly, in good company."
INTRODUCTION = (
    "<p>Short courses by people who know their subject, learned in groups. "
    "You decide in each group who sees what you finish.</p>"
)


def forget_what_was_shipped(apps: Any, schema_editor: Any) -> None:
    """Take away the words of the installation; an admin's own stay."""
    pages = apps.get_model("cohort", "HomePage").objects
    pages.filter(welcome=WELCOME).update(welcome="")
    pages.filter(introduction=INTRODUCTION).update(introduction="")


class Migration(migrations.Migration):
    dependencies = [("cohort", "0006_name_of_the_place")]

    operations = [migrations.RunPython(forget_what_was_shipped, migrations.RunPython.noop)]
