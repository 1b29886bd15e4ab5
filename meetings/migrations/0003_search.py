import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

import meetings.models.search

TABLE, INDEX = "meetings_searchdocument", "search_tokens"
TAKE = f"INSERT INTO {INDEX}({INDEX}, rowid, tokens) VALUES ('delete', old.id, old.tokens);"  # noqa: S608
ADD = f"INSERT INTO {INDEX}(rowid, tokens) VALUES (new.id, new.tokens);"  # noqa: S608
HOLDS = f"EXISTS (SELECT 1 FROM {INDEX}_docsize WHERE id = old.id)"  # noqa: S608
FORWARDS = {
    "postgresql": [f"CREATE INDEX {INDEX} ON {TABLE} USING gin (tokens)"],
    "sqlite": [
        f"CREATE VIRTUAL TABLE {INDEX} USING fts5(tokens, content='{TABLE}', content_rowid='id', "
        "tokenize=\"ascii tokenchars '_#+\\'\")",
        f"CREATE TRIGGER {INDEX}_insert AFTER INSERT ON {TABLE} BEGIN {ADD} END",
        f"CREATE TRIGGER {INDEX}_delete AFTER DELETE ON {TABLE} WHEN {HOLDS} BEGIN {TAKE} END",
        f"CREATE TRIGGER {INDEX}_update AFTER UPDATE OF tokens ON {TABLE} "
        f"WHEN old.tokens <> new.tokens AND {HOLDS} BEGIN {TAKE} {ADD} END",
    ],
}
BACKWARDS = {
    "postgresql": [f"DROP INDEX IF EXISTS {INDEX}"],
    "sqlite": [
        *(f"DROP TRIGGER IF EXISTS {INDEX}_{name}" for name in ("insert", "delete", "update")),
        f"DROP TABLE IF EXISTS {INDEX}",
    ],
}


def create_index(apps, schema_editor):
    """What a site in use has written is indexed once all of its tables are as the code has them (meetings.apps)."""
    for statement in FORWARDS[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def drop_index(apps, schema_editor):
    for statement in BACKWARDS[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):

    dependencies = [
        ('meetings', '0002_writing_together'),
    ]

    operations = [
        migrations.CreateModel(
            name='SearchWord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('word', models.CharField(max_length=64, unique=True)),
                ('initials', models.CharField(blank=True, db_index=True, max_length=24)),
                ('letters', models.CharField(blank=True, db_index=True, max_length=200)),
                ('backwards', models.CharField(blank=True, db_index=True, max_length=200)),
                ('documents', models.PositiveIntegerField()),
            ],
            options={
                'verbose_name': 'search word',
                'verbose_name_plural': 'search words',
            },
        ),
        migrations.CreateModel(
            name='SearchDocument',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.BigIntegerField(unique=True)),
                ('kind', models.CharField(max_length=10)),
                ('shown', models.BigIntegerField()),
                ('answer', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='meetings.answer')),
                ('class_note', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='meetings.classnote')),
                ('learning', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='meetings.learning')),
                ('meeting', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='meetings.meeting')),
                ('question', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='meetings.question')),
                ('section', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='meetings.section')),
                ('team', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='meetings.team')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('token_version', models.PositiveSmallIntegerField(default=1)),
                ('tokens', meetings.models.search.TokensField(default=list)),
            ],
            options={
                'verbose_name': 'search document',
                'verbose_name_plural': 'search documents',
            },
        ),
        migrations.RunPython(create_index, drop_index),
    ]
