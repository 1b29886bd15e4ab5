import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class AddMissingField(migrations.AddField):
    """Some sites began when the first migration had most of these columns already."""

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        model = to_state.apps.get_model(app_label, self.model_name)
        with schema_editor.connection.cursor() as cursor:
            there = schema_editor.connection.introspection.get_table_description(cursor, model._meta.db_table)
        if model._meta.get_field(self.name).column not in {column.name for column in there}:
            super().database_forwards(app_label, schema_editor, from_state, to_state)


class CreateMissingModel(migrations.CreateModel):
    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        table = to_state.apps.get_model(app_label, self.name)._meta.db_table
        if table not in schema_editor.connection.introspection.table_names():
            super().database_forwards(app_label, schema_editor, from_state, to_state)


class Migration(migrations.Migration):

    dependencies = [
        ('meetings', '0001_initial'),
    ]

    operations = [
        AddMissingField(
            model_name='actionitem',
            name='carried_from',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='carried_to', to='meetings.actionitem', verbose_name='carried over from'),
        ),
        AddMissingField(
            model_name='actionitem',
            name='carried_since',
            field=models.DateField(blank=True, editable=False, null=True, verbose_name='carried over since'),
        ),
        AddMissingField(
            model_name='actionitem',
            name='revision',
            field=models.PositiveIntegerField(default=0, editable=False),
        ),
        AddMissingField(
            model_name='actionitem',
            name='sent_as',
            field=models.UUIDField(blank=True, editable=False, null=True, unique=True),
        ),
        AddMissingField(
            model_name='agendaitem',
            name='carried_since',
            field=models.DateField(blank=True, editable=False, null=True, verbose_name='carried over since'),
        ),
        AddMissingField(
            model_name='agendaitem',
            name='revision',
            field=models.PositiveIntegerField(default=0, editable=False),
        ),
        AddMissingField(
            model_name='agendaitem',
            name='sent_as',
            field=models.UUIDField(blank=True, editable=False, null=True, unique=True),
        ),
        AddMissingField(
            model_name='answer',
            name='revision',
            field=models.PositiveIntegerField(default=0, editable=False),
        ),
        AddMissingField(
            model_name='answer',
            name='sent_as',
            field=models.UUIDField(blank=True, editable=False, null=True, unique=True),
        ),
        AddMissingField(
            model_name='historicalactionitem',
            name='carried_from',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='meetings.actionitem', verbose_name='carried over from'),
        ),
        AddMissingField(
            model_name='historicalactionitem',
            name='carried_since',
            field=models.DateField(blank=True, editable=False, null=True, verbose_name='carried over since'),
        ),
        AddMissingField(
            model_name='historicalactionitem',
            name='revision',
            field=models.PositiveIntegerField(default=0, editable=False),
        ),
        AddMissingField(
            model_name='historicalagendaitem',
            name='carried_since',
            field=models.DateField(blank=True, editable=False, null=True, verbose_name='carried over since'),
        ),
        AddMissingField(
            model_name='historicalagendaitem',
            name='revision',
            field=models.PositiveIntegerField(default=0, editable=False),
        ),
        AddMissingField(
            model_name='historicalanswer',
            name='revision',
            field=models.PositiveIntegerField(default=0, editable=False),
        ),
        AddMissingField(
            model_name='historicallearning',
            name='revision',
            field=models.PositiveIntegerField(default=0, editable=False),
        ),
        AddMissingField(
            model_name='historicalmeeting',
            name='duty_reasons',
            field=models.JSONField(blank=True, default=dict, editable=False),
        ),
        AddMissingField(
            model_name='historicalmeeting',
            name='head_revision',
            field=models.PositiveIntegerField(default=0, editable=False),
        ),
        AddMissingField(
            model_name='historicalmeeting',
            name='review_order',
            field=models.JSONField(blank=True, default=list, editable=False, verbose_name='order of reviews'),
        ),
        AddMissingField(
            model_name='historicalmeeting',
            name='revision',
            field=models.PositiveIntegerField(default=0, editable=False),
        ),
        AddMissingField(
            model_name='historicalquestion',
            name='revision',
            field=models.PositiveIntegerField(default=0, editable=False),
        ),
        AddMissingField(
            model_name='historicalreview',
            name='revision',
            field=models.PositiveIntegerField(default=0, editable=False),
        ),
        AddMissingField(
            model_name='historicalsection',
            name='revision',
            field=models.PositiveIntegerField(default=0, editable=False),
        ),
        AddMissingField(
            model_name='historicalteam',
            name='ends_at',
            field=models.TimeField(blank=True, null=True, verbose_name='meets until'),
        ),
        AddMissingField(
            model_name='historicalteam',
            name='starts_at',
            field=models.TimeField(blank=True, null=True, verbose_name='meets from'),
        ),
        AddMissingField(
            model_name='historicalteam',
            name='template',
            field=models.TextField(blank=True, verbose_name='template of the minutes'),
        ),
        AddMissingField(
            model_name='learning',
            name='revision',
            field=models.PositiveIntegerField(default=0, editable=False),
        ),
        AddMissingField(
            model_name='learning',
            name='sent_as',
            field=models.UUIDField(blank=True, editable=False, null=True, unique=True),
        ),
        AddMissingField(
            model_name='meeting',
            name='duty_reasons',
            field=models.JSONField(blank=True, default=dict, editable=False),
        ),
        AddMissingField(
            model_name='meeting',
            name='head_revision',
            field=models.PositiveIntegerField(default=0, editable=False),
        ),
        AddMissingField(
            model_name='meeting',
            name='review_order',
            field=models.JSONField(blank=True, default=list, editable=False, verbose_name='order of reviews'),
        ),
        AddMissingField(
            model_name='meeting',
            name='revision',
            field=models.PositiveIntegerField(default=0, editable=False),
        ),
        AddMissingField(
            model_name='question',
            name='revision',
            field=models.PositiveIntegerField(default=0, editable=False),
        ),
        AddMissingField(
            model_name='question',
            name='sent_as',
            field=models.UUIDField(blank=True, editable=False, null=True, unique=True),
        ),
        AddMissingField(
            model_name='review',
            name='revision',
            field=models.PositiveIntegerField(default=0, editable=False),
        ),
        AddMissingField(
            model_name='review',
            name='sent_as',
            field=models.UUIDField(blank=True, editable=False, null=True, unique=True),
        ),
        AddMissingField(
            model_name='section',
            name='revision',
            field=models.PositiveIntegerField(default=0, editable=False),
        ),
        AddMissingField(
            model_name='section',
            name='sent_as',
            field=models.UUIDField(blank=True, editable=False, null=True, unique=True),
        ),
        AddMissingField(
            model_name='team',
            name='ends_at',
            field=models.TimeField(blank=True, null=True, verbose_name='meets until'),
        ),
        AddMissingField(
            model_name='team',
            name='starts_at',
            field=models.TimeField(blank=True, null=True, verbose_name='meets from'),
        ),
        AddMissingField(
            model_name='team',
            name='template',
            field=models.TextField(blank=True, verbose_name='template of the minutes'),
        ),
        CreateMissingModel(
            name='Finalisation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField(blank=True, editable=False, verbose_name='text')),
                ('finalised_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='finalised at')),
                ('reopened_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='opened again at')),
                ('finalised_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='finalised by')),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='finalisations', to='meetings.meeting', verbose_name='meeting')),
                ('reopened_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='opened again by')),
            ],
            options={
                'verbose_name': 'finalisation',
                'verbose_name_plural': 'finalisations',
                'ordering': ['meeting', '-finalised_at', '-pk'],
            },
        ),
        # Last: SQLite copies the table for them, with no more columns than are named above.
        AddMissingField(
            model_name='historicalactionitem',
            name='named',
            field=models.JSONField(default=dict, editable=False),
        ),
        AddMissingField(
            model_name='historicalagendaitem',
            name='named',
            field=models.JSONField(default=dict, editable=False),
        ),
        AddMissingField(
            model_name='historicalanswer',
            name='named',
            field=models.JSONField(default=dict, editable=False),
        ),
        AddMissingField(
            model_name='historicallearning',
            name='named',
            field=models.JSONField(default=dict, editable=False),
        ),
        AddMissingField(
            model_name='historicalmeeting',
            name='opened_revision',
            field=models.PositiveIntegerField(editable=False, null=True),
        ),
        AddMissingField(
            model_name='historicalquestion',
            name='named',
            field=models.JSONField(default=dict, editable=False),
        ),
        AddMissingField(
            model_name='historicalreview',
            name='named',
            field=models.JSONField(default=dict, editable=False),
        ),
        AddMissingField(
            model_name='historicalsection',
            name='named',
            field=models.JSONField(default=dict, editable=False),
        ),
        AddMissingField(
            model_name='meeting',
            name='opened_revision',
            field=models.PositiveIntegerField(editable=False, null=True),
        ),
    ]
