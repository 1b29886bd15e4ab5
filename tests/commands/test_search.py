import json

import pytest
from django.core.management import CommandError, call_command

from meetings.models import Cohort, Question


@pytest.fixture
def question(team):
    return Question.objects.create(team=team, body="역전파 <b>가 왜 필요한가요?")


def told(capsys, *args):
    call_command("search", *args)
    return capsys.readouterr().out


@pytest.mark.slow
def test_search_tells_what_the_account_finds(question, member, capsys):
    out = json.loads(told(capsys, "역전파", "--user", "gaon", "--json"))
    assert (out["count"], out["counts"]) == (1, {"question": 1})
    assert out["hits"][0]["id"] == question.pk
    assert question.get_absolute_url() in told(capsys, "역전파", "--user", "gaon@example.com")


def test_search_tells_nothing_of_others(question, outsider, capsys):
    out = json.loads(told(capsys, "역전파", "--user", "dasom", "--json"))
    assert out["hits"] == out["similar"] == []
    assert out["count"] == 0


def test_search_needs_an_account(db):
    with pytest.raises(CommandError, match="no account nobody"):
        call_command("search", "역전파", "--user", "nobody")


@pytest.fixture
def files(tmp_path):
    documents = [{"id": 7, "title": "역전파", "body": "체인룰"}, {"id": 8, "title": "무선 통신", "body": "잡음"}]
    documents.append({"id": 9, "title": "일지", "body": "@2021년 8월: 역전파"})
    judged = {"kind": "word", "q": "역전파를", "oracle": "역전파", "must": [7], "must_not": [8]}
    (tmp_path / "documents.jsonl").write_text("\n".join(map(json.dumps, documents)))
    (tmp_path / "judged.jsonl").write_text(json.dumps(judged))
    return str(tmp_path / "judged.jsonl")


@pytest.mark.slow
def test_quality_is_measured_in_an_empty_database_and_again(files, db, capsys):
    for _time in range(2):
        call_command("search_quality", files, "--json")
        kinds = json.loads(capsys.readouterr().out)["kinds"]
        assert [row["kind"] for row in kinds] == ["word", "all"]
        assert kinds[1] | {"kind": ""} == {
            "kind": "",
            "queries": 1,
            "recall": 1.0,
            "mrr": 1.0,
            "precision": 1.0,
            "must_not": 0,
            "of": 1,
        }


def test_quality_keeps_off_a_database_that_is_in_use(files, cohort):
    with pytest.raises(CommandError, match="in use"):
        call_command("search_quality", files)
    assert Cohort.objects.count() == 1
