from django.db import migrations, models

import courses.records.models


class Migration(migrations.Migration):
    dependencies = [("courses", "0007_links")]

    operations = [
        migrations.AlterField(
            model_name="attachmentbody",
            name="file",
            field=models.FileField(upload_to=courses.records.models.drawer),
        ),
    ]
