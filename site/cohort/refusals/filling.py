"""Put what was typed back into the form of a page. Pure: a page in, a page out."""

from collections import defaultdict
from collections.abc import Iterable
from urllib.parse import urljoin, urlsplit

from bs4 import BeautifulSoup, Tag

from .typed import Typed

# What of the hidden fields is the sender's own: by it the server counts what is sent twice once.
OWN_HIDDEN = {"client_uid"}
LEFT_ALONE = {"password", "file", "submit", "button", "image", "reset"}


def fill(page: str, sent: Typed, *, at: str, title: str, words: str) -> str | None:
    """Return `page`, which stands `at` a path, with its form filled and a notice in it, if it has one."""
    soup = BeautifulSoup(page, "html.parser")
    form = _form(soup.find_all("form"), sent, at)
    if form is None:
        return None
    _fill(form, sent)
    for around in form.find_parents("details"):
        around["open"] = ""
    for old in form.find_all(class_="errors"):
        old.decompose()
    form.insert(0, notice(soup, title, words))
    return str(soup)


def notice(soup: BeautifulSoup, title: str, words: str) -> Tag:
    """Return the words above a form, which take the focus."""
    box = soup.new_tag("div", attrs={"class": "errors", "role": "alert", "tabindex": "-1", "autofocus": ""})
    head = soup.new_tag("h2", attrs={"class": "head"})
    head.string = title
    said = soup.new_tag("p")
    said.string = words
    box.extend([head, said])
    return box


def _form(forms: Iterable[Tag], sent: Typed, at: str) -> Tag | None:
    wanted = _path(sent.action)
    names = {name for name, _value in sent.fields}
    for form in forms:
        if str(form.get("method", "")).lower() != "post":
            continue
        if _path(urljoin(at, str(form.get("action") or at))) != wanted:
            continue
        if names & {control.get("name") for control in form.find_all(["input", "textarea"])}:
            return form
    return None


def _path(address: str) -> str:
    return urlsplit(address).path


def _fill(form: Tag, sent: Typed) -> None:
    values: dict[str, list[str]] = defaultdict(list)
    for name, value in sent.fields:
        values[name].append(value)
    for control in form.find_all(["input", "textarea", "select"]):
        name = str(control.get("name", ""))
        kind = str(control.get("type", "text")).lower() if control.name == "input" else control.name
        if kind in ("checkbox", "radio"):
            _set(control, "checked", str(control.get("value", "on")) in values[name])
        elif not values[name] or kind in LEFT_ALONE or (kind == "hidden" and name not in OWN_HIDDEN):
            continue
        elif kind == "textarea":
            control.string = "\n" + values[name].pop(0)  # the first line break of a field is markup
        elif kind == "select":
            for option in control.find_all("option"):
                _set(option, "selected", str(option.get("value", option.get_text())) in values[name])
        else:
            control["value"] = values[name].pop(0)


def _set(tag: Tag, name: str, on: bool) -> None:
    if on:
        tag[name] = ""
    elif name in tag.attrs:
        del tag[name]
