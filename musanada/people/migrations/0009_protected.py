"""P4 files in full: what a file asks and why, tokens of hidden people, asylum."""

import django.db.models.deletion
import django.utils.timezone
import musanada.kit.ids
import musanada.kit.secrets.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0008_attachments'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='AsylumReferral',
            fields=[
                ('id', models.UUIDField(default=musanada.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('authority', models.CharField(choices=[('unhcr', 'HCR'), ('bra', 'Bureau des réfugiés et apatrides (BRA)')], max_length=6, verbose_name='autorité')),
                ('sent_on', models.DateField(verbose_name='envoyée le')),
                ('referral', models.UUIDField(blank=True, editable=False, null=True)),
                ('recorded_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
            ],
            options={
                'ordering': ('-sent_on', '-id'),
            },
        ),
        migrations.CreateModel(
            name='AsylumStatus',
            fields=[
                ('id', models.UUIDField(default=musanada.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('status', models.CharField(choices=[('seeker', "Demandeur d'asile"), ('refugee', 'Réfugié reconnu'), ('rejected', 'Demande rejetée'), ('withdrawn', 'Demande retirée')], max_length=10, verbose_name='statut')),
                ('since', models.DateField(verbose_name='depuis le')),
                ('authority', models.CharField(choices=[('unhcr', 'HCR'), ('bra', 'Bureau des réfugiés et apatrides (BRA)')], max_length=6, verbose_name='autorité')),
                ('certificate', musanada.kit.secrets.fields.EncryptedCharField(blank=True, default='', max_length=60, verbose_name="numéro de l'attestation")),
                ('recorded_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('voided_at', models.DateTimeField(blank=True, editable=False, null=True)),
            ],
            options={
                'ordering': ('-since', '-id'),
            },
        ),
        migrations.CreateModel(
            name='ProtectedToken',
            fields=[
                ('id', models.UUIDField(default=musanada.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('name', 'Nom'), ('document', 'Document'), ('phone', 'Téléphone')], max_length=8)),
                ('token', musanada.kit.secrets.fields.BlindIndexField(db_index=True, editable=False, max_length=32)),
                ('words', musanada.kit.secrets.fields.EncryptedCharField(max_length=220)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name='confidentialfile',
            name='one_open_file_a_subject',
        ),
        migrations.AddField(
            model_name='confidentialfile',
            name='close_asked_at',
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name='confidentialfile',
            name='close_asked_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='confidentialfile',
            name='close_reason',
            field=musanada.kit.secrets.fields.EncryptedCharField(blank=True, default='', max_length=600),
        ),
        migrations.AddField(
            model_name='confidentialfile',
            name='closed_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='confidentialfile',
            name='reason',
            field=musanada.kit.secrets.fields.EncryptedCharField(default='', max_length=600, verbose_name='raison'),
        ),
        migrations.AddField(
            model_name='confidentialfile',
            name='seal_reason',
            field=musanada.kit.secrets.fields.EncryptedCharField(blank=True, default='', max_length=600),
        ),
        migrations.AddField(
            model_name='namedaccess',
            name='note',
            field=musanada.kit.secrets.fields.EncryptedCharField(blank=True, default='', max_length=600, verbose_name='note'),
        ),
        migrations.AddConstraint(
            model_name='confidentialfile',
            constraint=models.CheckConstraint(condition=models.Q(('closed_at', None), ('hides_person', False), models.Q(('closed_by', models.F('close_asked_by')), _negated=True), _connector='OR'), name='a_person_is_shown_again_by_two'),
        ),
        migrations.AddField(
            model_name='asylumreferral',
            name='file',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='asylum_referrals', to='people.confidentialfile'),
        ),
        migrations.AddField(
            model_name='asylumreferral',
            name='recorded_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='asylumstatus',
            name='file',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='asylum_statuses', to='people.confidentialfile'),
        ),
        migrations.AddField(
            model_name='asylumstatus',
            name='recorded_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='asylumstatus',
            name='voided_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='protectedtoken',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='protected_tokens', to='people.person'),
        ),
        migrations.AddConstraint(
            model_name='asylumstatus',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('voided_at', None), ('voided_by', None)), models.Q(('voided_at__isnull', False), ('voided_by__isnull', False)), _connector='OR'), name='asylum_voided_by_someone'),
        ),
    ]
