from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('meetings', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='historicalactionitem',
            name='named',
            field=models.JSONField(default=dict, editable=False),
        ),
        migrations.AddField(
            model_name='historicalagendaitem',
            name='named',
            field=models.JSONField(default=dict, editable=False),
        ),
        migrations.AddField(
            model_name='historicalanswer',
            name='named',
            field=models.JSONField(default=dict, editable=False),
        ),
        migrations.AddField(
            model_name='historicallearning',
            name='named',
            field=models.JSONField(default=dict, editable=False),
        ),
        migrations.AddField(
            model_name='historicalmeeting',
            name='opened_revision',
            field=models.PositiveIntegerField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='historicalquestion',
            name='named',
            field=models.JSONField(default=dict, editable=False),
        ),
        migrations.AddField(
            model_name='historicalreview',
            name='named',
            field=models.JSONField(default=dict, editable=False),
        ),
        migrations.AddField(
            model_name='historicalsection',
            name='named',
            field=models.JSONField(default=dict, editable=False),
        ),
        migrations.AddField(
            model_name='meeting',
            name='opened_revision',
            field=models.PositiveIntegerField(editable=False, null=True),
        ),
    ]
