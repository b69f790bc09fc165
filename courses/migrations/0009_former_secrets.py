"""Every secret goes on until the moment that was said for it; launches know what their address passes on."""

import django.db.models.deletion
from django.db import migrations, models


def keep(apps, schema_editor):
    """Keep the one secret that each client had before, with the moment that was said for it."""
    FormerSecret = apps.get_model("courses", "FormerSecret")
    clients = apps.get_model("courses", "Client").objects.exclude(previous_until=None).exclude(previous_secret="")
    FormerSecret.objects.bulk_create(
        FormerSecret(client_id=pk, secret=secret, until=until)
        for pk, secret, until in clients.values_list("pk", "previous_secret", "previous_until")
    )


def put_back(apps, schema_editor):
    """Put the last of a client's former secrets back beside it."""
    Client = apps.get_model("courses", "Client")
    for former in apps.get_model("courses", "FormerSecret").objects.order_by("until", "pk"):
        Client.objects.filter(pk=former.client_id).update(previous_secret=former.secret, previous_until=former.until)


class Migration(migrations.Migration):
    dependencies = [("courses", "0008_drawers")]

    operations = [
        migrations.CreateModel(
            name="FormerSecret",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("secret", models.CharField(max_length=64)),
                ("until", models.DateTimeField()),
                (
                    "client",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="former_secrets",
                        to="courses.client",
                    ),
                ),
            ],
        ),
        migrations.RunPython(keep, put_back),
        migrations.AddField("launchtoken", "passed_on", models.JSONField(default=list)),
    ]
