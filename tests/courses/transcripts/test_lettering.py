"""The letters of a paper: every name that one may have stands on it, joined and turned as its script is."""

import pytest
from fontTools.ttLib import TTFont

from courses.transcripts import lettering, printing

NAMES = {
    "فاطمة الزهراء": "NotoSansArabic",
    "דנה כהן": "NotoSansHebrew",
    "प्रिया शर्मा": "NotoSansDevanagari",
    "রবীন্দ্রনাথ": "NotoSansBengali",
    "ਗੁਰਪ੍ਰੀਤ": "NotoSansGurmukhi",
    "ગીતા": "NotoSansGujarati",
    "ସୁନୀତା": "NotoSansOriya",
    "கவிதா": "NotoSansTamil",
    "లక్ష్మి": "NotoSansTelugu",
    "ಕಾವ್ಯ": "NotoSansKannada",
    "ലക്ഷ്മി": "NotoSansMalayalam",
    "ශ්‍රී": "NotoSansSinhala",
    "สมชาย ใจดี": "NotoSansThai",
    "ສົມສັກ": "NotoSansLao",
    "အောင်": "NotoSansMyanmar",
    "សុខា": "NotoSansKhmer",
    "ნინო": "NotoSansGeorgian",
    "Անի": "NotoSansArmenian",
    "አበበ": "NotoSansEthiopic",
    "𠮷野家": "NotoSansCJK",
    "さくら": "NotoSansCJK",
    "김민수": "NotoSansCJK",
    "Ada 🎓": "NotoEmoji",
    "Ada ❤️": "NotoEmoji",
    "Nguyễn Thị Ánh": "NotoSans",
    "Ιωάννα": "NotoSans",
    "Елена": "NotoSans",
}


@pytest.mark.parametrize(("name", "face"), NAMES.items())
def test_every_script_has_a_face_that_has_all_its_signs(name, face, tmp_path):
    assert lettering.undrawable(name) == set()
    assert lettering.drawn(name) == name
    faces = dict(lettering.cut_to(name, tmp_path))
    assert face in faces
    assert next(iter(faces)) == lettering.PLAIN
    drawn = {chr(code) for file in faces.values() for code in TTFont(file).getBestCmap()}
    assert {sign for sign in name if sign not in "\ufe0f"} <= drawn


@pytest.mark.parametrize(("name", "rule"), [("فاطمة", "init"), ("प्रिया", "half"), ("கவிதா", "psts"), ("ലക്ഷ്മി", "akhn")])
def test_a_face_that_is_cut_down_still_joins_its_letters(name, rule, tmp_path):
    face, file = lettering.cut_to(name, tmp_path)[-1]
    rules = {record.FeatureTag for record in TTFont(file)["GSUB"].table.FeatureList.FeatureRecord}
    assert rule in rules or "pres" in rules, (face, rules)


def test_a_large_face_costs_no_more_than_a_small_one(tmp_path):
    sizes = {name: file.stat().st_size for name, file in lettering.cut_to("Ada 陳美玲 🎓 فاطمة", tmp_path)}
    assert max(sizes.values()) < 60_000


def test_what_no_face_has_is_said_by_another_sign():
    assert lettering.undrawable("Ada 𓀀\u200d") == {"𓀀"}
    assert lettering.drawn("Ada 𓀀") == "Ada \N{REPLACEMENT CHARACTER}"


class Person:
    """Someone with a name."""

    def __init__(self, name: str, email: str = "ada@example.org") -> None:
        self.display_name, self.email, self.uid = name, email, "5e1c"


@pytest.mark.parametrize(
    ("name", "email", "shown", "note"),
    [
        ("فاطمة", "f@example.org", "فاطمة", ""),
        ("Ada 𓀀", "ada@example.org", "Ada", "ada@example.org"),
        ("𓀀𓀁", "ada@example.org", "ada@example.org", "ada@example.org"),
        ("𓀀 -", "𓀀@example.org", "Account 5e1c", "5e1c"),
    ],
)
def test_where_a_name_cannot_be_drawn_the_paper_says_so_and_names_the_account(name, email, shown, note):
    person = Person(name, email)
    assert printing.name_on_paper(person) == shown
    said = printing.note_on_name(person)
    assert bool(said) == bool(note)
    assert note in said
