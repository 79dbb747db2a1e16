"""A report: Markdown with citations in each language, every saved text kept (design: figures, section 5)."""

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from musanada.access.models import Unit, User
from musanada.kit.choices import Privacy
from musanada.kit.ids import new_id


class Report(models.Model):
    """What is published again and again: the yearly report, a quarterly note. ``tables`` in its text, never here."""

    PRIVACY = Privacy.P1
    PLACE = "unit"

    class Audience(models.TextChoices):
        """Who will read it, hence the smallest number shown (standards, section 11)."""

        INTERNAL = "internal", _("Partenaires, à partir de 5")
        PUBLIC = "public", _("Public, à partir de 10")
        PROTECTION = "protection", _("Protection, santé, enfants, à partir de 11")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    slug = models.SlugField(_("nom court"), max_length=60, unique=True)
    title_fr = models.CharField(_("titre en français"), max_length=200)
    title_ar = models.CharField(_("titre en arabe"), max_length=200, blank=True)
    title_en = models.CharField(_("titre en anglais"), max_length=200, blank=True)
    title_es = models.CharField(_("titre en espagnol"), max_length=200, blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("unité qui publie"))
    audience = models.CharField(_("lecteurs"), max_length=12, choices=Audience, default=Audience.PUBLIC)
    created_at = models.DateTimeField(_("créé le"), auto_now_add=True)
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("créé par"))

    class Meta:
        ordering = ("slug",)

    def __str__(self) -> str:
        return str(getattr(self, f"title_{(get_language() or 'fr')[:2]}", "") or self.title_fr)


class ReportText(models.Model):
    """One saved text in one language. Saving again is the next number; none is changed or thrown away."""

    PRIVACY = Privacy.P1
    PLACE = "report__unit"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    report = models.ForeignKey(Report, models.PROTECT, related_name="texts", verbose_name=_("rapport"))
    language = models.CharField(
        _("langue"), max_length=2, choices=[("fr", "fr"), ("ar", "ar"), ("en", "en"), ("es", "es")]
    )
    number = models.PositiveIntegerField(_("numéro"))
    body = models.TextField(_("texte"))
    saved_at = models.DateTimeField(_("enregistré le"))
    saved_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("enregistré par"))

    class Meta:
        ordering = ("report", "language", "-number")
        constraints = (
            models.UniqueConstraint(fields=("report", "language", "number"), name="report_text_number_once"),
        )

    def __str__(self) -> str:
        return f"{self.report_id} {self.language} {self.number}"
