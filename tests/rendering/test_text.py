from meetings.rendering import render


def test_text_says_what_the_page_says():
    source = (
        "---\ntitle: 숨김\n---\n# 제목\n\n**굵은** 글과 [링크](https://x.example) $x_i^2$\n둘째 줄\n\n"
        "- 하나\n- 둘 `code`\n\n| 가 | 나 |\n|---|---|\n| 1 | $P(A|B)$ |\n\n"
        "```python\nprint(1)\n```\n\n$$\n\\alpha\n$$\n\n"
        "<u>밑줄</u><br>끝 &amp; ![그림](a.png)\n"
    )
    assert render(source).text.split("\n") == [
        *("제목", "굵은 글과 링크 x_i^2", "둘째 줄", "하나", "둘 code", "가 나", "1 P(A|B)", "print(1)", ""),
        *("\\alpha", "밑줄", "끝 & 그림"),
    ]


def test_names_are_composed():
    assert render("한글".encode().decode()).text == render("\u1112\u1161\u11ab\u1100\u1173\u11af").text == "한글"


def test_nothing_turns_the_words_around_a_snippet():
    assert render("앞 \u202e뒤집힌\u202c \u2067글\u2069 뒤").text == "앞 뒤집힌 글 뒤"
