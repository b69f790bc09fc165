"""White space of a template as it is served: what only its source is read by is taken out once, when it is loaded.

Runs become one, a line's end or a space, and so do those that a condition parts. None appears and none goes where a
reader would see it. Messages to translate, the values of attributes, and what is shown or run as it is written stay as
they are. Pure.
"""

import re
from dataclasses import dataclass, field

_PIECE = re.compile(
    r"""
    (?P<silent> {%\s*comment\b.*?{%\s*endcomment\s*%} | {\#[^\n]*?\#} )
  | (?P<whole> {%\s*(?P<block>verbatim|blocktranslate|blocktrans)\b.*?{%\s*end(?P=block)\b[^\n]*?%}
             | <(?P<raw>pre|textarea|script|style)\b.*?</(?P=raw)\s*> | <!--.*?--> | {{[^\n]*?}} )
  | (?P<tag> {%\s*(?P<name>\w+)[^\n]*?%} )
  | (?P<space> \s+ )
  | (?P<opening> <[a-zA-Z/!] )
  | [^\s<>{"']+ | .
    """,
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)
_SAYS_NOTHING = re.compile(r"{%\s*(?:(?:load|extends|with|endwith)\b.*|(?!cycle\b).*\sas\s+\w+\s*)%}")


@dataclass
class _Condition:
    """An open `if`: the space owed from before it, the place of that, and what is owed at the end of each branch."""

    owed: str
    place: int
    ends: list[tuple[str, int]] = field(default_factory=list)
    otherwise: bool = False


def tightened(source: str) -> str:
    """Return the source of an HTML template as it is compiled."""
    return _Tightening().of(source)


class _Tightening:
    """One pass through a source. A space is owed until something is said after it."""

    def __init__(self) -> None:
        self.out: list[str] = []
        self.owed = self.quote = ""
        self.inside = False  # between the < and > of HTML
        self.conditions: list[_Condition] = []

    def of(self, source: str) -> str:
        pieces = list(_PIECE.finditer(source))
        for piece, following in zip(pieces, [*pieces[1:], None], strict=True):
            spaced = bool(following and (following["space"] or (self.inside and following[0] == ">")))
            self._take(piece, spaced)
        return "".join([*self.out, self.owed])

    def _take(self, piece: re.Match[str], spaced: bool) -> None:
        text, name = piece[0], piece["name"]
        if self.quote:
            self.out.append(text)
            self.quote = "" if text == self.quote else self.quote
        elif piece["space"]:
            self.owed = self.owed or ("\n" if "\n" in text and not self.inside else " ")
        elif piece["silent"] or _SAYS_NOTHING.fullmatch(text):
            self.out.append(text)
        elif name == "if":
            self._open(text, spaced)
        elif name in ("elif", "else") and self.conditions:
            self._turn(text, name)
        elif name == "endif" and self.conditions:
            self._close(text, spaced)
        else:
            self._say(text, opening=bool(piece["opening"]))

    def _say(self, text: str, *, opening: bool) -> None:
        ends = self.inside and text == ">"
        self.out += ["" if ends else self.owed, text]
        self.owed = ""
        self.quote = text if self.inside and text in ("'", '"') else ""
        self.inside = opening or (self.inside and not ends)

    def _open(self, text: str, spaced: bool) -> None:
        carried = self.owed if spaced or self.inside else ""
        self.conditions.append(_Condition(carried, len(self.out)))
        self.out += ["" if carried else self.owed, text]
        self.owed = carried

    def _turn(self, text: str, name: str) -> None:
        condition = self.conditions[-1]
        condition.ends.append((self.owed, len(self.out)))
        condition.otherwise = name == "else"
        self.out += ["", text]
        self.owed = condition.owed

    def _close(self, text: str, spaced: bool) -> None:
        condition = self.conditions.pop()
        ends = [*condition.ends, (self.owed, len(self.out))]
        if not condition.otherwise:
            ends.append((condition.owed, condition.place))
        self.out += ["", text]
        self.owed = next((owed for owed, _place in ends if owed), "")
        if not spaced and not all(owed for owed, _place in ends):
            for owed, place in ends:
                self.out[place] = owed or self.out[place]
            self.owed = ""
