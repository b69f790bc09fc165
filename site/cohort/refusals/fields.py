"""What a field says that does not take what was typed, wherever Django would say it in words of its own.

A form has words of its own where it knows better (`error_messages`). What stands here is looked up in place of
Django's English (`cohort.english`), so it holds for every form there is: ours, the editor's, those of signing in.
"""

_UNREAD = "This could not be read. Load the page again, then send it again."
_NO_CHOICE = "That cannot be chosen here any more. Choose another."
_NO_FILE = "No file arrived. Choose it once more."
_TAKEN = "That %(field_label)s is taken already. Choose another."

_ONE: dict[str | tuple[str, int], str] = {
    "This field is required.": "This is still empty. Write or choose something.",
    "This field cannot be null.": "This is still empty. Write or choose something.",
    "This field cannot be blank.": "This is still empty. Write or choose something.",
    "Select a valid choice. %(value)s is not one of the available choices.": _NO_CHOICE,
    "Select a valid choice. That choice is not one of the available choices.": _NO_CHOICE,
    "Value %(value)r is not a valid choice.": _NO_CHOICE,
    "“%(pk)s” is not a valid value.": _NO_CHOICE,
    "Enter a list of values.": _UNREAD,
    "Enter a valid UUID.": _UNREAD,
    "Enter a valid value.": "This could not be read. Write it another way.",
    "Enter a complete value.": "Part of this is missing. Fill in the rest.",
    "Enter a whole number.": "Write a whole number, such as 12.",
    "Enter a number.": "Write a number, such as 12 or 1.5.",
    "Enter a valid date.": "Write the day as 2026-11-24.",
    "Enter a valid time.": "Write the time as 18:30.",
    "Enter a valid date/time.": "Write day and time as 2026-11-24 18:30.",
    "Enter a valid duration.": "Write how long as 1:30:00, which is an hour and a half.",
    "Enter a valid URL.": "Copy the address once more, as your browser shows it.",
    "Enter a valid email address.": "Write the address as name@example.org.",
    "Enter a valid JSON.": "This is not valid JSON. Copy it again.",
    "Enter a valid “slug” consisting of letters, numbers, underscores or hyphens.": (
        "Use letters from a to z, numbers, hyphens and underscores, and no spaces."
    ),
    "Enter a valid “slug” consisting of Unicode letters, numbers, underscores, or hyphens.": (
        "Use letters, numbers, hyphens and underscores, and no spaces."
    ),
    "Null characters are not allowed.": "Something in this cannot be read. Write it again.",
    "Ensure this value is less than or equal to %(limit_value)s.": "This is too much. Choose %(limit_value)s or less.",
    "Ensure this value is greater than or equal to %(limit_value)s.": (
        "This is too little. Choose %(limit_value)s or more."
    ),
    "No file was submitted. Check the encoding type on the form.": _NO_FILE,
    "No file was submitted.": _NO_FILE,
    "The submitted file is empty.": "There is nothing in this file. Choose another.",
    "Please either submit a file or check the clear checkbox, not both.": (
        "Choose a file or take the old one away, not both."
    ),
    "Upload a valid image. The file you uploaded was either not an image or a corrupted image.": (
        "This picture cannot be read. Choose another."
    ),
    "%(model_name)s with this %(field_label)s already exists.": _TAKEN,
}

# By number, in English two forms: of one, and of any other.
_SEVERAL = {
    "Ensure this value has at most %(limit_value)d character (it has %(show_value)d).": (
        "There is room for %(limit_value)d character; this has %(show_value)d. Shorten it.",
        "There is room for %(limit_value)d characters; this has %(show_value)d. Shorten it.",
    ),
    "Ensure this value has at least %(limit_value)d character (it has %(show_value)d).": (
        "It takes at least %(limit_value)d character; this has %(show_value)d. Write a little more.",
        "It takes at least %(limit_value)d characters; this has %(show_value)d. Write a little more.",
    ),
    "Ensure this filename has at most %(max)d character (it has %(length)d).": (
        "There is room for %(max)d character in a file’s name; this has %(length)d. Rename it, then choose it again.",
        "There is room for %(max)d characters in a file’s name; this has %(length)d. Rename it, then choose it again.",
    ),
}

WORDS: dict[str | tuple[str, int], str] = {
    **_ONE,
    **{(message, form): words for message, forms in _SEVERAL.items() for form, words in enumerate(forms)},
}
