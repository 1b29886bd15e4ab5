"""The same two questions, the same people and the same day in the many forms in which notes write them."""

from datetime import date

import pytest

DAY = "# 2026-11-19 피어세션\n\n"
TEAM = "참석자 : 강다솜, 문가온, 배이든\n\n"
ASKED = ("배치 크기를 키우면 왜 빨라지나요?", "패딩은 어디에 붙이나요?")
TOLD = ("한 번에 여러 개를 셈해서요", "앞에 붙입니다")

ANSWERED = [
    "Q. {0}\n\nA. {2}\n\nQ. {1}\n\nA. {3}\n",
    "Q. {0}\nA. {2}\nQ. {1}\nA. {3}\n",
    "Q1. {0}\nA1. {2}\n\nQ2. {1}\nA2. {3}\n",
    "- Q1) {0}\n  - A1) {2}\n- Q2) {1}\n  - A2) {3}\n",
    "**Q1. {0}**\n\n{2}\n\n**Q2. {1}**\n\n{3}\n",
    "**Q.** {0}\n\n**A.** {2}\n\n**Q.** {1}\n\n**A.** {3}\n",
    "- **Q** : {0}\n- **A** : {2}\n- **Q** : {1}\n- **A** : {3}\n",
    "[Q] {0}\n[A] {2}\n\n[Q] {1}\n[A] {3}\n",
    "- [질문] {0}\n  - [답변] {2}\n- [질문] {1}\n  - [답변] {3}\n",
    "- (Q) {0}\n  - (A) {2}\n- (Q) {1}\n  - (A) {3}\n",
    "<질문> {0}\n<답변> {2}\n\n<질문> {1}\n<답변> {3}\n",
    "질문1. {0}\n\n답변1. {2}\n\n질문2. {1}\n\n답변2. {3}\n",
    "질문 1 : {0}\n답변 : {2}\n\n질문 2 : {1}\n답변 : {3}\n",
    "질문) {0}\n답변) {2}\n\n질문) {1}\n답변) {3}\n",
    "- 질문 - {0}\n  - 답변 - {2}\n- 질문 - {1}\n  - 답변 - {3}\n",
    "문) {0}\n답) {2}\n\n문) {1}\n답) {3}\n",
    "Q: {0}\nA: {2}\n\nQ: {1}\nA: {3}\n",
    "Q - {0}\nA - {2}\n\nQ - {1}\nA - {3}\n",
    "🙋 Q. {0}\n\n💡 A. {2}\n\n🙋 Q. {1}\n\n💡 A. {3}\n",
    "❓ {0}\n\n💡 {2}\n\n❓ {1}\n\n💡 {3}\n",
    "- ❓ {0}\n  - {2}\n- ❓ {1}\n  - {3}\n",
    "### Q. {0}\n\n{2}\n\n### Q. {1}\n\n{3}\n",
    "### Q1. {0}\n\nA. {2}\n\n### Q2. {1}\n\nA. {3}\n",
    "### 질문 1\n\n{0}\n\n### 답변\n\n{2}\n\n### 질문 2\n\n{1}\n\n### 답변\n\n{3}\n",
    "### {0}\n\n- {2}\n\n### {1}\n\n- {3}\n",
    "- {0}\n  - {2}\n- {1}\n  - {3}\n",
    "- {0}\n    - {2}\n- {1}\n    - {3}\n",
    "- {0}\n\t- {2}\n- {1}\n\t- {3}\n",
    "- {0} -> {2}\n- {1} -> {3}\n",
    "- {0}\n  → {2}\n- {1}\n  → {3}\n",
    "- {0}\n  - → {2}\n- {1}\n  - → {3}\n",
    "- {0}\n=> {2}\n- {1}\n=> {3}\n",
    "1. {0}\n\n    {2}\n\n2. {1}\n\n    {3}\n",
    "1. {0}\n   - {2}\n2. {1}\n   - {3}\n",
    "1) {0}\n   - {2}\n2) {1}\n   - {3}\n",
    "- {0}\n  └ {2}\n- {1}\n  └ {3}\n",
    "- {0}\n  ⤷ {2}\n- {1}\n  ⤷ {3}\n",
    "<details>\n<summary>{0}</summary>\n\n{2}\n\n</details>\n\n<details>\n<summary>{1}</summary>\n\n{3}\n\n</details>\n",
    "<details>\n<summary>\n{0}\n</summary>\n{2}\n</details>\n<details>\n<summary>\n {1}\n</summary>\n{3}\n</details>\n",
    "- [x] {0}\n  - {2}\n- [ ] {1}\n  - {3}\n",
    "> {0}\n\n{2}\n\n> {1}\n\n{3}\n",
    "> Q. {0}\n\n{2}\n\n> Q. {1}\n\n{3}\n",
    "**{0}**\n\n- {2}\n\n**{1}**\n\n- {3}\n",
    "- **{0}**\n  - {2}\n- **{1}**\n  - {3}\n",
    "- Q. {0}\n  - A. {2}\n- Q. {1}\n  - A. {3}\n",
    "- {0}\n  - 답변: {2}\n- {1}\n  - 답변: {3}\n",
    "- 질문 : {0}\n- 답 : {2}\n- 질문 : {1}\n- 답 : {3}\n",
    "Question: {0}\nAnswer: {2}\n\nQuestion: {1}\nAnswer: {3}\n",
    "- Q1\n  - {0}\n  - A: {2}\n- Q2\n  - {1}\n  - A: {3}\n",
    "Q. {0}<br>\nA. {2}<br>\n<br>\nQ. {1}<br>\nA. {3}<br>\n",
    "#### Q1) {0}\n- {2}\n#### Q2) {1}\n- {3}\n",
    "> 💡 {0}\n\n- {2}\n\n> 💡 {1}\n\n- {3}\n",
]
BY_NAME = [
    "- 강다솜님 질문 : {0}\n  - {2}\n- 문가온님 질문 : {1}\n  - {3}\n",
    "- 강다솜님 : {0}\n  - {2}\n- 문가온님 : {1}\n  - {3}\n",
    "- 강다솜 : {0}\n  - {2}\n- 문가온 : {1}\n  - {3}\n",
    "- [강다솜] {0}\n  - {2}\n- [문가온] {1}\n  - {3}\n",
    "- (강다솜) {0}\n  - {2}\n- (문가온) {1}\n  - {3}\n",
    "- {0} (강다솜님)\n  - {2}\n- {1} (문가온님)\n  - {3}\n",
    "- {0} - 강다솜\n  - {2}\n- {1} - 문가온\n  - {3}\n",
    "### 강다솜\n\n- {0}\n  - {2}\n\n### 문가온\n\n- {1}\n  - {3}\n",
    "### 강다솜님 질문\n\n{0}\n\n→ {2}\n\n### 문가온님 질문\n\n{1}\n\n→ {3}\n",
    "**강다솜**\n- {0}\n  - {2}\n\n**문가온**\n- {1}\n  - {3}\n",
    "- 강다솜\n  - {0}\n    - {2}\n- 문가온\n  - {1}\n    - {3}\n",
    "- @강다솜 {0}\n  - {2}\n- @문가온 {1}\n  - {3}\n",
    "- Q(강다솜). {0}\n  - {2}\n- Q(문가온). {1}\n  - {3}\n",
    "- Q. 강다솜님: {0}\n  - {2}\n- Q. 문가온님: {1}\n  - {3}\n",
    "- 질문(강다솜) : {0}\n  - {2}\n- 질문(문가온) : {1}\n  - {3}\n",
    "질문자 : 강다솜\n질문 : {0}\n답변 : {2}\n\n질문자 : 문가온\n질문 : {1}\n답변 : {3}\n",
    "- 강다솜의 질문: {0}\n  - {2}\n- 문가온의 질문: {1}\n  - {3}\n",
    "- 강다솜 > {0}\n  - {2}\n- 문가온 > {1}\n  - {3}\n",
    "- 강다솜) {0}\n  - {2}\n- 문가온) {1}\n  - {3}\n",
    "- 강다솜님) {0}\n  - {2}\n- 문가온님) {1}\n  - {3}\n",
    "- 강다솜_T2001 : {0}\n  - {2}\n- 문가온_T2002 : {1}\n  - {3}\n",
]


def assert_both_are_read(questions):
    assert [question.body.strip("-*💡 ") for question in questions] == list(ASKED)
    for question, told in zip(questions, TOLD, strict=True):
        assert told in " ".join(answer.body for answer in question.answers)


@pytest.mark.parametrize("heading", ["질문", "멘토링"])
@pytest.mark.parametrize("form", ANSWERED)
def test_questions_with_their_answers(read, form, heading):
    text = f"{DAY}## {heading}\n\n" + form.format(*ASKED, *TOLD)
    assert_both_are_read(read(text=text).sessions[0].questions)


@pytest.mark.parametrize("form", BY_NAME)
def test_who_asks(read, form):
    questions = read(text=f"{DAY}{TEAM}## 질문\n\n" + form.format(*ASKED, *TOLD)).sessions[0].questions
    assert_both_are_read(questions)
    assert [question.asked_by for question in questions] == [["강다솜"], ["문가온"]]


ATTENDEES = [
    "참석자 : 강다솜, 문가온, 배이든\n",
    "- 참석자 : 강다솜, 문가온, 배이든\n",
    "**참석자** : 강다솜, 문가온, 배이든\n",
    "**참석자:** 강다솜, 문가온, 배이든\n",
    "참석 : 강다솜, 문가온, 배이든\n",
    "참여: 강다솜, 문가온, 배이든\n",
    "참여자: 강다솜, 문가온, 배이든\n",
    "참석 인원 : 강다솜, 문가온, 배이든\n",
    "참가 인원 : 강다솜, 문가온, 배이든\n",
    "참석자 : 강다솜 문가온 배이든\n",
    "참석자 : 강다솜님, 문가온님, 배이든님\n",
    "참석자 : 강다솜(T2001), 문가온(T2002), 배이든(T2003)\n",
    "참석자 : 강다솜_T2001, 문가온_T2002, 배이든_T2003\n",
    "참석자(3명) : 강다솜, 문가온, 배이든\n",
    "참석자 (3/3) : 강다솜, 문가온, 배이든\n",
    "참석자 : 강다솜, 문가온, 배이든 (3명)\n",
    "👥 참석자 : 강다솜, 문가온, 배이든\n",
    "참석자\t강다솜, 문가온, 배이든\n",
    "## 참석자\n\n- 강다솜\n- 문가온\n- 배이든\n",
    "## 참석자\n\n강다솜, 문가온, 배이든\n",
    "- 참석자\n  - 강다솜\n  - 문가온\n  - 배이든\n",
    "- 참석자\n  - 강다솜, 문가온, 배이든\n",
    "참석자:\n- 강다솜\n- 문가온\n- 배이든\n",
    "| 참석자 | 강다솜, 문가온, 배이든 |\n|---|---|\n| 모더레이터 | 강다솜 |\n",
    "| 항목 | 내용 |\n|---|---|\n| 참석자 | 강다솜, 문가온, 배이든 |\n",
    "참석자 - 강다솜, 문가온, 배이든\n",
    "[참석자] 강다솜, 문가온, 배이든\n",
    "<참석자> 강다솜, 문가온, 배이든\n",
    "> 참석자 : 강다솜, 문가온, 배이든\n",
    "## 출석\n\n- [x] 강다솜\n- [x] 문가온\n- [x] 배이든\n",
    "Attendees: 강다솜, 문가온, 배이든\n",
    "**참석자**\n\n- 강다솜\n- 문가온\n- 배이든\n",
    "참석자 : 강다솜/문가온/배이든\n",
    "### 참석자\n1. 강다솜\n2. 문가온\n3. 배이든\n",
]
MODERATORS = [
    "모더레이터 : 강다솜\n",
    "- 모더레이터: 강다솜\n",
    "**모더레이터** : 강다솜\n",
    "- **모더레이터**: 강다솜님\n",
    "오늘의 모더레이터 : 강다솜\n",
    "👑 모더레이터 : 강다솜\n",
    "모더레이터(강다솜)\n",
    "모더레이터 - 강다솜\n",
    "진행 : 강다솜\n",
    "진행자: 강다솜\n",
    "### 모더레이터\n\n- 강다솜\n",
    "### 모더레이터\n\n강다솜\n",
    "### 모더레이터 : 강다솜\n\n글\n",
    "| 모더레이터 | 강다솜 |\n|---|---|\n| 서기 | 문가온 |\n",
    "> 모더레이터: 강다솜\n",
    "모더레이터\t강다솜\n",
    "- 모더레이터\n  - 강다솜\n",
    "모더레이터 : 강다솜 / 서기 : 문가온\n",
    "모더레이터: 강다솜, 서기: 문가온\n",
    "[모더레이터] 강다솜\n",
    "사회 : 강다솜\n",
    "Moderator: 강다솜\n",
    "모더레이터👑: 강다솜\n",
    "(모더레이터: 강다솜)\n",
    "\n### 11/19 (목) 모더레이터: 강다솜\n\n글\n",
    "모더레이터 : 강다솜(T2001)\n",
    "이번 주 모더레이터 : 강다솜\n",
]
SCRIBES = [
    "서기 : 강다솜\n",
    "기록: 강다솜\n",
    "작성자: 강다솜\n",
    "회의록 작성 : 강다솜\n",
    "회의록작성자 : 강다솜\n",
    "- 기록자 : 강다솜님\n",
    "Scribe: 강다솜\n",
    "Notes by: 강다솜\n",
    "정리 : 강다솜\n",
    "* Note taker: 강다솜\n",
    "Written by: 강다솜\n",
    "작성 : 강다솜\n",
    "## 서기\n\n강다솜\n",
]
DAYS = [
    ("# 2026-11-19 피어세션\n", "note.md"),
    ("# 2026.11.19 피어세션\n", "note.md"),
    ("# 2026. 11. 19. 피어세션\n", "note.md"),
    ("# 2026/11/19\n", "note.md"),
    ("# 26.11.19 회의록\n", "note.md"),
    ("# 261119 회의록\n", "note.md"),
    ("# 회의록\n", "261119_peer.md"),
    ("# 회의록\n", "20261119.md"),
    ("# 2026년 11월 19일 (목)\n", "note.md"),
    ("# 26년 11월 19일\n", "note.md"),
    ("# Notes\n\nDate: Nov 19, 2026\n", "note.md"),
    ("# Notes\n\nDate: 19 November 2026\n", "note.md"),
    ("# Notes\n\n**Date:** Thursday, November 19th, 2026\n", "note.md"),
    ("# Notes\n\nDate: 11/19/2026\n", "note.md"),
    ("# Notes\n\nDate: 11/19/26\n", "note.md"),
    ("# 회의\n\n일시 : 2026년 11월 19일 16:00 ~ 17:00\n", "note.md"),
    ("# 회의\n\n- 날짜: 2026-11-19\n", "note.md"),
    ("# 회의\n\n**일시**: 2026.11.19(목) 16:00\n", "note.md"),
    ("# 회의\n\n## 일시\n\n2026-11-19\n", "note.md"),
    ("# 회의\n", "2026-11-19.md"),
    ("# 회의\n", "2026_11_19_회의록.md"),
    ("# 회의\n", "26.11.19 회의록.md"),
    ("# 회의\n", "2026-11-19/회의록.md"),
    ("# 11월 19일\n\n날짜: 2026년 11월 19일\n", "note.md"),
    ("# 회의\n\n- 2026.11.19\n- 강다솜\n", "note.md"),
    ("# 11/19 회의\n", "2026/11-19.md"),
    ("# 회의\n\n> 2026-11-19\n", "note.md"),
    ("# [20261119] 회의\n", "note.md"),
    ("# 회의\n\n| 일시 | 2026-11-19 |\n|---|---|\n| 장소 | 줌 |\n", "note.md"),
    ("# 회의\n\nDate: 11-19-2026\n", "note.md"),
    ("**2026-11-19**\n\n- 글\n", "note.md"),
    ("# x\n\nDate: 2026-11-19T16:00\n", "note.md"),
    ("# 피어세션\n\n일시: 2026/11/19 (목) 오후 4시\n", "note.md"),
]
REST = "\n## 이야기\n\n- 글\n"


@pytest.mark.parametrize("form", ATTENDEES)
def test_who_came(read, form):
    assert read(text=DAY + form + REST).sessions[0].attendees == ["강다솜", "문가온", "배이든"]


@pytest.mark.parametrize("form", MODERATORS)
def test_who_moderated(read, form):
    assert read(text=DAY + form + REST).sessions[0].moderator == "강다솜"


@pytest.mark.parametrize("form", SCRIBES)
def test_who_wrote(read, form):
    assert read(text=DAY + form + REST).sessions[0].scribe == "강다솜"


@pytest.mark.parametrize(("form", "name"), DAYS)
def test_the_day(read, form, name):
    assert read(name, form + REST).sessions[0].date == date(2026, 11, 19)


@pytest.mark.parametrize(
    "line",
    [
        "기록 : 오늘은 논문을 읽었다.",
        "진행 : 완료",
        "정리 : 정리한 글",
        "[작성](https://example.org)",
        "모더레이터 - [이름](#a)",
    ],
)
def test_what_names_nobody(read, line):
    (session,) = read(text=DAY + line + "\n" + REST).sessions
    assert (session.moderator, session.scribe) == (None, None)


@pytest.mark.parametrize("name", ["notes_110625.md", "1119.md", "v2.11.19.1.md"])
def test_a_number_that_may_be_another_day_is_none(read, name):
    assert read(name, "# 회의\n\n- 글\n").sessions[0].date is None
