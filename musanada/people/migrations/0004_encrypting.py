"""Contacts, document numbers and free text are encrypted; numbers are found by their blind index; names may be sealed."""

import musanada.kit.secrets.fields
from django.db import migrations
from musanada.kit.secrets.migrating import encrypting, indexing
from musanada.people import numbers

secret = musanada.kit.secrets.fields


def document(kind, value):
    return numbers.DOCUMENT, numbers.plain(value)


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0003_confidential'),
    ]

    operations = [
        migrations.AlterField(
            model_name='contact',
            name='value',
            field=secret.EncryptedCharField(max_length=120, verbose_name='coordonnée'),
        ),
        migrations.AlterField(
            model_name='identifier',
            name='value',
            field=secret.EncryptedCharField(max_length=60, verbose_name='numéro'),
        ),
        migrations.AlterField(
            model_name='correction',
            name='before',
            field=secret.EncryptedCharField(blank=True, max_length=300),
        ),
        migrations.AlterField(
            model_name='correction',
            name='reason',
            field=secret.EncryptedCharField(blank=True, max_length=300),
        ),
        migrations.AlterField(
            model_name='mergerecord',
            name='reason',
            field=secret.EncryptedCharField(max_length=300, verbose_name='raison'),
        ),
        migrations.AlterField(
            model_name='mergerecord',
            name='undo_reason',
            field=secret.EncryptedCharField(blank=True, max_length=300),
        ),
        migrations.AlterField(
            model_name='namedaccess',
            name='reason',
            field=secret.EncryptedCharField(max_length=600, verbose_name='raison'),
        ),
        migrations.AlterField(
            model_name='personname',
            name='text',
            field=secret.SealableCharField(context='people_personname', max_length=200, verbose_name='nom complet'),
        ),
        migrations.AlterField(
            model_name='personname',
            name='given',
            field=secret.SealableCharField(blank=True, context='people_personname', max_length=80, verbose_name='prénom'),
        ),
        migrations.AlterField(
            model_name='personname',
            name='father',
            field=secret.SealableCharField(blank=True, context='people_personname', max_length=80, verbose_name='nom du père'),
        ),
        migrations.AlterField(
            model_name='personname',
            name='grandfather',
            field=secret.SealableCharField(blank=True, context='people_personname', max_length=80, verbose_name='nom du grand-père'),
        ),
        migrations.AlterField(
            model_name='personname',
            name='family',
            field=secret.SealableCharField(blank=True, context='people_personname', max_length=80, verbose_name='nom de famille'),
        ),
        migrations.AlterField(
            model_name='personname',
            name='nickname',
            field=secret.SealableCharField(blank=True, context='people_personname', max_length=80, verbose_name='surnom'),
        ),
        migrations.RunPython(indexing('people_contact', 'normalised', 'value', 'kind', numbers.compared)),
        migrations.RunPython(indexing('people_identifier', 'normalised', 'value', 'kind', document)),
        migrations.RunPython(encrypting('people_contact', 'value')),
        migrations.RunPython(encrypting('people_identifier', 'value')),
        migrations.RunPython(encrypting('people_correction', 'before', 'reason')),
        migrations.RunPython(encrypting('people_mergerecord', 'reason', 'undo_reason')),
        migrations.RunPython(encrypting('people_namedaccess', 'reason')),
    ]
