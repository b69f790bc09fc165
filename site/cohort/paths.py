"""Where doors begin that are answered otherwise than pages."""

EDITOR, RECORDS = "/admin/", "/xapi/"
