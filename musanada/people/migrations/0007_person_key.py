import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

import musanada.kit.ids
import musanada.kit.secrets.fields


class Migration(migrations.Migration):
    dependencies = [("people", "0006_consents")]

    operations = [
        migrations.CreateModel(
            name="PersonKey",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=musanada.kit.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("wrapped", musanada.kit.secrets.fields.WrappedKeyField(blank=True, default="")),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("destroyed_at", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="own_key",
                        to="people.person",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("destroyed_at", None), models.Q(("wrapped", ""), _negated=True)),
                            models.Q(("destroyed_at__isnull", False), ("wrapped", "")),
                            _connector="OR",
                        ),
                        name="person_key_there_or_destroyed",
                    )
                ],
            },
        ),
    ]
