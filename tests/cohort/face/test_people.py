"""Faces without pictures."""

import pytest

from cohort.face import people


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Ada Nwosu", "AN"),
        ("Fatima Zahra El Amrani", "FA"),
        ("陳美玲 Mei-Ling Chen", "MC"),
        ("陳美玲", "美玲"),
        ("Nguyễn Thị Lan", "NL"),
        ("Özgür", "Ö"),
        ("علي", "ع"),
        ("grace", "G"),
        ("", ""),
        ("  ", ""),
        ("42", ""),
        ("<b>", ""),
    ],
)
def test_initials_of_names_of_any_script(name, letters):
    assert people.initials(name) == letters


def test_a_hue_belongs_to_a_person_and_all_hues_come_up():
    assert people.hue_of("a") == people.hue_of("a")
    assert {people.hue_of(str(n)) for n in range(100)} == set(range(people.HUES))
