"""Turn the page that Wagtail makes at the root of its site into our home page, with what hangs below it."""

from django.db import migrations


def welcome(apps, schema_editor):
    Site = apps.get_model("wagtailcore", "Site")
    HomePage = apps.get_model("cohort", "HomePage")
    ContentType = apps.get_model("contenttypes", "ContentType")
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    if site is None or HomePage.objects.exists():
        return
    page = site.root_page
    page.title = page.draft_title = "Home"
    page.content_type, _ = ContentType.objects.get_or_create(app_label="cohort", model="homepage")
    page.save()
    home = HomePage(
        page_ptr_id=page.pk,
        welcome="Learn it properly, in good company.",
        introduction=(
            "<p>Short courses by people who know their subject, learned in groups. "
            "You decide in each group who sees what you finish.</p>"
        ),
    )
    home.save_base(raw=True)


class Migration(migrations.Migration):
    dependencies = [
        ("cohort", "0001_initial"),
        ("wagtailcore", "0098_apitoken"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(welcome, migrations.RunPython.noop)]
