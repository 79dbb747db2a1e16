"""The columns of numbers hold blind indexes now. A migration apart: PostgreSQL alters no table with rows just written."""

import musanada.kit.secrets.fields
from django.db import migrations

secret = musanada.kit.secrets.fields


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0004_encrypting'),
    ]

    operations = [
        migrations.AlterField(
            model_name='contact',
            name='normalised',
            field=secret.BlindIndexField(db_index=True),
        ),
        migrations.AlterField(
            model_name='identifier',
            name='normalised',
            field=secret.BlindIndexField(db_index=True),
        ),
    ]
