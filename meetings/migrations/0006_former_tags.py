import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('meetings', '0005_way_back'),
    ]

    operations = [
        migrations.CreateModel(
            name='FormerTag',
            fields=[
                ('key', models.BigIntegerField(primary_key=True, serialize=False)),
                ('tag', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='former', to='meetings.tag')),
            ],
        ),
    ]
