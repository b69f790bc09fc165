"""Every script is found as people type it, alike on every engine."""

import pytest

from tests.factories.search import index_everything

from .test_engines import found, hits

SAID = {
    "rust": ("Is F# faster than C?", "We moved from C++ and Objective-C; ASP.NET stays."),
    "tools": ("Vue.js beside Django-ninja", "vue.js 3.4.1, scikit-image and numpy"),
    "korean": ("표본과 모집단", "표준편차는 어렵습니다"),
    "katakana": ("アンケートの設計", "サンプルサイズ を キメル、ﾃﾞｰﾀも"),
    "kanji": ("確率の入門", "期待値と分散を学ぶ"),
    "chinese": ("统计学入门", "样本平均数"),
    "hindi": ("प्रायिकता का परिचय", "माध्य और बहुलक"),
    "bengali": ("পরিসংখ্যান শিখি", "গড় ও মধ্যক"),
    "thai": ("ความน่าจะเป็น", "เรียนการแจกแจงปกติ"),
    "khmer": ("ស្ថិតិ", "មធ្យមភាគ"),
    "arabic": ("مَدخَل إلى الاحتمالات", "الانحراف المعياري والتباين"),
    "persian": ("آمار و احتمال", "می‌روم و یاد می‌گیرم"),
    "hebrew": ("מָבוֹא לְהִסְתַּבְּרוּת", "שונות וסטיית תקן"),
    "greek": ("Εισαγωγή στις πιθανότητες", "ὁ μέσος καὶ ἡ διάμεσος"),
    "russian": ("Ещё о выборке", "Среднее и медиана"),
    "turkish": ("İzmir'de ısı ölçümü", "IĞDIR ve Iğdır"),
    "german": ("Maßzahlen für Größen", "Fußnote über Äpfel"),
    "irish": ("O’Neill’s sampler", "Seán’s notes on sailors’ knots"),
    "numbers": ("The 2,500,000 votes", "1.250 seats, 0,01 or 7.5"),
    "vietnamese": ("Độ lệch chuẩn", "phương sai"),
    "hyphens": ("Follow-up or followup?", "the re‑test (non-breaking) and pre‐test; on-line"),
    "long": ("Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz", "a law"),
    "catalan": ("paral·lel i il·lusió", "novel·la"),
    "wide": ("ＷＩＤＥ ﬂow", "ﬁlter ９８"),
    "picture": ("A dice 🎲 chart", "good"),
    "code": ("total_sum_of", "see src/main.rs"),
    "address": ("docs.example.net/guide", "write to help@example.net or https://docs.example.net/guide?page=2"),
    "powers": ("m³ and CO₂", "¼ of it"),
    "accents": ("Crème brûlée à Málaga", "Þór, Øresund, Œuvre, Čapek"),
    "tamil": ("நிகழ்தகவு", "இடைநிலை"),
    "georgian": ("ალბათობა", "საშუალო"),
    "armenian": ("Հավանականություն", "միջին"),
    "ethiopic": ("ስታቲስቲክስ", "አማካይ"),
}
ASKED = [
    ("F#", "rust"), ("c++", "rust"), ("C", "rust"), ("objective-c", "rust"), ("asp.net", "rust"),
    (".net stays", "rust"),
    ("vuejs", "tools"), ("vue.js", "tools"), ("django ninja", "tools"), ("scikit-image", "tools"), ("3.4.1", "tools"),
    ("표본", "korean"), ("모집단", "korean"), ("표준편차", "korean"), ("편차", "korean"),
    ("アンケート", "katakana"), ("サンプル", "katakana"), ("データ", "katakana"), ("ﾃﾞｰﾀ", "katakana"),
    ("確率", "kanji"), ("期待値", "kanji"), ("分散", "kanji"), ("统计", "chinese"), ("平均数", "chinese"),
    ("प्रायिकता", "hindi"), ("बहुलक", "hindi"), ("পরিসংখ্যান", "bengali"), ("মধ্যক", "bengali"),
    ("น่าจะเป็น", "thai"), ("การแจกแจง", "thai"), ("ปกติ", "thai"), ("ស្ថិតិ", "khmer"),
    ("مدخل", "arabic"), ("مَدخَل", "arabic"), ("الإحتمالات", "arabic"), ("انحراف", "arabic"), ("التباين", "arabic"),
    ("میروم", "persian"), ("احتمال", "persian"), ("مبוא", None), ("מבוא", "hebrew"), ("להסתברות", "hebrew"),
    ("מָבוֹא", "hebrew"), ("πιθανοτητες", "greek"), ("ΕΙΣΑΓΩΓΗ", "greek"), ("μεσος", "greek"), ("διαμεσος", "greek"),
    ("еще", "russian"), ("ВЫБОРКЕ", "russian"), ("izmir", "turkish"), ("IZMIR", "turkish"), ("ığdır", "turkish"),
    ("isi", "turkish"), ("masszahlen", "german"), ("groessen", "german"), ("grossen", "german"), ("fussnote", "german"),
    ("o'neill", "irish"), ("oneill", "irish"), ("O’Neills", "irish"), ("seans", "irish"), ("sean", "irish"),
    ("2500000", "numbers"), ("1250", "numbers"), ("1,250", "numbers"), ("0.01", "numbers"), ("7,5", "numbers"),
    ("do lech chuan", "vietnamese"), ("phuong sai", "vietnamese"), ("follow up", "hyphens"), ("retest", "hyphens"),
    ("re-test", "hyphens"), ("pretest", "hyphens"), ("online", "hyphens"),
    ("Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz", "long"), ("rindfleisch", "long"),
    ("parallel", "catalan"), ("il·lusió", "catalan"), ("lusio", "catalan"), ("wide", "wide"), ("flow", "wide"),
    ("98", "wide"), ("🎲", "picture"), ("total_sum_of", "code"), ("main.rs", "code"), ("sum", "code"),
    ("help@example.net", "address"), ("docs.example.net", "address"), ("co2", "powers"), ("m3", "powers"),
    ("m³", "powers"), ("creme brulee", "accents"), ("thor", "accents"), ("oresund", "accents"), ("oeuvre", "accents"),
    ("capek", "accents"), ("இடைநிலை", "tamil"), ("நிகழ்தகவு", "tamil"), ("საშუალო", "georgian"), ("ალბათ", "georgian"),
    ("հավանականություն", "armenian"), ("አማካይ", "ethiopic"),
]  # fmt: skip


@pytest.fixture
def said(lessons, engine) -> dict:
    said = {lessons.put(title, text=text): name for name, (title, text) in SAID.items()}
    index_everything()
    return said


def test_every_script_is_found_first_and_marked(said):
    answers, unmarked = {}, []
    for typed, _name in ASKED:
        results = hits(found(typed))
        answers[typed] = said[results[0].uid] if results else None
        unmarked += [typed for hit in results if "<mark>" not in hit.title + hit.note]
    assert {typed: name for typed, name in answers.items() if name != dict(ASKED)[typed]} == {}
    assert unmarked == []
