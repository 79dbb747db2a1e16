"""Importing a register of the past: each line becomes a return without a name, under the register's own number."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from musanada.access.models import Unit, User
from musanada.intake.imports.kinds import IMPORT_KINDS, Done, Field, Option, Rows, Staged
from musanada.intake.imports.person import person_choices
from musanada.intake.sheets.findings import Finding, say
from musanada.intake.sheets.values import among, country, day, sex, text, yes_no
from musanada.intake.sheets.values.base import Codes
from musanada.intake.sheets.values.lists import aliases
from musanada.kit.choices import Sex
from musanada.kit.errors import Sentence
from musanada.kit.formats import country_name, format_date
from musanada.linkage.sought import Sought
from musanada.returns.commands.past import LOAD, already, fundings, load_past_returns, void_past_returns
from musanada.returns.models import Channel, Direction, Funding
from musanada.returns.past import PastRow, noon

say("past-return", _("%(problem)s"))
say("past-return-known", _("Ce numéro est déjà au registre : la ligne est laissée de côté."))
say("past-return-twice", _("Ce numéro figure déjà plus haut dans le fichier : vérifiez les deux lignes."))

CHANNELS = {
    Channel.STATE: ("état", "etat", "ministère", "ministère de l'intérieur", "mi", "الدولة", "وزارة الداخلية", "state", "estado"),
    Channel.IOM: ("oim", "avr", "avrr", "rva", "arvr", "المنظمة الدولية للهجرة", "iom"),
    Channel.EMBASSY: ("ambassade", "consulat", "السفارة", "القنصلية", "embassy", "embajada"),
}  # fmt: skip
NOWHERE = UUID(int=0)


def words(code: str, label: Sentence, parse: Any, *known: str, **more: Any) -> Field:
    return Field(code, label, known, parse, **more)


FIELDS = (
    words("pseudonym", _("Numéro dans le registre"), text(40), "numéro d'ordre", "identifiant", "code", "matricule",
          "pseudonyme", "numéro dans le registre", "الرقم", "رقم السجل", "case", "id", "pseudonym", "expediente", unique=True, required=True),
    words("country", _("Pays de retour ou de séjour"), country, "pays", "pays de retour", "pays d'origine", "nationalité",
          "destination", "البلد", "country", "país", required=True),
    words("sex", _("Sexe"), sex, "sexe", "genre", "الجنس", "sex", "gender", "sexo"),
    words("minor", _("Mineur au départ"), yes_no, "mineur", "mineur au départ", "enfant", "قاصر", "minor", "child", "menor"),
    words("channel", _("Voie"), among("channel"), "voie", "organisé par", "canal", "المسار", "channel", "vía", required=True),
    words("funding", _("Financement"), among("funding"), "financement", "bailleur", "ligne budgétaire", "التمويل", "funding",
          "donor", "financiación"),
    words("departed_on", _("Parti le"), day, "date de départ", "départ", "parti le", "date du retour", "تاريخ المغادرة",
          "departed on", "departure date", "fecha de salida", required=True),
    words("source", _("Registre d'origine"), text(120), "registre", "registre d'origine", "source", "المصدر", "register"),
)  # fmt: skip


class PastReturnKind:
    """Returns of the past, without a name: one line of an old register each."""

    code: str = "returns"
    label: Sentence = _("Des retours passés, d'un registre sans noms")
    rights: tuple[str, ...] = (LOAD,)
    undo_rights: tuple[str, ...] = (LOAD,)
    fields: tuple[Field, ...] = FIELDS

    def options(self, actor: User, unit: Unit) -> tuple[Option, ...]:
        held = tuple((one.code, str(one)) for one in fundings(unit).order_by("code"))
        return (
            Option(
                "direction",
                _("Dans quel sens sont ces retours ?"),
                tuple(Direction.choices),
                required=True,
                default=Direction.FROM_MOROCCO,
            ),
            Option(
                "funding",
                _("Quel financement pour les lignes qui n'en disent pas ?"),
                held,
                hint=_("Chaque retour a un financement, de la même voie que lui."),
            ),
        )

    def lists(self, actor: User, unit: Unit) -> Mapping[str, Codes]:
        held = fundings(unit)
        return {
            "channel": aliases(CHANNELS.items()),
            "funding": aliases((one.code, [one.name_fr, one.name_ar, one.name_en]) for one in held),
        }

    def choices(self, list_name: str, word: str) -> list[tuple[str, str]]:
        if list_name == "channel":
            return [(code, str(label)) for code, label in Channel.choices]
        if list_name == "funding":
            return [(one.code, str(one)) for one in Funding.objects.order_by("code")]
        return person_choices(list_name, word)

    def identity(self, values: Mapping[str, Any]) -> str:
        return str(values.get("pseudonym", "")).strip().casefold()

    def check(self, row: Staged, options: Mapping[str, str], today: date) -> None:
        """Nobody's funding is guessed: it stands on the line or was chosen for the file."""
        if not row.values.get("funding") and not options.get("funding"):
            row.findings.append(Finding("error", "past-return", "funding", {"problem": str(NO_FUNDING)}))
        if row.blocked:
            return
        known = row_of(row.values, options, {}, row.target, "-")
        for problem in known.problems():
            row.findings.append(Finding("error", "past-return", "", {"problem": str(problem)}))

    def find(self, actor: User, unit: Unit, rows: Sequence[Staged]) -> None:
        """Nobody is looked for: a line names no one."""
        for row in rows:
            row.candidates, row.match = [], None
            if row.decision != "skip":
                row.decision = "new"

    def review(self, actor: User, unit: Unit, rows: Sequence[Staged], options: Mapping[str, str]) -> None:
        known = already(unit, [row.values["pseudonym"] for row in rows])
        channels = dict(fundings(unit).values_list("code", "channel"))
        for row in rows:
            if row.values["pseudonym"] in known:
                row.findings.append(Finding("info", "past-return-known", "pseudonym"))
                row.decision, row.match = "skip", None
            elif channels.get(funding_of(row.values, options)) != row.values["channel"]:
                row.findings.append(
                    Finding("error", "past-return", "funding", {"problem": str(OTHER_CHANNEL)})
                )

    def repeated(self, row: Staged) -> None:
        """One number, one return: the second line is looked at by a person."""
        if not any(found.code in ("twice-in-file", "past-return-twice") for found in row.findings):
            row.findings.append(Finding("warning", "past-return-twice", "pseudonym"))
        row.decision, row.match = "skip", None

    def sought(self, values: Mapping[str, Any]) -> Sought | None:
        return None

    def title(self, values: Mapping[str, Any]) -> str:
        code = values.get("country", "")
        return " · ".join(
            part for part in (values.get("pseudonym", ""), code and country_name(code, language())) if part
        )

    def show(self, field: str, value: Any) -> str:
        if field == "departed_on":
            return format_date(date.fromisoformat(value), language())
        if field == "country":
            return country_name(value, language())
        if field == "minor":
            return str(_("Oui") if value else _("Non"))
        labels: dict[str, dict[str, Any]] = {"channel": dict(Channel.choices), "sex": dict(Sex.choices)}
        return str(labels.get(field, {}).get(value, value))

    def commit(self, actor: User, part: Rows) -> Mapping[UUID, Done]:
        known = already(part.unit, [row.values["pseudonym"] for row in part.rows])
        fresh = [row for row in part.rows if row.values["pseudonym"] not in known]
        keys = dict(fundings(part.unit).values_list("code", "pk"))
        default = str(_("Registre de %(unit)s") % {"unit": part.unit.name_fr})[:120]
        rows = [row_of(row.values, part.options, keys, row.target, default) for row in fresh]
        load_past_returns(actor, part.unit, rows, batch=part.batch)
        here = {row.pk for row in fresh}
        return {row.pk: Done("created" if row.pk in here else "already") for row in part.rows}

    def undo(self, actor: User, part: Rows) -> Mapping[UUID, Done]:
        void_past_returns(actor, part.unit, keys=[row.target for row in part.rows], batch=part.batch)
        return {row.pk: Done("undone") for row in part.rows}

    def preview(self, counts: Mapping[str, int]) -> list[Sentence]:
        return [
            ngettext(
                "%(count)s retour passé entrera, sans nom.",
                "%(count)s retours passés entreront, sans nom.",
                counts["new"],
            )
            % {"count": counts["new"]}
        ]

    def outlook(self, values: Iterable[Mapping[str, Any]]) -> list[Sentence]:
        """First and last departure and how many countries: the figures to compare with the register's own."""
        days, countries = set[str](), set[str]()
        for one in values:
            days.add(str(one["departed_on"]))
            countries.add(str(one["country"]))
        if not days:
            return []
        first, last = (format_date(date.fromisoformat(one), language()) for one in (min(days), max(days)))
        return [
            ngettext(
                "Départs du %(first)s au %(last)s, %(n)s pays.",
                "Départs du %(first)s au %(last)s, %(n)s pays différents.",
                len(countries),
            )
            % {"first": first, "last": last, "n": len(countries)}
        ]


NO_FUNDING = _(
    "Le financement manque : ajoutez la colonne, ou choisissez celui qui vaut pour tout le fichier."
)
OTHER_CHANNEL = _("Le financement n'est pas celui de cette voie : corrigez l'un ou l'autre.")


def language() -> str:
    return translation.get_language() or "fr"


def funding_of(values: Mapping[str, Any], options: Mapping[str, str]) -> str:
    return str(values.get("funding") or options.get("funding", ""))


def row_of(
    values: Mapping[str, Any], options: Mapping[str, str], keys: Mapping[str, UUID], key: UUID, source: str
) -> PastRow:
    """The line as it will be kept. Its key was fixed when it was staged, so that a chunk tried again is the same line."""
    left = date.fromisoformat(values["departed_on"])
    return PastRow(
        pseudonym=values["pseudonym"],
        country=values["country"],
        channel=values["channel"],
        funding=keys.get(funding_of(values, options), NOWHERE),
        departed_on=left,
        recorded_at=min(noon(left), timezone.now()),
        source=values.get("source") or source,
        sex=values.get("sex", Sex.UNKNOWN),
        minor=values.get("minor"),
        direction=options.get("direction") or Direction.FROM_MOROCCO,
        id=key,
    )


IMPORT_KINDS.add("returns", PastReturnKind())
