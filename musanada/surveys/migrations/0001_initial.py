import django.db.models.deletion
import django.utils.timezone
import musanada.kit.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('access', '0009_alter_roleholding_role'),
        ('access', '__first__'),
        ('cases', '0006_household_goes'),
    ]

    operations = [
        migrations.CreateModel(
            name='Instrument',
            fields=[
                ('id', models.UUIDField(default=musanada.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('code', models.SlugField(max_length=40, unique=True, verbose_name='code')),
                ('kind', models.CharField(choices=[('scored', 'Notes par dimension, de 0 à 1'), ('satisfaction', 'Satisfaction')], max_length=12, verbose_name='sorte')),
                ('name_fr', models.CharField(max_length=200, verbose_name='nom en français')),
                ('name_ar', models.CharField(blank=True, max_length=200, verbose_name='nom en arabe')),
            ],
            options={
                'ordering': ('code',),
            },
        ),
        migrations.CreateModel(
            name='InstrumentVersion',
            fields=[
                ('id', models.UUIDField(default=musanada.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveSmallIntegerField(verbose_name='version')),
                ('definition', models.JSONField()),
                ('digest', models.CharField(editable=False, max_length=64)),
                ('source', models.CharField(blank=True, max_length=300, verbose_name='texte')),
                ('confirmed', models.BooleanField(default=False, verbose_name="confirmé par l'organisation")),
                ('loaded_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('frozen_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='figée le')),
                ('instrument', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='surveys.instrument')),
                ('loaded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ('instrument', '-version'),
                'constraints': [models.UniqueConstraint(fields=('instrument', 'version'), name='instrument_version_once')],
            },
        ),
        migrations.CreateModel(
            name='Round',
            fields=[
                ('id', models.UUIDField(default=musanada.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('code', models.SlugField(max_length=40, unique=True, verbose_name='code')),
                ('name_fr', models.CharField(max_length=200, verbose_name='nom en français')),
                ('name_ar', models.CharField(blank=True, max_length=200, verbose_name='nom en arabe')),
                ('stage', models.CharField(choices=[('baseline', 'Départ'), ('final', 'Final'), ('end', "Fin de l'appui")], max_length=8, verbose_name='moment')),
                ('population', models.CharField(max_length=40, verbose_name='population')),
                ('from_months', models.PositiveSmallIntegerField(verbose_name='à partir du mois')),
                ('to_months', models.PositiveSmallIntegerField(verbose_name="jusqu'au mois")),
                ('events_from', models.DateField(verbose_name='événements depuis le')),
                ('events_to', models.DateField(verbose_name="jusqu'au (inclus)")),
                ('sampling', models.CharField(choices=[('all', 'Toute la population'), ('random', 'Échantillon tiré au hasard'), ('reached', 'Qui a pu être joint')], default='all', max_length=8, verbose_name='choix des personnes')),
                ('sampling_note', models.CharField(blank=True, max_length=300, verbose_name="comment l'échantillon a été tiré")),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.unit')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rounds', to='surveys.instrumentversion')),
            ],
            options={
                'ordering': ('-events_from', 'code'),
                'constraints': [models.CheckConstraint(condition=models.Q(('to_months__gte', models.F('from_months'))), name='round_window_ends_after'), models.CheckConstraint(condition=models.Q(('events_to__gte', models.F('events_from'))), name='round_events_end_after')],
            },
        ),
        migrations.CreateModel(
            name='Interview',
            fields=[
                ('id', models.UUIDField(default=musanada.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('outcome', models.CharField(choices=[('started', 'En cours'), ('done', 'Répondue'), ('refused', 'Refusée par la personne'), ('unreachable', 'Personne injoignable'), ('moved', 'Personne partie ailleurs')], default='started', max_length=11, verbose_name='suite')),
                ('mode', models.CharField(choices=[('present', 'En présence'), ('phone', 'Par téléphone'), ('video', 'Par vidéo'), ('self', 'Remplie par la personne')], default='present', max_length=7, verbose_name='comment')),
                ('language', models.CharField(max_length=3, verbose_name='langue')),
                ('on', models.DateField(verbose_name='le')),
                ('consent', models.UUIDField(blank=True, editable=False, null=True)),
                ('recorded_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('done_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='interviews', to='cases.case')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='surveys.instrumentversion')),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='interviews', to='surveys.round')),
            ],
            options={
                'ordering': ('-on', '-id'),
                'constraints': [models.UniqueConstraint(fields=('round', 'case'), name='asked_once_a_round'), models.CheckConstraint(condition=models.Q(models.Q(('outcome', 'done'), _negated=True), ('done_at__isnull', False), _connector='OR'), name='done_says_when')],
            },
        ),
        migrations.CreateModel(
            name='Score',
            fields=[
                ('id', models.UUIDField(default=musanada.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('dimension', models.CharField(blank=True, max_length=40)),
                ('value', models.DecimalField(blank=True, decimal_places=6, max_digits=7, null=True)),
                ('answered', models.PositiveSmallIntegerField()),
                ('items', models.PositiveSmallIntegerField()),
                ('band', models.CharField(blank=True, max_length=20)),
                ('computed_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('computed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('interview', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='scores', to='surveys.interview')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='surveys.instrumentversion')),
            ],
            options={
                'ordering': ('interview', 'computed_at', 'dimension'),
                'constraints': [models.UniqueConstraint(fields=('interview', 'version', 'dimension', 'computed_at'), name='score_once_a_computation'), models.CheckConstraint(condition=models.Q(('value', None), models.Q(('value__gte', 0), ('value__lte', 1)), _connector='OR'), name='score_from_0_to_1')],
            },
        ),
        migrations.CreateModel(
            name='SurveyAnswer',
            fields=[
                ('id', models.UUIDField(default=musanada.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('item', models.CharField(max_length=40)),
                ('answer', models.CharField(max_length=40)),
                ('interview', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='surveys.interview')),
            ],
            options={
                'ordering': ('interview', 'item'),
                'constraints': [models.UniqueConstraint(fields=('interview', 'item'), name='one_answer_an_item')],
            },
        ),
    ]
