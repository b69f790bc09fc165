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
    """Return `text` as it can be drawn: with another sign for each that no face has."""
    return "".join(REPLACEMENT if _face_of(sign) is None and not _is_unseen(sign) else sign for sign in text)


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
