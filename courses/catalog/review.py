"""The task of the workflow *Course review*: a course's own team approves what is published in it."""

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Task, TaskState

from . import policies, queries

if TYPE_CHECKING:
    from community.models import User


class CourseReviewTask(Task):
    """Approved by the members of the course's own Group; nobody needs to be asked where authors publish themselves."""

    class Meta:
        verbose_name = _("Course review task")
        verbose_name_plural = _("Course review tasks")

    @classmethod
    def get_description(cls) -> Any:
        """Say who approves."""
        return _("Members of the course's own group approve")

    def user_can_access_editor(self, obj: Page, user: "User") -> bool:
        """Reviewers may open what they review."""
        return policies.authors(user, obj)

    def locked_for_user(self, obj: Page, user: "User") -> bool:
        """While in review only reviewers edit."""
        return not policies.authors(user, obj)

    def user_can_lock(self, obj: Page, user: "User") -> bool:
        """Reviewers may lock what they review."""
        return policies.authors(user, obj)

    def get_actions(self, obj: Page, user: "User") -> list[tuple[str, Any, bool]]:
        """Return what a reviewer may do."""
        if not policies.authors(user, obj):
            return []
        return [
            ("reject", _("Request changes"), True),
            ("approve", _("Approve"), False),
            ("approve", _("Approve with comment"), True),
        ]

    def get_task_states_user_can_moderate(self, user: "User", **kwargs: Any) -> Any:
        """Return what waits for this person."""
        waiting = self.task_states.filter(status=TaskState.STATUS_IN_PROGRESS)
        if user.is_superuser:
            return waiting
        pages = queries.pages_of_author(user).values_list("pk", flat=True)
        return waiting.filter(workflow_state__object_id__in=[str(pk) for pk in pages])
