"""Reports: begun, named, and written. A saved text is the next number; none is changed, none is thrown away."""

import re
from dataclasses import dataclass, field

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.access import verbs
from musanada.access.doors import command
from musanada.access.models import Unit, User
from musanada.kit.errors import Refused, bad
from musanada.publications import policies  # noqa: F401  the rights exist first
from musanada.publications.models import Report, ReportText

RIGHT = "publications.write"
LANGUAGES = ("fr", "ar", "en", "es")
LONGEST = 600_000
SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
FIELDS = ("title_fr", "title_ar", "title_en", "title_es", "audience")


@dataclass(frozen=True)
class ReportWords:
    """``title_fr`` must be there; ``audience`` sets the smallest number shown."""

    title_fr: str
    title_ar: str = ""
    title_en: str = ""
    title_es: str = ""
    audience: str = Report.Audience.PUBLIC
    slug: str = field(default="", kw_only=True)


@command(RIGHT)
def create_report(actor: User, unit: Unit, *, words: ReportWords) -> Report:
    """A report of a unit; its short name stands in addresses and folders and never changes. Raises: BadInput."""
    slug = words.slug.strip().lower()
    if not SLUG.fullmatch(slug) or len(slug) > 60:
        raise bad(
            "slug", _("Le nom court s'écrit en petites lettres, chiffres et tirets, comme rapport-annuel.")
        )
    if Report.objects.filter(slug=slug).exists():
        raise bad("slug", _("Un rapport porte déjà ce nom court : choisissez-en un autre."))
    check(words)
    return Report.objects.create(
        slug=slug, unit=unit, created_by=actor, **{name: getattr(words, name).strip() for name in FIELDS}
    )


@command(RIGHT)
def rename_report(actor: User, report: Report, *, words: ReportWords) -> Report:
    """Titles and readers; what was published keeps those it was published with. Raises: BadInput."""
    check(words)
    for name in FIELDS:
        setattr(report, name, getattr(words, name).strip())
    report.save(update_fields=FIELDS)
    return report


def check(words: ReportWords) -> None:
    if not words.title_fr.strip():
        raise bad("title_fr", _("Donnez un titre en français."))
    if words.audience not in Report.Audience.values:
        raise bad("audience", _("Choisissez qui lira ce rapport."))


@command(RIGHT)
def save_text(actor: User, report: Report, *, language: str, body: str, after: int) -> ReportText:
    """The next number of the text. ``after``: the number that was open; a text saved meanwhile is not written over.

    The same words again are not a new number. Raises: BadInput, Refused.
    """
    if language not in LANGUAGES:
        raise bad("language", _("Un rapport s'écrit en français, en arabe, en anglais ou en espagnol."))
    body = body.replace("\r\n", "\n").replace("\r", "\n")
    if len(body) > LONGEST:
        raise bad("body", _("Ce texte est trop long : coupez-le en deux rapports."))
    last = report.texts.filter(language=language).order_by("-number").first()
    if last is not None and last.body == body:
        return last
    number = last.number if last else 0
    if number != after:
        raise conflict(number)
    try:
        with transaction.atomic():
            return ReportText.objects.create(
                report=report,
                language=language,
                number=number + 1,
                body=body,
                saved_at=timezone.now(),
                saved_by=actor,
            )
    except IntegrityError:
        raise conflict(number + 1) from None


def conflict(number: int) -> Refused:
    return Refused(
        _(
            "Quelqu'un a enregistré le texte n° %(number)s pendant que vous écriviez. Le vôtre n'est pas perdu : copiez "
            "vos passages, ouvrez le dernier texte et reportez-les."
        )
        % {"number": number},
        code="conflict",
    )


verbs.say(
    {
        "publications.create_report": _("Rapport créé"),
        "publications.rename_report": _("Titre ou lecteurs d'un rapport changés"),
        "publications.save_text": _("Texte d'un rapport enregistré"),
    },
    kinds={"publications.report": _("Rapport"), "publications.reporttext": _("Texte d'un rapport")},
    pages={"publications.report": "publications:report"},
)
