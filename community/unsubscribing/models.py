"""Who wants no invitations: a source."""

from django.db import models


class Unsubscription(models.Model):
    """An address to which no invitation is mailed any more; it is not kept, only its SHA-256 (in hexadecimal)."""

    address = models.CharField(max_length=64, unique=True)
    at = models.DateTimeField()
