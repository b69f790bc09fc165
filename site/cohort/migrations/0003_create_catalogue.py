"""Create the catalogue below the home page, the group *Instructors*, and the workflow *Course review*."""

import uuid

from django.db import migrations


def create(apps, schema_editor):
    apps.get_model("wagtailcore", "Site").objects.filter(site_name="").update(site_name="Cohort")
    catalogue = create_catalogue(apps)
    create_instructors(apps)
    create_review(apps, catalogue)


def create_catalogue(apps):
    HomePage = apps.get_model("cohort", "HomePage")
    CataloguePage = apps.get_model("courses", "CataloguePage")
    ContentType = apps.get_model("contenttypes", "ContentType")
    home = HomePage.objects.first()
    if home is None or CataloguePage.objects.exists():
        return CataloguePage.objects.first()
    content_type, _ = ContentType.objects.get_or_create(app_label="courses", model="cataloguepage")
    catalogue = CataloguePage.objects.create(
        title="Courses",
        draft_title="Courses",
        slug="courses",
        url_path=f"{home.url_path}courses/",
        path=f"{home.path}{home.numchild + 1:04d}",
        depth=home.depth + 1,
        numchild=0,
        live=True,
        locale_id=home.locale_id,
        translation_key=uuid.uuid4(),
        content_type=content_type,
    )
    home.numchild += 1
    home.save(update_fields=["numchild"])
    return catalogue


def create_instructors(apps):
    """Editors and Moderators of the whole tree go: a course has its own team."""
    Group = apps.get_model("auth", "Group")
    Permission = apps.get_model("auth", "Permission")
    ContentType = apps.get_model("contenttypes", "ContentType")
    Group.objects.filter(name__in=["Editors", "Moderators"]).delete()
    instructors, _ = Group.objects.get_or_create(name="Instructors")
    admin, _ = ContentType.objects.get_or_create(app_label="wagtailadmin", model="admin")
    access, _ = Permission.objects.get_or_create(
        content_type=admin, codename="access_admin", defaults={"name": "Can access Wagtail admin"}
    )
    instructors.permissions.add(access)


def create_review(apps, catalogue):
    Workflow = apps.get_model("wagtailcore", "Workflow")
    WorkflowTask = apps.get_model("wagtailcore", "WorkflowTask")
    WorkflowPage = apps.get_model("wagtailcore", "WorkflowPage")
    GroupApprovalTask = apps.get_model("wagtailcore", "GroupApprovalTask")
    CourseReviewTask = apps.get_model("courses", "CourseReviewTask")
    ContentType = apps.get_model("contenttypes", "ContentType")
    WorkflowPage.objects.all().delete()
    WorkflowTask.objects.all().delete()
    GroupApprovalTask.objects.all().delete()
    Workflow.objects.all().delete()
    content_type, _ = ContentType.objects.get_or_create(app_label="courses", model="coursereviewtask")
    task = CourseReviewTask.objects.create(name="Course review", active=True, content_type=content_type)
    workflow = Workflow.objects.create(name="Course review", active=True)
    WorkflowTask.objects.create(workflow=workflow, task_id=task.pk, sort_order=0)
    if catalogue is not None:
        WorkflowPage.objects.create(workflow=workflow, page_id=catalogue.pk)


class Migration(migrations.Migration):
    dependencies = [
        ("cohort", "0002_welcome_visitors"),
        ("courses", "0001_initial"),
        ("wagtailcore", "0098_apitoken"),
        ("wagtailadmin", "0006_formstate"),
        ("wagtailimages", "0027_image_description"),
        ("wagtaildocs", "0014_alter_document_file_size"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [migrations.RunPython(create, migrations.RunPython.noop)]
