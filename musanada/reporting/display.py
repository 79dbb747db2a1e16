"""Words and numbers of figures as people read them: periods, units, codes, values, in the page's language."""

from collections.abc import Mapping
from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from musanada.access.models import User
from musanada.kit.errors import BadInput
from musanada.kit.formats import format_date, format_money, format_number, format_percent
from musanada.kit.periods import Change, Period, read_span
from musanada.reporting.codelists import CODE_LISTS, ROLLUPS
from musanada.reporting.engine.answers import TOGETHER
from musanada.reporting.engine.axes import OTHER, UNKNOWN, Axis
from musanada.reporting.engine.cells import Cell, Number

HIDDEN = "N"  # a cell's conf_status: not for publication
DECIMALS = {"acts_per_person": 2, "score": 2}


def period_label(span: Period | Change, lang: str) -> str:
    """``2024``, ``1er trimestre 2024``, ``mai 2024``, ``de janvier 2024 à septembre 2024``, ``jusqu'en mai 2016``."""
    if isinstance(span, Change):
        return _("%(of)s par rapport à %(against)s") % {
            "of": period_label(span.of, lang),
            "against": period_label(span.against, lang),
        }
    text = span.text
    if "/" not in text:
        return unit_label(text, span, lang)
    first, _slash, last = text.partition("/")
    if first == "..":
        return _("jusqu'à : %(end)s") % {"end": end_label(last, lang)}
    if last == "..":
        return _("depuis : %(start)s") % {"start": end_label(first, lang)}
    return f"{end_label(first, lang)} – {end_label(last, lang)}"


def end_label(text: str, lang: str) -> str:
    """One end of a range: a year, a month or a day."""
    return unit_label(text, _closed(read_span(text)), lang)


def unit_label(text: str, span: Period, lang: str) -> str:
    if len(text) == 4:
        return text
    day, number = span.first_day, text[-1]
    if "-H" in text:
        names = {"1": _("1er semestre %(year)s"), "2": _("2e semestre %(year)s")}
        return names[number] % {"year": day.year}
    if "-Q" in text:
        names = {
            "1": _("1er trimestre %(year)s"), "2": _("2e trimestre %(year)s"),
            "3": _("3e trimestre %(year)s"), "4": _("4e trimestre %(year)s"),
        }  # fmt: skip
        return names[number] % {"year": day.year}
    return format_date(day, lang, "month" if len(text) == 7 else "day")


def unit_word(unit: str, value: Number | None) -> str:
    """The unit in words, as it follows the number; nothing where the number carries its own sign."""
    count = int(value or 0)
    words = {
        "persons": ngettext("personne", "personnes", count),
        "acts": ngettext("aide", "aides", count),
        "person_services": ngettext("personne par aide", "personnes par aide", count),
        "nights": ngettext("nuitée", "nuitées", count),
        "programmes": ngettext("programme", "programmes", count),
        "cities": ngettext("ville", "villes", count),
        "associations": ngettext("association", "associations", count),
        "cards": ngettext("carte", "cartes", count),
        "acts_per_person": _("aides par personne"),
        "MAD": "MAD",
        "households": ngettext("ménage", "ménages", count),
        "years": ngettext("an", "ans", count),
        "cases": ngettext("dossier", "dossiers", count),
        "requests": ngettext("demande", "demandes", count),
        "referrals": ngettext("orientation", "orientations", count),
        "days": ngettext("jour", "jours", count),
        "kits": ngettext("kit", "kits", count),
        "sessions": ngettext("séance", "séances", count),
        "agreements": ngettext("accord", "accords", count),
        "returns": ngettext("retour", "retours", count),
        "countries": ngettext("pays", "pays", count),
        "kinds": ngettext("sorte d'appui", "sortes d'appui", count),
        "interventions": ngettext("appui donné", "appuis donnés", count),
        "score": _("sur une échelle de 0 à 1"),
        "encounters": ngettext("rencontre", "rencontres", count),
        "placements": ngettext("placement", "placements", count),
        "searches": ngettext("recherche", "recherches", count),
        "visits": ngettext("échéance", "échéances", count),
        "hours": ngettext("heure", "heures", count),
        "minutes": ngettext("minute", "minutes", count),
    }
    return words.get(unit, "")


def value_text(value: Number | None, unit: str, lang: str, decimals: int | None = None) -> str:
    """A number with its sign: ``8 588``, ``60,7 %``, ``1 500 MAD``; nothing for a missing one."""
    if value is None:
        return ""
    if unit == "percent":
        return format_percent(value, lang, 1 if decimals is None else decimals)
    if unit == "MAD":
        return format_money(value, "MAD", lang)
    return format_number(value, lang, DECIMALS.get(unit))


def cell_text(cell: Cell, lang: str, decimals: int | None = None) -> str:
    """A cell of a table, with its sign; *masqué* where it is hidden."""
    if cell.conf == HIDDEN:
        return _("masqué")
    return value_text(cell.value, cell.unit, lang, decimals)


def number_text(cell: Cell, lang: str, decimals: int | None = None) -> str:
    """The number alone where ``unit_word`` says the unit beside it."""
    if cell.conf == HIDDEN:
        return _("masqué")
    if cell.value is not None and cell.unit == "MAD":
        return format_number(cell.value, lang)
    return value_text(cell.value, cell.unit, lang, decimals)


def axis_title(name: str) -> str:
    """The heading of a split."""
    titles = {
        "kind": _("Famille d'aide"), "service": _("Aide"), "sex": _("Sexe"), "age": _("Âge"),
        "nationality": _("Nationalité"), "world_region": _("Région du monde"), "place": _("Lieu"),
        "region": _("Région"), "province": _("Province ou préfecture"), "commune": _("Commune"),
        "programme": _("Programme"), "donor": _("Bailleur"), "partner": _("Partenaire"), "unit": _("Unité"),
        "sector": _("Domaine"), "city": _("Ville"), "month": pgettext("répartition", "Mois"),
        "direction": _("Sens"), "channel": _("Voie"), "funding": _("Financement"), "office": _("Bureau"),
        "country": _("Pays de retour ou de séjour"), "minor": _("Mineurs et adultes"),
        "vulnerability": _("Vulnérabilité"), "family_part": _("Demandeur ou membre de la famille"),
        "apart": _("Voyage séparé de la famille"), "outcome": _("Suite donnée"), "stage": _("Étape"),
        "support": _("Sorte d'appui"), "dimension": _("Dimension"), "form": _("Forme"), "level": _("Niveau"),
        "cohort": _("Année d'arrivée"), "round": _("Campagne"), "instrument": _("Questionnaire"),
        "operation": _("Opération"), "category": _("Catégorie"), "region_then": _("Région de l'époque"),
        "result": _("Résultat"), "reason": _("Motif"), "retained": _("Catégorie retenue"),
        "origin": _("Marocains et étrangers"), "years": _("Âge en années"), "band": _("Âge, tranches de 0 à 5, 6 à 12 et 13 à 17 ans"),
        "bracket": _("Moins de 13 ans, 13 à 17 ans"), "situation": _("Non accompagnés et séparés"),
        "critical": _("Vulnérabilité critique"), "source": _("Identifié par"), "town": _("Ville ou province"),
        "on_time": _("À temps"), "care": _("Accueil"), "solution": _("Solution durable"), "due": _("Échéance"),
        "benefited": _("A bénéficié, par la règle du cours"), "attended": _("Venu au moins une fois"),
        "language": pgettext("répartition", "Langue enseignée"), "urgent": _("Urgent"), "refer": _("À orienter"),
        "status": _("Statut"), "body": _("Par quelle autorité"), "exploitation": _("Forme d'exploitation"),
        "severity": _("Gravité"), "means": _("Moyen"), "identity": _("Identité"), "overdue": _("En retard"),
        "child": _("Enfants et adultes"), "partner_kind": _("Sorte de partenaire"), "place_kind": _("Lieu de l'incident"),
        "quarter": _("Trimestre"), "half": _("Semestre"), "year": _("Année"),
    }  # fmt: skip
    return titles.get(name, name)


class Labels:
    """Codes in words for one reader: a code whose words they may not read, or that has none, stays a code."""

    def __init__(self, actor: User, lang: str) -> None:
        self.actor, self.lang = actor, lang
        self._lists: dict[str, Mapping[str, str]] = {}

    def of(self, axis: Axis, column: str, code: str) -> str:
        """The words of a code in a column of the axis (a coarser level of a place has its own)."""
        if code == UNKNOWN:
            return self._unknown(axis, column)
        if code == OTHER and axis.after is not None:
            return _("Autres")
        if code == TOGETHER:
            return _("Lignes masquées, ensemble")
        if axis.sort == "age":
            return self.age(code)
        if axis.sort == "time":
            return period_label(read_span(code), self.lang)
        return self.words(self._list_of(axis, column)).get(code, code)

    def age(self, band: str) -> str:
        if band.endswith("+"):
            return _("%(age)s ans et plus") % {"age": band[:-1]}
        low, _dash, high = band.partition("-")
        return _("%(low)s à %(high)s ans") % {"low": low, "high": high}

    def words(self, name: str) -> Mapping[str, str]:
        if name not in self._lists:
            self._lists[name] = self._read(name)
        return self._lists[name]

    @cached_property
    def countries(self) -> Mapping[str, str]:
        return self.words("countries")

    def _unknown(self, axis: Axis, column: str) -> str:
        if axis.sort == "level" and axis.parents and column == axis.name:
            return _("Connu seulement plus largement")
        return pgettext("valeur", "Non connu")

    def _list_of(self, axis: Axis, column: str) -> str:
        if axis.sort == "rollup":
            return axis.name
        if column == "commune":
            return "communes"
        return axis.declared.codes if axis.declared and axis.declared.codes else ""

    def _read(self, name: str) -> Mapping[str, str]:
        if name in ROLLUPS:
            return ROLLUPS[name].labels(self.actor, self.lang)
        return CODE_LISTS[name].labels(self.actor, self.lang) if name in CODE_LISTS else {}


def _closed(span: Period | Change) -> Period:
    if isinstance(span, Change):
        raise BadInput(_("Ici il faut une période, pas une évolution."))
    return span
