"""Keys of names know the year of birth of their person, and are found by name and year together."""

from django.db import migrations, models

BORN = """UPDATE people_namekey SET born = COALESCE((
    SELECT CAST(SUBSTR(CAST(p.birth_date AS VARCHAR(10)), 1, 4) AS INTEGER)
    FROM people_person p WHERE p.id = people_namekey.person_id), 0)"""


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0010_likely_twins'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='namekey',
            name='name_key_lookup',
        ),
        migrations.AddField(
            model_name='namekey',
            name='born',
            field=models.SmallIntegerField(default=0),
        ),
        migrations.RunSQL(BORN, migrations.RunSQL.noop),
        migrations.AddIndex(
            model_name='namekey',
            index=models.Index(fields=['value', 'kind', 'born', 'person'], name='name_key_search'),
        ),
    ]
