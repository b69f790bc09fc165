"""What the demo made, so that it can be taken away again and nothing else with it."""

from django.db import models


class DemoManifest(models.Model):
    """The one standing demo: from which seed and day, and the ids of what everything else of it hangs on.

    `rows`: {"community.User": [ids], …}; `switches` are the capabilities as they were before.
    """

    seed = models.IntegerField()
    day = models.DateField()
    made_at = models.DateTimeField()
    rows = models.JSONField(default=dict)
    switches = models.JSONField(default=dict)
