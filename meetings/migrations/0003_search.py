import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

import meetings.models.search
from meetings.models import token_index
from meetings.models.search import SEARCHED, document_of


def create_index(apps, schema_editor):
    token_index.create(schema_editor.connection)


def drop_index(apps, schema_editor):
    token_index.drop(schema_editor.connection)


def fill(apps, schema_editor):
    """Let what a site in use has already written be found."""
    stored = apps.get_model("meetings", "SearchDocument")
    columns = [field.attname for field in stored._meta.concrete_fields if not field.primary_key]
    related = {"answer": ["question"], "section": ["meeting", "class_note"], "classnote": ["master_class"]}
    for noun in SEARCHED:
        rows = apps.get_model("meetings", noun)._base_manager.filter(removed_at=None)
        documents = []
        for row in rows.select_related(*related.get(noun, [])).order_by("pk").iterator(500):
            if document := document_of(row):
                documents.append(stored(**{name: getattr(document, name) for name in columns}))
            if len(documents) == 500:
                stored._base_manager.bulk_create(documents)
                documents = []
        stored._base_manager.bulk_create(documents)


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
                ('initials', models.CharField(db_index=True, max_length=24)),
                ('letters', models.CharField(db_index=True, max_length=200)),
                ('backwards', models.CharField(db_index=True, max_length=200)),
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
                ('key', models.CharField(max_length=40, unique=True)),
                ('kind', models.CharField(max_length=10)),
                ('shown', models.BigIntegerField()),
                ('tokens', meetings.models.search.TokensField(default=list)),
                ('token_version', models.PositiveSmallIntegerField(default=1)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('answer', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='meetings.answer')),
                ('class_note', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='meetings.classnote')),
                ('learning', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='meetings.learning')),
                ('meeting', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='meetings.meeting')),
                ('question', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='meetings.question')),
                ('section', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='meetings.section')),
                ('team', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='meetings.team')),
            ],
            options={
                'verbose_name': 'search document',
                'verbose_name_plural': 'search documents',
            },
        ),
        migrations.RunPython(create_index, drop_index, elidable=False),
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=False),
    ]
