from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cohort", "0004_outside"),
    ]

    operations = [
        migrations.AlterField(
            model_name="capabilities",
            name="external_records",
            field=models.BooleanField(
                default=False,
                help_text="Other programs and record stores write and read statements here by xAPI, and people bring their own from elsewhere. What is learned here is recorded either way.",
                verbose_name="External records",
            ),
        ),
    ]
