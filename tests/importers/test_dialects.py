"""Each tool's notes are known for what they are, and read without what the tool put in for itself."""

import pytest

from meetings.importers import notion, read_note

HEX = "0a1b2c3d4e5f60718293a4b5c6d7e8f9"


def dialect(text: str, path: str = "note.md") -> str:
    source = read_note(path, text.encode()).source
    assert source.why[0].islower()
    assert not source.why.endswith(".")
    return source.dialect


@pytest.mark.parametrize(
    ("name", "path", "text"),
    [
        ("notion", f"회의록 {HEX}.md", "# 하루\n\n글\n"),
        ("notion", "a.md", "# 하루\n\n작성일시: @2026년 11월 19일 오후 4시\n"),
        ("hackmd", "a.md", "# 하루\n\n###### tags: `피어세션`\n"),
        ("hackmd", "a.md", "---\ntags: peer, session\n---\n\n# 하루\n"),
        ("hackmd", "a.md", "# 하루\n\n:::info\n글\n:::\n"),
        ("hackmd", "a.md", "# 하루\n\n[TOC]\n"),
        ("jekyll", "a.md", "---\ntitle: 하루\nlayout: post\n---\n\n글\n"),
        ("jekyll", "_posts/2026-11-19-a.md", "# 하루\n"),
        ("jekyll", "a.md", "# 하루\n\n![]({{site.url}}/a.png)\n"),
        ("github", "a.md", "# 하루\n\n<details>\n<summary>질문</summary>\n\n글\n</details>\n"),
        ("github", "a.md", "# 하루\n\n- [ ] 하나 #12\n- [x] 둘\n"),
        ("plain", "a.txt", "11/19 회의\n\n안건\n- 하나\n- 둘\n"),
        ("markdown", "a.md", "# 하루\n\n**글**\n"),
    ],
)
def test_a_note_is_known_by_its_tool(name, path, text):
    assert dialect(text, path) == name


# --- Notion ----------------------------------------------------------------------------------------------------------
def test_notions_digits_are_in_no_title_and_no_text():
    text = f"- 왜 그럴까요?\n  - [강의 정리](%EA%B0%95%EC%9D%98%20{HEX}.md) 참고\n- [바깥](https://example.org/{HEX})\n"
    (session,) = read_note(f"폴더 {HEX}/질문 {HEX}.md", text.encode()).sessions
    told = f"{session.title} {session.questions} {session.sections}"
    assert told.count(HEX) == 1  # an address elsewhere stays what it is
    assert session.title == "폴더 질문"
    assert session.questions[0].answers[0].body == "- 강의 정리 참고"


def test_notions_boxes_and_toggles_are_read_through():
    text = "# 11/19 피어세션\n\n<aside>\n💡 공지예요\n\n</aside>\n\n## 질문\n\n- 왜 그럴까요?\n\n    그래서요.\n"
    draft = read_note(f"a {HEX}.md", text.encode())
    (question,) = draft.sessions[0].questions
    assert (question.body, question.answers[0].body) == ("왜 그럴까요?", "그래서요.")
    assert draft.unplaced == []


TABLE = """\ufeff이름,날짜,참석자,모더레이터
하루의 회의록: 질문과 답,2026년 11월 19일,"문가온, 배이든",문가온
혼자,2026/11/20,,
"""


def test_a_table_tells_what_its_page_leaves_out():
    rows = notion.rows_of(TABLE)
    path = f"회의록 {HEX}/하루의 회의록 질문과 답 {HEX}.md"
    assert notion.table_of(path, {f"회의록 {HEX}.csv": None}) == f"회의록 {HEX}.csv"
    row = notion.row_of(path, rows)
    (session,) = read_note(path, "# 하루의 회의록: 질문과 답\n\n글\n".encode(), properties=row).sessions
    assert (f"{session.date}", session.moderator) == ("2026-11-19", "문가온")
    assert session.attendees == ["문가온", "배이든"]


def test_what_the_page_says_goes_before_its_table():
    row = {"날짜": "2026-11-19", "모더레이터": "문가온"}
    text = "# 피어세션\n\n모더레이터: 배이든\n날짜: 2026-11-20\n"
    (session,) = read_note("a.md", text.encode(), properties=row).sessions
    assert (f"{session.date}", session.moderator) == ("2026-11-20", "배이든")


# --- HackMD ----------------------------------------------------------------------------------------------------------
HACKMD = """# 11/19(목) 피어세션

###### tags: `피어세션` `3주차`

[TOC]

참석자: 문가온, 배이든

:::info
오늘은 일찍 끝나요.
:::

## 질문

- Q. 왜 그럴까요?
    - A. 그래서요.

:::spoiler 답 보기
숨긴 글
:::
"""


def test_a_pad_is_read_without_its_layout(read):
    draft = read(text=HACKMD, year_hint=2026)
    (session,) = draft.sessions
    assert [section.heading for section in session.sections] == ["11/19(목) 피어세션", "질문", "답 보기"]
    assert session.attendees == ["문가온", "배이든"]
    assert [question.answers[0].body for question in session.questions] == ["그래서요."]
    assert "tags" in session.sections[0].body  # kept, though it heads nothing


# --- GitHub, Jekyll, plain text --------------------------------------------------------------------------------------
def test_folded_parts_are_headed_by_their_summary(read):
    text = "# 11/19 피어세션\n\n<details>\n<summary>왜 그럴까요?</summary>\n\n그래서요.\n\n</details>\n\n## 끝\n\n글\n"
    (session,) = read(text=text).sessions
    (question,) = session.questions
    assert (question.body, question.answers[0].body) == ("왜 그럴까요?", "그래서요.")


def test_kramdowns_attributes_say_nothing(read):
    text = "---\ntitle: 피어세션\nlayout: post\n---\n\n* TOC\n{:toc}\n\n## 질문\n\n- Q. 왜 그럴까요?\n{: .notice}\n"
    (question,) = read(text=text).sessions[0].questions
    assert (question.body, question.answers) == ("왜 그럴까요?", [])


PLAIN = """2026-11-19 피어세션

참석자

- 문가온, 배이든

질문

- 왜 그럴까요?
  - 그래서요.

공지

- 내일 쉬어요
"""


def test_plain_text_is_headed_by_short_lines_over_lists(read):
    draft = read_note("피어세션.txt", PLAIN.encode())
    (session,) = draft.sessions
    assert draft.source.dialect == "plain"
    assert session.attendees == ["문가온", "배이든"]
    assert [question.body for question in session.questions] == ["왜 그럴까요?"]
    assert [section.heading for section in session.sections if section.heading] == ["참석자", "질문", "공지"]


def test_days_in_folded_parts_are_sessions_of_their_own(read):
    day = "<details>\n<summary>11/{0} 피어세션</summary>\n\n## 질문\n\n- 왜 {0}인가요?\n  - 네.\n\n</details>\n\n"
    text = "# 회의록\n\n" + day.format(18) + day.format(19)
    first, second = read(text=text, year_hint=2026).sessions
    assert (f"{first.date}", f"{second.date}") == ("2026-11-18", "2026-11-19")
    assert [len(session.questions) for session in (first, second)] == [1, 1]
