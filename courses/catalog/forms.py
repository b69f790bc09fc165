"""The editor's form: a page refers only to what its author may use, and names what is wrong where it is."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.models import Page
from wagtail.permissions import policy_registry

from . import references
from .models import CourseDocument, CourseImage


class CourseContentForm(WagtailAdminPageForm):
    """Refuses pictures, documents and pages of courses that are not the author's own, whoever posts their ids."""

    def clean(self) -> dict[str, Any]:
        """Check what the fields refer to now and did not before."""
        cleaned = super().clean()
        before = set(references.of(self.instance)) if self.instance.pk else set()
        for name, value in list(cleaned.items()):
            foreign = any(not self._may_use(model, pk) for model, pk in self._new(name, value, before))
            if foreign:
                self.add_error(
                    name, ValidationError(_("This refers to something of another course. Choose one of yours."))
                )
        return cleaned

    def _new(self, name: str, value: Any, before: set[Any]) -> Iterator[tuple[type[Model], Any]]:
        field = next((each for each in self.instance._meta.get_fields() if each.name == name), None)
        if field is not None:
            yield from (each for each in references.within(field, value) if each not in before)

    def _may_use(self, model: type[Model], pk: Any) -> bool:
        from . import policies  # which read the pages that this form edits

        found = model._default_manager.filter(pk=pk).first()
        if found is None or self.for_user is None:
            return True
        if isinstance(found, CourseImage | CourseDocument):
            return policies.may_edit_file(self.for_user, found)
        if isinstance(found, Page):
            own = policy_registry.get_by_type(Page).explorable_instances(self.for_user)
            return own.filter(pk=found.pk).exists()
        return True
