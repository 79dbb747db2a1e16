"""Papers of this app: what is held about a person, for their hand; the certificate of an erasure. By typst, fr and ar."""

from collections.abc import Sequence
from typing import Any

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from musanada.access.models import User
from musanada.dataprotection.models import AccessReport, Erasure
from musanada.dataprotection.organisations import organisation_of
from musanada.dataprotection.queries import answers
from musanada.dataprotection.queries.erasure import certificate
from musanada.kit.errors import Sentence
from musanada.kit.formats import format_date, format_datetime, format_number, isolate
from musanada.kit.ids import show_reference
from musanada.kit.pdf import render
from musanada.kit.subject import HeldSection
from musanada.people.queries import display_name

REPORT, CERTIFICATE = "dataprotection/typst/report.typ", "dataprotection/typst/certificate.typ"


def report_pdf(actor: User, report: AccessReport) -> bytes:
    """Everything held, as it stands now, in the language the person reads."""
    lang = report.language
    person = report.person.merged_into or report.person
    sections = answers.sections(actor, person, report.unit, lang)
    with translation.override(lang):
        today = timezone.localdate()
        parts = [str(g.label) for g in answers.left_out(report.groups)]
        data = {
            "title": _("Ce que nous gardons sur vous"),
            "subtitle": display_name(person),
            "header": str(organisation_of(report.unit)),
            "footer": _("Réponse %(number)s, remise en main propre. Ne la laissez à personne d'autre.")
            % {"number": isolate(show_reference(report.reference))},
            "opening": opening(report, lang),
            "sections": [section(one) for one in sections],
            "nothing": _("Rien n'est gardé dans cette partie."),
            "left_out": _(
                "Ces parties du dossier ne sont pas dans ce document : %(parts)s. Demandez-les à la personne "
                "chargée de la protection des données."
            )
            % {"parts": ", ".join(parts)}
            if parts
            else "",
            "rights_title": _("Vos droits"),
            "rights": rights(),
        }
    return render(REPORT, data, lang, dated=today)


def opening(report: AccessReport, lang: str) -> list[str]:
    return [
        _(
            "Vous avez demandé ce que nous gardons sur vous. Voici tout ce qui est écrit dans notre système, tel qu'il est "
            "le %(day)s."
        )
        % {"day": isolate(format_datetime(timezone.now(), lang))},
        _("Comment nous avons vérifié que c'est bien vous : %(how)s.")
        % {"how": isolate(report.get_verified_display())},
    ]


def rights() -> list[str]:
    return [
        _("Si quelque chose est faux, dites-le : nous le corrigeons sans frais."),
        _("Vous pouvez retirer un accord à tout moment, sans dire pourquoi."),
        _(
            "Vous pouvez demander que tout soit effacé. Si une raison nous oblige à garder quelque chose, nous vous la "
            "disons, et nous ne nous en servons plus pour autre chose."
        ),
        _(
            "D'autres organisations qui vous ont aidée ou aidé répondent pour elles-mêmes : demandez-leur aussi."
        ),
        _(
            "Si notre réponse ne vous convient pas, vous pouvez vous adresser à la Commission nationale de contrôle de la "
            "protection des données à caractère personnel (CNDP), à Rabat."
        ),
    ]


def section(one: HeldSection) -> dict[str, Any]:
    return {
        "title": str(one.title),
        "columns": [str(cell) for cell in one.columns],
        "rows": [spoken(row) for row in one.rows if any(str(cell) for cell in row[1:])],
        "note": str(one.note),
    }


def spoken(row: Sequence[Sentence]) -> list[str]:
    """Each cell keeps its own direction: a phone number in an Arabic line is not turned round."""
    return [isolate(cell) if str(cell) else "" for cell in row]


def certificate_pdf(one: Erasure, lang: str) -> bytes:
    """A number, what went by kind and count, and a proof. No name is on it: there is none left."""
    found = certificate(one)
    with translation.override(lang):
        data = {
            "title": _("Certificat d'effacement"),
            "header": str(found.organisation),
            "footer": _("Certificat %(number)s") % {"number": isolate(found.number)},
            "facts": [
                [_("Numéro"), found.number],
                [_("Organisation"), str(found.organisation)],
                [_("Effacé le"), format_date(timezone.localdate(found.at), lang)],
            ],
            "opening": _(
                "Ce que cette organisation gardait sur la personne qui a présenté cette demande a été détruit. "
                "Deux personnes l'ont décidé. Les aides données restent comptées, sans dire de qui."
            ),
            "columns": [_("Ce qui a été détruit"), _("Nombre")],
            "rows": [[str(label), format_number(count, lang)] for label, count in found.lines],
            "note": _(
                "Les aides données et les dates restent en codes : les chiffres publiés ne changent pas. Une copie "
                "de sauvegarde plus ancienne est effacée de nouveau dès qu'elle est restaurée. D'autres "
                "organisations répondent pour elles-mêmes."
            ),
            "proof_title": _("Preuve"),
            "proof": found.short_proof,
            "proof_note": _("L'organisation vérifie ce certificat par son numéro et cette preuve."),
        }
    return render(CERTIFICATE, data, lang, dated=timezone.localdate(found.at))
