import pytest
from django.core.management import call_command

from meetings.importers.report import hinted_rows
from meetings.models import Question, Section, SourceDocument

pytestmark = pytest.mark.django_db

NOTE = """---
title: 피어세션
date: 2026-11-19
---

# 11월 19일 피어세션

- 모더레이터 : 문가온

## 질문

- Q. 왜 $\\aplha$ 를 쓰나요? (배이든)
    - A. 글쎄요

## 잡담

둘째 줄 [글](https://x.example/a\\\\_b)

    x = 1

![]({{site.url}}/a.png)
"""


def told(source: SourceDocument) -> set[tuple[int, str]]:
    return {(hint.line, hint.code) for hint, _row in hinted_rows(source)}


def line_of(word: str) -> int:
    return next(number for number, line in enumerate(NOTE.split("\n"), 1) if word in line)


def test_each_hint_names_the_line_of_the_note(bring):
    source = bring(text=NOTE).source
    assert told(source) == {
        (line_of("aplha"), "math-command"),
        (line_of("https:"), "escaped-url"),
        (line_of("x = 1"), "code-block"),
        (line_of("site.url"), "site-url"),
    }
    source.refresh_from_db()
    assert [hint["line"] for hint in source.report["hints"]] == sorted(line for line, _code in told(source))


def test_each_hint_knows_its_row_while_that_is_there(bring):
    source = bring(text=NOTE).source
    rows = {hint.code: row for hint, row in hinted_rows(source)}
    assert rows["math-command"] == Question.objects.get()
    assert rows["code-block"] == Section.objects.get(heading="잡담")
    Question.objects.get().remove()
    Section.objects.get(heading="잡담").delete()
    assert hinted_rows(source) == []


def test_lines_that_became_other_rows_do_not_shift_the_lines_of_a_text(bring):
    note = "# 11월 19일\n\n## 질문\n\n글 하나\n\n- Q. 왜요?\n    - A. 그냥요\n\n글 둘 $\\foo$\n"
    source = bring(text=note).source
    assert told(source) == {(10, "math-command")}


def test_a_note_that_looks_as_it_was_meant_has_none(bring):
    source = bring(text="# 11월 19일\n\n## 잡담\n\n글\n").source
    assert source.report["hints"] == []


def test_an_import_made_before_there_were_hints_has_none(team):
    assert hinted_rows(SourceDocument(team=team, report={"remarks": []})) == []


def test_hundreds_of_hints_are_cut_and_cost_few_queries(bring, django_assert_max_num_queries):
    note = "# 11월 19일\n\n" + "\n".join(f"## 잡담 {n}\n\n글 $\\foo$ $\\baz$\n" for n in range(150))
    source = bring(text=note).source
    with django_assert_max_num_queries(7):
        assert len(hinted_rows(source)) == 200


def test_the_command_prints_them(team, tmp_path, capsys):
    file = tmp_path / "note.md"
    file.write_text(NOTE)
    call_command("import_notes", str(file), "--team", team.slug)
    printed = capsys.readouterr().out
    assert "4 hints on how it will look:" in printed
    assert f"In line {line_of('aplha')}, the formula uses ‘\\aplha’" in printed
    call_command("import_notes", str(file), "--team", team.slug)
    assert "hints" not in capsys.readouterr().out


def test_the_admin_lists_them_with_a_link_to_the_row(bring, admin, signed_in):
    source = bring(text=NOTE).source
    page = f"/admin/meetings/sourcedocument/{source.pk}/change/"
    html = signed_in(admin).get(page, headers={"accept-language": "en"}).content.decode()
    assert f"In line {line_of('aplha')}, the formula uses" in html
    assert f'href="{Question.objects.get().edit_url}"' in html
    clean = bring(text="# 11월 20일\n\n## 잡담\n\n글\n").source
    html = signed_in(admin).get(f"/admin/meetings/sourcedocument/{clean.pk}/change/").content.decode()
    assert "<li>" not in html.split('field-hints"')[1].split("</div>")[0]
