from importlib import import_module

from django.db import migrations

former = import_module("meetings.migrations.0007_shorter_search")
HANGUL = "[ㄱ-ㅎㅏ-ㅣ가-힣]"


def written_out(length):
    return " || ' ' || ".join(f"SUBSTR(value, {at}, 2)" for at in range(1, length + 1))


PAIRS = f"""CASE LENGTH(value)
    {" ".join(f"WHEN {length} THEN {written_out(length)}" for length in range(2, 7))}
    ELSE (
        WITH RECURSIVE place(at) AS (SELECT 1 UNION ALL SELECT at + 1 FROM place WHERE at < LENGTH(value))
        SELECT GROUP_CONCAT(SUBSTR(value, at, 2), ' ') FROM place
    ) END"""  # noqa: S608


def apart(column):
    words = f"""'[' || REPLACE(JSON_QUOTE(SUBSTR({column}, 2)), ' ', '","') || ']'"""
    return f"""CASE WHEN {column} NOT GLOB ' *' THEN {column} ELSE (
        SELECT GROUP_CONCAT(CASE WHEN value GLOB '{HANGUL}{HANGUL}*' THEN {PAIRS} ELSE value END, ' ')
        FROM JSON_EACH({words})
    ) END"""  # noqa: S608


def lay(schema_editor, apart):
    if schema_editor.connection.vendor != "sqlite":
        return
    old, new = apart("old.tokens"), apart("new.tokens")
    is_shortened = f"old.tokens NOT GLOB ' *' AND new.tokens GLOB ' *' AND {old} = {new}"
    for statement in former.triggers(old, new, f"AND NOT ({is_shortened})"):
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    """The same triggers, which split words at half the price."""

    dependencies = [
        ("meetings", "0008_merged_questions"),
    ]

    operations = [
        migrations.RunPython(
            lambda _apps, schema_editor: lay(schema_editor, apart),
            lambda _apps, schema_editor: lay(schema_editor, former.apart),
        ),
    ]
