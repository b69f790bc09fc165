"""The editor's form: a page refers only to what its author may use, and names what is wrong where it is."""

from collections.abc import Iterator
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm

from . import references


class CourseContentForm(WagtailAdminPageForm):
    """Refuses pictures, documents and pages of courses that are not the author's own, whoever posts their ids."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        zone = str(timezone.get_current_timezone()).replace("_", " ")
        for name in ("go_live_at", "expire_at"):
            if name in self.fields:
                self.fields[name].help_text = _("In your time zone, %(zone)s. You change it in Settings.") % {
                    "zone": zone
                }

    def clean(self) -> dict[str, Any]:
        """Check what the fields refer to; published, it has to be for whoever publishes to use."""
        from . import belonging, queries  # which read the pages that this form edits

        cleaned = super().clean()
        if self.for_user is None:
            return cleaned
        latest = self.instance.latest_revision if "action-publish" not in self.data else None
        course = None if self.instance.path else queries.course_of(self.parent_page)
        for name, value in list(cleaned.items()):
            found = self._referred(name, value)
            by = [self.for_user, latest and latest.user]
            if belonging.strangers(self.instance, found, by=by, course=course):
                self.add_error(name, belonging.NotOurs())
        return cleaned

    def _referred(self, name: str, value: Any) -> Iterator[references.Reference]:
        field = next((each for each in self.instance._meta.get_fields() if each.name == name), None)
        if field is not None:
            yield from references.within(field, value)
