"""A report of the editor whose filter names people: to an author only those who worked on the author's own pages."""

from typing import Any

from django.db.models import QuerySet
from wagtail.admin.views.reports.audit_logging import SiteHistoryReportFilterSet, get_users_for_filter


class OwnHistory(SiteHistoryReportFilterSet):
    """Filters of the site's history by who changed something that one may see."""

    def get_users_queryset(self) -> QuerySet[Any]:
        """Return the people of the entries one may see, where Wagtail returns those of every entry."""
        return get_users_for_filter(self.request.user)
