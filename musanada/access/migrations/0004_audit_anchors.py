"""The journal's anchors, the seal of its head, where a line came from, and indexes for its pages."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("access", "0003_confidential")]
    operations = [
        migrations.CreateModel(
            name="AuditAnchor",
            fields=[
                ("day", models.DateField(primary_key=True, serialize=False)),
                ("number", models.BigIntegerField()),
                ("hash", models.CharField(max_length=64)),
                ("digest", models.CharField(max_length=64)),
                ("signature", models.CharField(max_length=64)),
            ],
            options={"ordering": ("-day",)},
        ),
        migrations.AddField("audithead", "digest", models.CharField(default="", max_length=64)),
        migrations.AddField("audithead", "seal", models.CharField(default="", max_length=64)),
        migrations.AddField("audithead", "day", models.DateField(null=True)),
        migrations.AddField("auditentry", "origin", models.CharField(blank=True, default="", max_length=45)),
        migrations.AlterField(
            "auditentry",
            "actor",
            models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AlterField(
            "auditentry",
            "unit",
            models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=models.deletion.PROTECT,
                related_name="+",
                to="access.unit",
            ),
        ),
        migrations.AddIndex("auditentry", models.Index(fields=["actor", "number"], name="audit_actor")),
        migrations.AddIndex("auditentry", models.Index(fields=["unit", "number"], name="audit_unit")),
        migrations.AddIndex("auditentry", models.Index(fields=["verb", "number"], name="audit_verb")),
    ]
