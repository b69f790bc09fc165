"""What a copy refers to: where the original leads to one of its own pages, the copy leads to the copy of that page.

It reads what pages keep, block by block, and asks no database.
"""

import re
from collections.abc import Mapping
from typing import Any

from wagtail import blocks
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page

Copies = Mapping[int, int]  # the id of a page → that of its copy

_LINK = re.compile(r"<a\b[^>]*\blinktype=\"page\"[^>]*>")
_ID = re.compile(r"(?<=\bid=\")\d+(?=\")")


def lead_to_copies(page: Page, copies: Copies) -> bool:
    """Let every reference of `page` to an original lead to its copy; say whether there was any."""
    changed = False
    before: Any
    after: Any
    for field in page._meta.get_fields():
        if isinstance(field, RichTextField):
            before = getattr(page, field.name)
            after = _rich_text(before, copies)
        elif isinstance(field, StreamField):
            stream = getattr(page, field.name)
            before = [dict(block) for block in stream.raw_data]
            after = _stream(field.stream_block, before, copies)
        else:
            continue
        if before != after:
            setattr(page, field.name, after)
            changed = True
    return changed


def _led(block: blocks.Block, value: Any, copies: Copies) -> Any:
    """Return the raw `value` of `block` with its references led to the copies."""
    if isinstance(block, blocks.PageChooserBlock):
        return copies.get(value, value)
    if isinstance(block, blocks.RichTextBlock):
        return _rich_text(value, copies)
    if isinstance(block, blocks.StructBlock) and isinstance(value, Mapping):
        children = block.child_blocks
        return {name: _led(children[name], each, copies) if name in children else each for name, each in value.items()}
    if isinstance(block, blocks.ListBlock):
        return [_item(block.child_block, each, copies) for each in value or []]
    if isinstance(block, blocks.StreamBlock):
        return _stream(block, value or [], copies)
    return value


def _stream(block: blocks.StreamBlock, value: list[Any], copies: Copies) -> list[Any]:
    children = block.child_blocks
    return [
        {**each, "value": _led(children[each["type"]], each["value"], copies)} if each["type"] in children else each
        for each in value
    ]


def _item(block: blocks.Block, value: Any, copies: Copies) -> Any:
    """Return an item of a list, which is kept with its id, or in old pages bare."""
    kept = isinstance(value, Mapping) and value.get("type") == "item" and "value" in value
    return {**value, "value": _led(block, value["value"], copies)} if kept else _led(block, value, copies)


def _rich_text(text: str, copies: Copies) -> str:
    def led(link: re.Match[str]) -> str:
        return _ID.sub(lambda found: str(copies.get(int(found[0]), found[0])), link[0])

    return _LINK.sub(led, text or "")
