"""An address can ask for no more invitations."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('community', '0015_what_was_taken_back'),
    ]

    operations = [
        migrations.CreateModel(
            name='Unsubscription',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('address', models.CharField(max_length=64, unique=True)),
                ('at', models.DateTimeField()),
            ],
        ),
    ]
