import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import musanada.kit.ids
import musanada.kit.secrets.fields


class Migration(migrations.Migration):
    dependencies = [("access", "0003_confidential"), ("people", "0007_person_key")]

    operations = [
        migrations.CreateModel(
            name='Attachment',
            fields=[
                ('id', models.UUIDField(default=musanada.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='attachments', to='people.person')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.unit')),
                ('kind', models.CharField(choices=[('document', "Document d'identité ou de voyage"), ('civil_status', "Acte d'état civil"), ('photo', 'Photographie de la personne'), ('agreement', 'Accord signé ou marqué'), ('voice', 'Accord enregistré de vive voix'), ('letter', "Courrier ou décision d'une administration"), ('medical', 'Document médical'), ('protection', 'Document de protection'), ('ticket', 'Laissez-passer ou billet'), ('receipt', 'Reçu ou preuve de paiement')], max_length=12, verbose_name='nature de la pièce')),
                ('group', models.CharField(choices=[('identity', 'Identité'), ('contact', 'Coordonnées'), ('health', 'Santé'), ('protection', 'Protection'), ('legal', 'Situation administrative et accords'), ('travel', 'Voyage et documents'), ('money', 'Argent'), ('services', 'Aides reçues')], editable=False, max_length=12)),
                ('media_type', models.CharField(editable=False, max_length=20)),
                ('size', models.PositiveIntegerField(editable=False)),
                ('digest', musanada.kit.secrets.fields.BlindIndexField(editable=False, max_length=32)),
                ('name', musanada.kit.secrets.fields.EncryptedCharField(blank=True, editable=False, max_length=120)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('created_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('voided_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('voided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('void_reason', musanada.kit.secrets.fields.EncryptedCharField(blank=True, editable=False, max_length=300)),
            ],
            options={
                'ordering': ('-created_at', '-id'),
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('voided_at', None), ('voided_by', None)), models.Q(('voided_at__isnull', False), ('voided_by__isnull', False), models.Q(('void_reason', ''), _negated=True)), _connector='OR'), name='a_voided_attachment_says_why')],
            },
        ),
    ]
