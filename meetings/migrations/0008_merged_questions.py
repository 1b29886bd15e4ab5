from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('meetings', '0007_shorter_search'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='question',
            index=models.Index(condition=models.Q(('merged_at__isnull', False)), fields=['duplicate_of'], name='question_merged'),
        ),
    ]
