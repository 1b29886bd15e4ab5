from django.db import migrations


def forget_what_older_sites_cannot_say(apps, schema_editor):
    """Going back: what comments point at would else point from nothing, and nobody was a master."""
    apps.get_model("meetings", "Reference").objects.exclude(from_comment=None).delete()
    apps.get_model("meetings", "Member").objects.filter(role="master").update(role="mentor")


class Migration(migrations.Migration):
    dependencies = [("meetings", "0004_asking")]

    operations = [migrations.RunPython(migrations.RunPython.noop, forget_what_older_sites_cannot_say)]
