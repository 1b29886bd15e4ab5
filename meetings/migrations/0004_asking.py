import django.db.models.deletion
import django.db.models.functions.comparison
import django.utils.timezone
import markdownx.models
import simple_history.models
from django.conf import settings
from django.db import migrations, models

import meetings.models.duplicates
import meetings.models.fields


class Migration(migrations.Migration):

    dependencies = [
        ('meetings', '0003_search'),
    ]

    operations = [
        migrations.CreateModel(
            name='Comment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.PositiveIntegerField(default=0, verbose_name='order')),
                ('body', markdownx.models.MarkdownxField(blank=True, verbose_name='text')),
                ('body_html', models.TextField(default='', editable=False)),
                ('body_text', models.TextField(default='', editable=False)),
                ('body_version', models.PositiveSmallIntegerField(default=0, editable=False)),
                ('revision', models.PositiveIntegerField(default=0, editable=False)),
                ('removed_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='removed at')),
                ('source_first_line', models.PositiveIntegerField(blank=True, editable=False, null=True)),
                ('source_last_line', models.PositiveIntegerField(blank=True, editable=False, null=True)),
                ('confidence', models.CharField(blank=True, choices=[('certain', 'certain'), ('likely', 'likely')], editable=False, max_length=7)),
                ('sent_as', models.UUIDField(blank=True, editable=False, null=True, unique=True)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='written at')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='changed at')),
                ('speaker', meetings.models.fields.NameField(blank=True, help_text='Who said it, when it was nobody of the team.', max_length=80, verbose_name='speaker')),
                ('endorses', models.BooleanField(default=False, editable=False, verbose_name='confirms the answer')),
            ],
            options={
                'verbose_name': 'comment',
                'verbose_name_plural': 'comments',
                'ordering': ['order', 'pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='HistoricalComment',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('order', models.PositiveIntegerField(default=0, verbose_name='order')),
                ('body', markdownx.models.MarkdownxField(blank=True, verbose_name='text')),
                ('revision', models.PositiveIntegerField(default=0, editable=False)),
                ('removed_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='removed at')),
                ('source_first_line', models.PositiveIntegerField(blank=True, editable=False, null=True)),
                ('source_last_line', models.PositiveIntegerField(blank=True, editable=False, null=True)),
                ('confidence', models.CharField(blank=True, choices=[('certain', 'certain'), ('likely', 'likely')], editable=False, max_length=7)),
                ('named', models.JSONField(default=dict, editable=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='written at')),
                ('speaker', meetings.models.fields.NameField(blank=True, help_text='Who said it, when it was nobody of the team.', max_length=80, verbose_name='speaker')),
                ('endorses', models.BooleanField(default=False, editable=False, verbose_name='confirms the answer')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
            ],
            options={
                'verbose_name': 'historical comment',
                'verbose_name_plural': 'historical comments',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.RemoveConstraint(
            model_name='reference',
            name='reference_from_one_text',
        ),
        migrations.RemoveConstraint(
            model_name='reference',
            name='reference_once',
        ),
        migrations.AddField(
            model_name='historicalquestion',
            name='for_class',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='meetings.masterclass', verbose_name='brought to class'),
        ),
        migrations.AddField(
            model_name='historicalquestion',
            name='raised_at',
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name='brought up at'),
        ),
        migrations.AddField(
            model_name='historicalquestion',
            name='turn',
            field=models.PositiveIntegerField(blank=True, editable=False, null=True, verbose_name='place in the line'),
        ),
        migrations.AddField(
            model_name='historicalquestion',
            name='is_anonymous',
            field=models.BooleanField(default=False, help_text="Mentors and the course's staff still see who asked.", verbose_name='without my name'),
        ),
        migrations.AddField(
            model_name='historicalquestion',
            name='merged_at',
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name='merged'),
        ),
        migrations.AddField(
            model_name='historicalquestion',
            name='taken_by',
            field=models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='meetings.member', verbose_name='taken by'),
        ),
        migrations.AddField(
            model_name='historicalquestion',
            name='taken_until',
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name='taken until'),
        ),
        migrations.AddField(
            model_name='question',
            name='asked_too',
            field=models.ManyToManyField(blank=True, related_name='asked_too', to='meetings.member', verbose_name='asked this too'),
        ),
        migrations.AddField(
            model_name='question',
            name='for_class',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='questions_brought', to='meetings.masterclass', verbose_name='brought to class'),
        ),
        migrations.AddField(
            model_name='question',
            name='raised_at',
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name='brought up at'),
        ),
        migrations.AddField(
            model_name='question',
            name='turn',
            field=models.PositiveIntegerField(blank=True, editable=False, null=True, verbose_name='place in the line'),
        ),
        migrations.AddField(
            model_name='question',
            name='is_anonymous',
            field=models.BooleanField(default=False, help_text="Mentors and the course's staff still see who asked.", verbose_name='without my name'),
        ),
        migrations.AddField(
            model_name='question',
            name='merged_at',
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name='merged'),
        ),
        migrations.AddField(
            model_name='question',
            name='taken_by',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='taken_%(class)ss', to='meetings.member', verbose_name='taken by'),
        ),
        migrations.AddField(
            model_name='question',
            name='taken_until',
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name='taken until'),
        ),
        migrations.AlterField(
            model_name='historicalmember',
            name='role',
            field=models.CharField(choices=[('member', 'member'), ('lead', 'team lead'), ('mentor', 'mentor'), ('master', 'master'), ('guest', 'guest')], default='member', max_length=6, verbose_name='role'),
        ),
        migrations.AlterField(
            model_name='member',
            name='role',
            field=models.CharField(choices=[('member', 'member'), ('lead', 'team lead'), ('mentor', 'mentor'), ('master', 'master'), ('guest', 'guest')], default='member', max_length=6, verbose_name='role'),
        ),
        migrations.AddField(
            model_name='comment',
            name='answer',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='comments', to='meetings.answer', verbose_name='answer'),
        ),
        migrations.AddField(
            model_name='comment',
            name='removed_by',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='removed by'),
        ),
        migrations.AddField(
            model_name='comment',
            name='said_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='comments', to='meetings.member', verbose_name='said by'),
        ),
        migrations.AddField(
            model_name='comment',
            name='source',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, to='meetings.sourcedocument', verbose_name='source'),
        ),
        migrations.AddField(
            model_name='comment',
            name='typed_by',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='typed by'),
        ),
        migrations.AddField(
            model_name='reference',
            name='from_comment',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='meetings.comment'),
        ),
        migrations.AlterField(
            model_name='question',
            name='duplicate_of',
            field=models.ForeignKey(blank=True, null=True, on_delete=meetings.models.duplicates.set_apart, related_name='duplicates', to='meetings.question', verbose_name='same question as'),
        ),
        migrations.AddConstraint(
            model_name='question',
            constraint=models.CheckConstraint(condition=models.Q(('merged_at', None), ('duplicate_of__isnull', False), _connector='OR'), name='question_merged_into_what', violation_error_message='What is merged is part of another question.'),
        ),
        migrations.AddConstraint(
            model_name='reference',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('from_action_item__isnull', True), ('from_agenda_item__isnull', True), ('from_answer__isnull', True), ('from_comment__isnull', True), ('from_learning__isnull', True), ('from_question__isnull', True), ('from_review__isnull', True), ('from_section__isnull', False)), models.Q(('from_action_item__isnull', True), ('from_agenda_item__isnull', False), ('from_answer__isnull', True), ('from_comment__isnull', True), ('from_learning__isnull', True), ('from_question__isnull', True), ('from_review__isnull', True), ('from_section__isnull', True)), models.Q(('from_action_item__isnull', False), ('from_agenda_item__isnull', True), ('from_answer__isnull', True), ('from_comment__isnull', True), ('from_learning__isnull', True), ('from_question__isnull', True), ('from_review__isnull', True), ('from_section__isnull', True)), models.Q(('from_action_item__isnull', True), ('from_agenda_item__isnull', True), ('from_answer__isnull', True), ('from_comment__isnull', True), ('from_learning__isnull', True), ('from_question__isnull', True), ('from_review__isnull', False), ('from_section__isnull', True)), models.Q(('from_action_item__isnull', True), ('from_agenda_item__isnull', True), ('from_answer__isnull', True), ('from_comment__isnull', True), ('from_learning__isnull', False), ('from_question__isnull', True), ('from_review__isnull', True), ('from_section__isnull', True)), models.Q(('from_action_item__isnull', True), ('from_agenda_item__isnull', True), ('from_answer__isnull', True), ('from_comment__isnull', True), ('from_learning__isnull', True), ('from_question__isnull', False), ('from_review__isnull', True), ('from_section__isnull', True)), models.Q(('from_action_item__isnull', True), ('from_agenda_item__isnull', True), ('from_answer__isnull', False), ('from_comment__isnull', True), ('from_learning__isnull', True), ('from_question__isnull', True), ('from_review__isnull', True), ('from_section__isnull', True)), models.Q(('from_action_item__isnull', True), ('from_agenda_item__isnull', True), ('from_answer__isnull', True), ('from_comment__isnull', False), ('from_learning__isnull', True), ('from_question__isnull', True), ('from_review__isnull', True), ('from_section__isnull', True)), _connector='OR'), name='reference_from_one_text'),
        ),
        migrations.AddConstraint(
            model_name='reference',
            constraint=models.UniqueConstraint(django.db.models.functions.comparison.Coalesce(models.F('from_section'), 0), django.db.models.functions.comparison.Coalesce(models.F('from_agenda_item'), 0), django.db.models.functions.comparison.Coalesce(models.F('from_action_item'), 0), django.db.models.functions.comparison.Coalesce(models.F('from_review'), 0), django.db.models.functions.comparison.Coalesce(models.F('from_learning'), 0), django.db.models.functions.comparison.Coalesce(models.F('from_question'), 0), django.db.models.functions.comparison.Coalesce(models.F('from_answer'), 0), django.db.models.functions.comparison.Coalesce(models.F('from_comment'), 0), django.db.models.functions.comparison.Coalesce(models.F('question'), 0), django.db.models.functions.comparison.Coalesce(models.F('lecture'), 0), django.db.models.functions.comparison.Coalesce(models.F('member'), 0), name='reference_once'),
        ),
        migrations.AddField(
            model_name='historicalcomment',
            name='answer',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='meetings.answer', verbose_name='answer'),
        ),
        migrations.AddField(
            model_name='historicalcomment',
            name='history_user',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='historicalcomment',
            name='removed_by',
            field=models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='removed by'),
        ),
        migrations.AddField(
            model_name='historicalcomment',
            name='said_by',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='meetings.member', verbose_name='said by'),
        ),
        migrations.AddField(
            model_name='historicalcomment',
            name='source',
            field=models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='meetings.sourcedocument', verbose_name='source'),
        ),
        migrations.AddField(
            model_name='historicalcomment',
            name='typed_by',
            field=models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='typed by'),
        ),
        migrations.AddConstraint(
            model_name='comment',
            constraint=models.CheckConstraint(condition=models.Q(('body', ''), _negated=True), name='comment_not_empty', violation_error_message='Write the comment.'),
        ),
        migrations.AddConstraint(
            model_name='comment',
            constraint=models.UniqueConstraint(condition=models.Q(('endorses', True), ('removed_at', None)), fields=('answer',), name='comment_endorses_once', violation_error_message='This answer is confirmed already.'),
        ),
    ]
