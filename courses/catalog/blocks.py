"""What a lesson is made of: the blocks an author puts one below the other."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.contrib.table_block.blocks import TableBlock
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

from courses import anchors

from . import embeds, files
from .questions import question_blocks

PROSE = ["h3", "bold", "italic", "ol", "ul", "link", "document-link", "superscript", "subscript", "code"]
LINE = ["bold", "italic", "link", "code"]


class HeadingBlock(blocks.CharBlock):
    """A heading inside a lesson; its address is its words."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.field.widget.attrs["aria-label"] = _("Heading")  # the editor writes the name of a lone field nowhere

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        return {**super().get_context(value, parent_context), "anchor": anchors.anchor(value)}

    class Meta:
        label = _("Heading")
        icon = "h2"
        template = "courses/catalog/blocks/heading.html"


class FigureBlock(blocks.StructBlock):
    """A picture with the words that stand for it where it cannot be seen."""

    image = ImageChooserBlock(label=_("Picture"))
    alt = blocks.CharBlock(
        label=_("In words"),
        max_length=300,
        help_text=_("What the picture shows, for who cannot see it. Say what it means here, not that it is a picture."),
    )
    caption = blocks.RichTextBlock(label=_("Caption"), features=LINE, required=False)
    shows = blocks.ChoiceBlock(
        label=_("For who reads in the dark"),
        choices=[
            ("photo", _("A photo or a screen: shown a little darker")),
            ("drawing", _("Lines on white: white becomes dark, and the lines light")),
        ],
        default="photo",
    )
    dark_image = ImageChooserBlock(
        label=_("Picture for the dark"), required=False, help_text=_("Shown instead where the page is dark.")
    )

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        context = super().get_context(value, parent_context)
        dark = value.get("dark_image")
        return {
            **context,
            "picture": files.picture(value["image"]),
            "dark": files.picture(dark) if dark else None,
            "drawing": value.get("shows") == "drawing",
        }

    class Meta:
        label = _("Picture")
        icon = "image"
        template = "courses/catalog/blocks/image.html"


class VideoBlock(blocks.StructBlock):
    """A film: a file of our own with captions, or one on a known host that plays on click."""

    title = blocks.CharBlock(label=_("Title"), max_length=150)
    file = DocumentChooserBlock(
        label=_("File"), required=False, help_text=_("An MP4 or WebM file. It plays from this site and needs captions.")
    )
    captions = DocumentChooserBlock(
        label=_("Captions"), required=False, help_text=_("A WebVTT file (.vtt) in the language of the lesson.")
    )
    url = blocks.URLBlock(
        label=_("Or an address"),
        required=False,
        help_text=_("A film on YouTube or Vimeo. Nothing is asked of them until the learner presses play."),
    )

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        errors = _video_errors(cleaned.get("file"), cleaned.get("captions"), cleaned.get("url"))
        if errors:
            raise StructBlockValidationError(
                block_errors={name: ValidationError(message) for name, message in errors.items()}
            )
        return cleaned

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        context = super().get_context(value, parent_context)
        return {**context, "film": embeds.film(value.get("url") or ""), "video_type": _media_type(value.get("file"))}

    class Meta:
        label = _("Video")
        icon = "media"
        template = "courses/catalog/blocks/video.html"


class SourceBlock(blocks.TextBlock):
    """Text whose spaces at the beginning count."""

    @cached_property
    def field(self) -> forms.CharField:
        widget = forms.Textarea(attrs={"rows": 6, "spellcheck": "false"})
        return forms.CharField(strip=False, widget=widget, **self.field_options)


class CodeBlock(blocks.StructBlock):
    """A piece of a program."""

    language = blocks.CharBlock(label=_("Language"), max_length=30, required=False, help_text=_("Such as Python."))
    text = SourceBlock(label=_("Code"))

    class Meta:
        label = _("Code")
        icon = "code"
        template = "courses/catalog/blocks/code.html"


class CalloutBlock(blocks.StructBlock):
    """A remark set apart from the text."""

    kind = blocks.ChoiceBlock(
        label=_("Kind"),
        choices=[("note", _("Note")), ("try", _("Try it")), ("care", _("Take care"))],
        default="note",
    )
    title = blocks.CharBlock(label=_("Title"), max_length=120)
    text = blocks.RichTextBlock(label=_("Text"), features=[*LINE, "ul", "ol"])

    class Meta:
        label = _("Callout")
        icon = "info-circle"
        template = "courses/catalog/blocks/callout.html"


class QuoteBlock(blocks.StructBlock):
    """What somebody said or wrote."""

    text = blocks.TextBlock(label=_("Quote"), rows=3)
    source = blocks.CharBlock(label=_("Who, where"), max_length=200, required=False)

    class Meta:
        label = _("Quote")
        icon = "openquote"
        template = "courses/catalog/blocks/quote.html"


class LessonBody(blocks.StreamBlock):
    """A lesson's body; questions stand in it by their own names."""

    heading = HeadingBlock(max_length=200)
    text = blocks.RichTextBlock(
        label=_("Text"), features=PROSE, icon="pilcrow", template="courses/catalog/blocks/text.html"
    )
    image = FigureBlock()
    video = VideoBlock()
    code = CodeBlock()
    callout = CalloutBlock()
    quote = QuoteBlock()
    # The grid knows languages by names of its own, and no English of Britain.
    table = TableBlock(
        table_options={"language": "en-US"},
        label=_("Table"),
        icon="table",
        template="courses/catalog/blocks/table.html",
    )

    def __init__(self, local_blocks: Any = None, **kwargs: Any) -> None:
        super().__init__([*(local_blocks or []), *question_blocks()], **kwargs)


class Questions(blocks.StreamBlock):
    """The questions of an assessment."""

    def __init__(self, local_blocks: Any = None, **kwargs: Any) -> None:
        super().__init__(local_blocks or question_blocks(), **kwargs)


def _video_errors(file: Any, captions: Any, url: str) -> dict[str, Any]:
    if bool(file) == bool(url):
        return {"file": _("Choose a file or give an address, one of the two.")}
    if url:
        return (
            {} if embeds.film(url) else {"url": _("Films play from YouTube and Vimeo only. Upload others as a file.")}
        )
    errors = {}
    if not _media_type(file):
        errors["file"] = _("This is no MP4 or WebM file.")
    if not captions:
        errors["captions"] = _("A film of our own needs captions, for who cannot hear it.")
    elif not captions.file.name.lower().endswith(".vtt"):
        errors["captions"] = _("Captions are a WebVTT file, whose name ends in .vtt.")
    return errors


def _media_type(document: Any) -> str:
    if not document:
        return ""
    name = document.file.name.lower()
    return next((kind for ending, kind in files.FILM_TYPES.items() if name.endswith(ending)), "")
