"""Names are filed again: the rules of spelling know more, so keys written before would be looked for in vain."""

from itertools import islice

from django.db import migrations

from musanada.kit.names import keys

AT_ONCE = 2000


def file_again(apps, editor) -> None:
    """Every name in the clear; who is hidden by a protected file has no keys, before as after."""
    key, names = apps.get_model("people", "NameKey"), apps.get_model("people", "PersonName")
    key.objects.all().delete()
    rows = names.objects.filter(person__protected=False).select_related("person")
    filed = (
        key(person_id=row.person_id, name_id=row.pk, kind=k.kind, value=k.value, born=born_in(row.person))
        for row in rows.iterator(chunk_size=AT_ONCE)
        for k in dict.fromkeys(keys(f"{row.text} {row.nickname}" if row.nickname else row.text))
    )
    while part := list(islice(filed, AT_ONCE)):
        key.objects.bulk_create(part)


def born_in(person) -> int:
    return person.birth_date.year if person.birth_date else 0


class Migration(migrations.Migration):
    dependencies = [("people", "0012_merge_snapshot")]

    operations = [migrations.RunPython(file_again, migrations.RunPython.noop, elidable=True)]
