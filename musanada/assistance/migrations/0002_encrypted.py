"""Why a service was refused or cancelled is free text: encrypted."""

import musanada.kit.secrets.fields
from django.db import migrations
from musanada.kit.secrets.migrating import encrypting


class Migration(migrations.Migration):

    dependencies = [
        ('assistance', '0001_initial'),
    ]

    operations = [
        migrations.AlterField(
            model_name='act',
            name='reason',
            field=musanada.kit.secrets.fields.EncryptedCharField(blank=True, max_length=300, verbose_name='raison'),
        ),
        migrations.RunPython(encrypting('assistance_act', 'reason')),
    ]
