import django.db.models.deletion
from django.db import migrations, models, transaction

TABLE, INDEX = "meetings_searchdocument", "search_tokens"
SELDOM = {
    "class_note": "class_note_id_c9eb633f",
    "answer": "answer_id_d1347815",
    "learning": "learning_id_7102bebc",
    "section": "section_id_3a7e8cb9",
}
PAIR = "[ㄱ-ㅎㅏ-ㅣ가-힣][ㄱ-ㅎㅏ-ㅣ가-힣]*"
HOLDS = f"EXISTS (SELECT 1 FROM {INDEX}_docsize WHERE id = old.id)"  # noqa: S608


def apart(column):
    return f"""(
        WITH RECURSIVE read(said, rest) AS (
            SELECT CASE WHEN {column} GLOB ' *' THEN '' ELSE {column} || ' ' END,
                CASE WHEN {column} GLOB ' *' THEN SUBSTR({column}, 2) || ' ' ELSE '' END
            UNION ALL SELECT
                CASE WHEN rest GLOB '{PAIR}' THEN SUBSTR(rest, 1, 2) || ' '
                    ELSE SUBSTR(rest, 1, INSTR(rest, ' ')) END,
                CASE WHEN rest GLOB '{PAIR}' THEN SUBSTR(rest, 2)
                    ELSE SUBSTR(rest, INSTR(rest, ' ') + 1) END
            FROM read WHERE rest <> ''
        ) SELECT GROUP_CONCAT(said, '') FROM read
    )"""  # noqa: S608


def triggers(old, new, besides=""):
    take = f"INSERT INTO {INDEX}({INDEX}, rowid, tokens) VALUES ('delete', old.id, {old});"  # noqa: S608
    add = f"INSERT INTO {INDEX}(rowid, tokens) VALUES (new.id, {new});"  # noqa: S608
    changed = f"AFTER UPDATE OF tokens ON {TABLE} WHEN old.tokens <> new.tokens AND {HOLDS} {besides}"
    for name, what in {
        "insert": f"AFTER INSERT ON {TABLE} BEGIN {add} END",
        "delete": f"AFTER DELETE ON {TABLE} WHEN {HOLDS} BEGIN {take} END",
        "update": f"{changed} BEGIN {take} {add} END",
    }.items():
        yield f"DROP TRIGGER IF EXISTS {INDEX}_{name}"
        yield f"CREATE TRIGGER {INDEX}_{name} {what}"


def shorten(apps, schema_editor):
    """What was stored is shortened by and by (meetings.apps); until then both kinds are found, and both are written."""
    for name, hashed in SELDOM.items():
        columns = f"{TABLE} ({name}_id) WHERE {name}_id IS NOT NULL"
        _run(schema_editor, f"CREATE INDEX {{beside}} IF NOT EXISTS searched_{name} ON {columns}")
        _run(schema_editor, f"DROP INDEX {{beside}} IF EXISTS {TABLE}_{hashed}")
    if schema_editor.connection.vendor == "sqlite":
        old, new = apart("old.tokens"), apart("new.tokens")
        is_shortened = f"old.tokens NOT GLOB ' *' AND new.tokens GLOB ' *' AND {old} = {new}"
        with transaction.atomic(schema_editor.connection.alias):
            for statement in triggers(old, new, f"AND NOT ({is_shortened})"):
                _run(schema_editor, statement)


def lengthen(apps, schema_editor):
    for name, hashed in SELDOM.items():
        _run(schema_editor, f"CREATE INDEX {{beside}} IF NOT EXISTS {TABLE}_{hashed} ON {TABLE} ({name}_id)")
        _run(schema_editor, f"DROP INDEX {{beside}} IF EXISTS searched_{name}")
    if schema_editor.connection.vendor == "sqlite":
        with transaction.atomic(schema_editor.connection.alias):
            _run(schema_editor, f"UPDATE {TABLE} SET tokens = RTRIM({apart('tokens')}) WHERE tokens GLOB ' *'")  # noqa: S608
            for statement in triggers("old.tokens", "new.tokens"):
                _run(schema_editor, statement)


def _run(schema_editor, statement):
    """Nobody waits for an index, which no transaction allows."""
    connection = schema_editor.connection
    is_beside = connection.vendor == "postgresql" and not connection.in_atomic_block
    schema_editor.execute(statement.replace("{beside}", "CONCURRENTLY" if is_beside else ""), params=None)


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ("meetings", "0006_former_tags"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunPython(shorten, lengthen)],
            state_operations=[
                *(
                    migrations.AlterField(
                        model_name="searchdocument",
                        name=name,
                        field=models.ForeignKey(
                            blank=True,
                            db_index=False,
                            null=True,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="+",
                            to=f"meetings.{name.replace('_', '')}",
                        ),
                    )
                    for name in SELDOM
                ),
                *(
                    migrations.AddIndex(
                        model_name="searchdocument",
                        index=models.Index(
                            condition=models.Q((f"{name}__isnull", False)), fields=[name], name=f"searched_{name}"
                        ),
                    )
                    for name in SELDOM
                ),
            ],
        ),
    ]
