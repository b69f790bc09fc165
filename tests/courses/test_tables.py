"""Files for a spreadsheet run nothing."""

import csv
import io

import pytest

from courses import tables


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r", "＝", " ="])
def test_no_cell_is_a_formula(sign):
    assert tables.safe(f"{sign}cmd|' /C calc'!A0").startswith("'")


def test_plain_cells_stay_as_they_are():
    assert [tables.safe(value) for value in ("Ada", 3, None, "a=b")] == ["Ada", "3", "", "a=b"]


def test_rows_come_back_as_they_were_written():
    rows = [["Name", "Said"], ["Fatima Zahra El Amrani", 'a "word",\nand a line'], ["陳美玲", None]]
    text = "".join(tables.lines(rows))
    assert text.startswith("\ufeff")
    read = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))
    assert read == [["Name", "Said"], ["Fatima Zahra El Amrani", 'a "word",\nand a line'], ["陳美玲", ""]]
