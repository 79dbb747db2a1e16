"""The names people are called by and the rows of an import are encrypted, as received and as read."""

import musanada.kit.secrets.fields
from django.db import migrations
from musanada.kit.secrets.migrating import encrypting

secret = musanada.kit.secrets.fields


class Migration(migrations.Migration):

    dependencies = [
        ('intake', '0001_initial'),
    ]

    operations = [
        migrations.AlterField(
            model_name='arrival',
            name='call_name',
            field=secret.EncryptedCharField(blank=True, max_length=60, verbose_name='appelé'),
        ),
        migrations.AlterField(
            model_name='importbatch',
            name='columns',
            field=secret.EncryptedJSONField(default=list, editable=False),
        ),
        migrations.AlterField(
            model_name='importbatch',
            name='file_name',
            field=secret.EncryptedCharField(max_length=120, verbose_name='fichier'),
        ),
        migrations.AlterField(
            model_name='importbatch',
            name='sheet',
            field=secret.EncryptedCharField(blank=True, max_length=120, verbose_name='feuille'),
        ),
        migrations.AlterField(
            model_name='importbatch',
            name='sheets',
            field=secret.EncryptedJSONField(default=list, editable=False),
        ),
        migrations.AlterField(
            model_name='importrow',
            name='findings',
            field=secret.EncryptedJSONField(default=list),
        ),
        migrations.AlterField(
            model_name='importrow',
            name='raw',
            field=secret.EncryptedJSONField(),
        ),
        migrations.AlterField(
            model_name='importrow',
            name='values',
            field=secret.EncryptedJSONField(default=dict),
        ),
        migrations.RunPython(encrypting('intake_arrival', 'call_name')),
        migrations.RunPython(encrypting('intake_importbatch', 'columns', 'file_name', 'sheet', 'sheets')),
        migrations.RunPython(encrypting('intake_importrow', 'raw', 'values', 'findings')),
    ]
