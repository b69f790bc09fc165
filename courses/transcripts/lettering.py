"""The letters of a paper: which face draws which sign, and which sign none does.

Each face is cut down to the signs it draws before it is embedded, so that a large one costs no more than a small one.
"""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path

import uharfbuzz

PLAIN = "NotoSans"
REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
# The first that has a sign draws it. Chinese, Japanese and Korean share one face; Han alone is drawn as in Japanese.
_NAMES = (
    PLAIN, "NotoSansArabic", "NotoSansHebrew", "NotoSansDevanagari", "NotoSansBengali", "NotoSansGurmukhi",
    "NotoSansGujarati", "NotoSansOriya", "NotoSansTamil", "NotoSansTelugu", "NotoSansKannada", "NotoSansMalayalam",
    "NotoSansSinhala", "NotoSansThai", "NotoSansLao", "NotoSansMyanmar", "NotoSansKhmer", "NotoSansGeorgian",
    "NotoSansArmenian", "NotoSansEthiopic",
)  # fmt: skip
_LAST = ("NotoSansSymbols", "NotoEmoji")
_CJK = "manimgx_fonts_cjk", "NotoSansCJK-VF.otf.ttc"
_JOINERS = frozenset("\u200c\u200d\ufe0e\ufe0f")  # they say how their neighbours are drawn, by whatever face
_VARIANTS = frozenset("\ufe0e\ufe0f")
_UNSEEN = ("Cc", "Cf", "Zl", "Zp")
_PICTURES = 0x1F000  # from here on pictures are drawn as such, though other faces may have some of them


@dataclass(frozen=True, slots=True)
class Face:
    """A font and the signs it has."""

    name: str
    font: uharfbuzz.Face
    signs: frozenset[str]

    def cut(self, signs: Iterable[str]) -> bytes:
        """Return the font with no more than what draws `signs`, at its usual weight."""
        wanted = uharfbuzz.SubsetInput()
        wanted.unicode_set.set({ord(sign) for sign in signs})
        wanted.pin_all_axes_to_default(self.font)
        if "wght" in {axis.tag for axis in self.font.axis_infos}:
            wanted.pin_axis_location(self.font, "wght", 400)
        wanted.flags = uharfbuzz.SubsetFlags.DOWNGRADE_CFF2 | uharfbuzz.SubsetFlags.NOTDEF_OUTLINE
        return bytes(uharfbuzz.subset(self.font, wanted).blob.data)


def undrawable(text: str) -> set[str]:
    """Return the signs of `text` that no face has."""
    return {sign for sign in text if _face_of(sign) is None and not _is_unseen(sign)}


def drawn(text: str) -> str:
    """Return `text` as it can be drawn: another sign for each that no face has, and none that is never seen.

    What joins its neighbours stays where both are of one script, which draws them by it; alone it draws nothing.
    """
    shown = "".join(sign for sign in text if sign in _JOINERS or not _is_unseen(sign))
    signs = [REPLACEMENT if sign not in _JOINERS and _face_of(sign) is None else sign for sign in shown]
    return "".join(sign for at, sign in enumerate(signs) if sign not in _JOINERS or _joins(signs, at))


def unjoined(text: str) -> str:
    """Return `text` without what joins letters that run from right to left, for where others run beside them.

    There each run is drawn by itself, and a joiner would be a run with nothing to draw.
    """
    around = [*text, ""]
    return "".join(
        sign for at, sign in enumerate(text) if sign not in _JOINERS or _direction(around[at - 1]) not in ("R", "AL")
    )


def runs_both_ways(text: str) -> bool:
    """Say whether some of `text` runs from left to right and some from right to left."""
    found = {_direction(sign) for sign in text}
    return "L" in found and bool(found & {"R", "AL"})


def _direction(sign: str) -> str:
    return unicodedata.bidirectional(sign) if sign else ""


def _joins(signs: list[str], at: int) -> bool:
    """Say whether the joiner there has a sign before it to vary, or one on each side to join, of a fitting face."""
    beside = (at - 1,) if signs[at] in _VARIANTS else (at - 1, at + 1)
    if not all(0 <= one < len(signs) and signs[one] not in _JOINERS for one in beside):
        return signs[at] == "\u200d" and at > 0 and signs[at - 1] in _VARIANTS and at + 1 < len(signs)
    faces = {face.name if (face := _face_of(signs[one])) else "" for one in beside}
    return len(faces) == 1 and not faces & {"", PLAIN}


def cut_to(text: str, folder: Path) -> list[tuple[str, Path]]:
    """Write the faces that `text` needs into `folder`, cut down to it; return their names and files, plain first."""
    wanted: dict[str, set[str]] = defaultdict(set)
    for sign in {*text, *REPLACEMENT, " "} - _JOINERS:
        if face := _face_of(sign):
            wanted[face.name].add(sign)
    joiners = _JOINERS & set(text)
    found = []
    for face in _faces():
        if signs := wanted.get(face.name):
            beside = joiners if face.name != PLAIN else set()
            file = folder / f"{face.name}.otf"
            file.write_bytes(face.cut(signs | beside))
            found.append((face.name, file))
    return found


def _is_unseen(sign: str) -> bool:
    return sign in _JOINERS or unicodedata.category(sign) in _UNSEEN


def _face_of(sign: str) -> Face | None:
    faces = _faces()
    order = (faces[-1], *faces) if ord(sign) >= _PICTURES and ord(sign) < 0x20000 else faces
    return next((face for face in order if sign in face.signs), None)


@cache
def _faces() -> tuple[Face, ...]:
    own = [_face(name, "manimgx_fonts", f"{name}[wght].ttf") for name in _NAMES]
    last = [_face(name, "manimgx_fonts", f"{name}[wght].ttf") for name in _LAST]
    return (*own, _face("NotoSansCJK", *_CJK), *last)


def _face(name: str, package: str, file: str) -> Face:
    with resources.as_file(resources.files(package) / file) as path:
        font = uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(path)), 0)
    return Face(name, font, frozenset(map(chr, font.unicodes)))
