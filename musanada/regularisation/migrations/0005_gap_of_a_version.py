from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("regularisation", "0004_append_only")]

    operations = [
        migrations.AddField(
            model_name="criterionversion",
            name="gap_days",
            field=models.PositiveSmallIntegerField(
                default=92, verbose_name="trou toléré dans la résidence, en jours"
            ),
        ),
    ]
