"""Forms that were sent: what came of each, so that one whose answer was lost counts once when it is sent again."""

from django.conf import settings
from django.db import models


class Sending(models.Model):
    """A form as a person sent it: `client_uid` was made with the form, `said` is a digest of what it says.

    Both together are one sending: whoever goes back and writes something else in the same form says something new.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    client_uid = models.UUIDField()
    said = models.CharField(max_length=64)  # HMAC-SHA-256, in hexadecimal
    result = models.CharField(max_length=120, blank=True)
    at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "client_uid", "said"], name="sending_counted_once")]
