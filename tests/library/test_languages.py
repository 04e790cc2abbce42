"""What a team that writes Japanese, Chinese, Korean or Arabic sees: the right note, in its own words, or nothing."""

import pytest

from tests.library.languages import LANGUAGES
from waypost.library import Index
from waypost.research.matching import judged, suggestions
from waypost.research.note import read_notes
from waypost.research.passages import passages
from waypost.research.question import question
from waypost.research.words import spelt, terms


def index(language: str) -> Index:
    made = Index(None)
    texts = enumerate(LANGUAGES[language][0].items())
    made.update(
        (f"research/{at}.md", "s", f"---\ntitle: {title}\n---\n\n{body}\n".encode()) for at, (title, body) in texts
    )
    return made


@pytest.mark.parametrize(
    ("language", "spoken", "wrong"), [("Japanese", 9, 0), ("Chinese", 5, 0), ("Arabic", 5, 0), ("Korean", 2, 0)]
)
def test_the_right_note_is_suggested_or_none(language: str, spoken: int, wrong: int) -> None:
    made = index(language)
    said = [
        (answer, suggestions(made.match(question(title, body)), None)) for title, body, answer in LANGUAGES[language][1]
    ]
    given = [(answer, one.note.title) for answer, found in said for one in found]
    assert sum(answer == title for answer, title in given) >= spoken
    assert sum(answer != title for answer, title in given) <= wrong


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_answer_comes_first_where_it_is_found(language: str) -> None:
    made = index(language)
    first = {
        title: found.candidates[0].note.title
        for title, body, answer in LANGUAGES[language][1]
        if answer and (found := made.match(question(title, body))).candidates
    }
    answers = {title: answer for title, _, answer in LANGUAGES[language][1] if answer}
    missed = [title for title, answer in answers.items() if first.get(title) != answer]
    assert len(missed) <= len(answers) // 15, missed


def test_shared_words_are_words() -> None:
    found = index("Japanese").match(question("コンビニ払いに対応する", "クレジットカードを登録したくない人がいます。"))
    assert judged(found, None)[0].shared == ("コンビニ", "払い", "クレジットカード", "登録")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Prüfung der Gebühren", {"prufung": "prüfung", "gebuhren": "gebühren"}),
        ("eﬃziente Flüge", {"effizient": "eﬃziente", "flug": "flüge"}),
        ("الإرجاع والطلبات", {"ارجاع": "الإرجاع", "طلب": "والطلبات"}),
        ("مُحَمَّد", {"محمد": "مُحَمَّد"}),
        ("ｶﾞｲﾄﾞを見る", {"ガイド": "ガイド", "見る": "見る"}),
        ("자동차를", {"자동": "자동", "동차": "동차", "차를": "차를"}),
    ],
    ids=["umlauts", "ligature", "article", "vowels", "half width", "hangul"],
)
def test_words_are_told_as_they_are_written(text: str, expected: dict[str, str]) -> None:
    der = {"der": "der"} if "der" in text.split() else {}
    assert spelt(text) == {**expected, **der}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("إرجاع المنتجات", "المنتج والإرجاع"),
        ("إشعاراتنا", "الإشعارات"),
        ("مدرســـة", "المدرسة"),
        ("バスを予約", "バスの予約"),
    ],
)
def test_the_same_word_in_another_form_is_the_same_term(one: str, other: str) -> None:
    assert set(terms(one)) & set(terms(other))


def test_voicing_makes_another_word() -> None:
    assert terms("バス") != terms("ハス")


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            "予約の変更画面で利用者が迷いました。取り消す人が多いです！戻るボタンは「見えない。」と言われました。",
            ["予約の変更画面で利用者が迷いました。", "戻るボタンは「見えない。」と言われました。"],
        ),
        ("لم يجد المستخدمون زر تغيير الموعد في الصفحة؟ ألغوا حجوزاتهم وحجزوا من جديد في اليوم التالي.", 2),
    ],
    ids=["without spaces", "right to left"],
)
def test_sentences_are_told_apart(body: str, expected: list[str] | int) -> None:
    ((note,), _) = read_notes((("research/a.md", f"# A\n\n{body}\n".encode()),))
    told = [passage.text for passage in passages(note)]
    assert told == expected if isinstance(expected, list) else len(told) == expected


@pytest.mark.parametrize(
    "body", ["予約" * 30_000, "ال" * 30_000, "ｶﾞ" * 30_000, "NEAR(予約, 3) " * 5_000, "\u202eابج" * 15_000]
)
def test_long_issues_in_any_script_are_answered(body: str) -> None:
    index("Japanese").match(question("予約 NEAR(変更* OR", body))
