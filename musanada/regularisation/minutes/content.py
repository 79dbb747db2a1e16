"""What the minutes say, in words of one language: both layouts only set it.

Files stand under their number. Names of applicants are there only when the commission asks for them for the copy that it
signs. Whoever a file hides is in no minutes, as in no list.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from musanada.kit.formats import format_date, format_datetime, format_number, isolate
from musanada.people.models import Person
from musanada.people.queries.register import name_in_list, with_names
from musanada.regularisation.models import AgendaItem, Refusal, Result, Session, SessionMember
from musanada.regularisation.queries import commission, sessions

LANGUAGES = ("fr", "ar")
FORMATS = ("pdf", "docx")
Row = tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """A heading, a head row and rows; the first column is as narrow as its content, the last takes what is left.

    ``numeric``: the last column holds numbers. ``total``: so many last rows are sums.
    """

    title: str
    head: Row
    rows: Sequence[Row]
    empty: str = ""
    numeric: bool = False
    total: int = 0


@dataclass(frozen=True)
class Minutes:
    """Everything as text of ``lang``, in the order in which it is read."""

    lang: str
    dated: date
    title: str
    header: str
    footer: str
    facts: Sequence[tuple[str, str]]
    opening: str
    quorum: str
    tables: Sequence[Table]
    remark: str
    closing: str
    signatures_title: str
    signatures: Sequence[tuple[str, str]]

    def data(self) -> dict[str, Any]:
        """As JSON holds it, for the template."""
        from dataclasses import asdict

        return asdict(self)


def minutes(session: Session, lang: str, *, named: bool = False) -> Minutes:
    """The minutes of ``session`` in ``lang``; ``named`` adds who asked, for the copy that is signed."""
    with translation.override(lang):
        members = sessions.members(session)
        rows = AgendaItem.objects.filter(session=session, removed_at=None)
        rows = rows.filter(application__case__person__protected=False).select_related(*commission.RELATED)
        return told(session, lang, members, list(rows), named)


def told(
    session: Session, lang: str, members: list[SessionMember], items: list[AgendaItem], named: bool
) -> Minutes:
    present = [one for one in members if one.present]
    number = isolate(format_number(session.number, lang))
    title = _("Procès-verbal de la session n° %(number)s") % {"number": number}
    if session.state == Session.State.OPEN:
        title = _("Projet de procès-verbal de la session n° %(number)s") % {"number": number}
    return Minutes(
        lang=lang,
        dated=session.held_on,
        title=title.replace("n° ", "n°\u00a0"),
        header=str(session.unit),
        footer=_("Confidentiel : réservé à la commission et au bureau")
        if named
        else _("Dossiers désignés par leur numéro"),
        facts=facts(session, lang),
        opening=opening(session, lang, len(items)),
        quorum=quorum_words(session, lang, len(present)),
        tables=[
            members_table(members),
            asides_table(session, lang, items),
            opinions_table(session, lang, items, named),
            totals_table(session, lang, items),
        ],
        remark=session.remark,
        closing=closing(session, lang),
        signatures_title=_("Signatures"),
        signatures=[(one.get_capacity_display(), str(one.user.display_name)) for one in present],
    )


def facts(session: Session, lang: str) -> list[tuple[str, str]]:
    rows = [
        (_("Opération"), str(session.operation)),
        (_("Texte"), session.operation.instrument),
        (_("Commission"), f"{session.get_kind_display()} · {session.unit}"),
        (_("Tenue le"), isolate(format_date(session.held_on, lang))),
    ]
    return [*rows, (_("Lieu"), session.where)] if session.where else rows


def opening(session: Session, lang: str, count: int) -> str:
    words = ngettext(
        "La commission a examiné %(n)s dossier, dont le résultat suit.",
        "La commission a examiné %(n)s dossiers, dont les résultats suivent.",
        count,
    ) % {"n": isolate(format_number(count, lang))}
    if session.opened_at is None:
        return words
    opened = _("La séance est ouverte le %(moment)s.") % {
        "moment": isolate(format_datetime(session.opened_at, lang))
    }
    return f"{opened} {words}"


def quorum_words(session: Session, lang: str, present: int) -> str:
    values = {
        "quorum": isolate(format_number(session.quorum, lang)),
        "present": isolate(format_number(present, lang)),
    }
    if present >= session.quorum:
        return _("Quorum : %(quorum)s. Membres présents : %(present)s. Le quorum est atteint.") % values
    return _("Quorum : %(quorum)s. Membres présents : %(present)s. Le quorum n'est pas atteint.") % values


def members_table(members: list[SessionMember]) -> Table:
    rows = [(one.get_capacity_display(), str(one.user.display_name), presence(one)) for one in members]
    head = (_("Qualité"), _("Nom"), _("Présence"))
    return Table(_("Membres"), head, rows, empty=_("Aucun membre n'est appelé."))


def presence(member: SessionMember) -> str:
    if member.present is None:
        return _("Non noté")
    return _("Présent") if member.present else _("Absent")


def asides_table(session: Session, lang: str, items: list[AgendaItem]) -> Table:
    """By file number: who left it to the others, and how many examined it. Why stays with the secretary."""
    known = commission.marks(session, [one.pk for one in items])
    members = {one.pk: one for one in session.members.select_related("user")}
    rows = []
    for one in items:
        for key in sorted(known.aside.get(one.pk, ()), key=str):
            member = members[key]
            who = f"{member.user.display_name} ({member.get_capacity_display()})"
            able = isolate(format_number(len(known.able(one.pk)), lang))
            rows.append((isolate(str(one.application.case)), who, able))
    head = (_("Dossier"), _("Membre retiré"), _("Membres ayant siégé"))
    return Table(
        _("Membres qui se sont retirés"),
        head,
        rows,
        empty=_("Aucun membre ne s'est retiré de l'examen d'un dossier."),
    )


def opinions_table(session: Session, lang: str, items: list[AgendaItem], named: bool) -> Table:
    names = applicants(items) if named else {}
    rows = []
    for number, one in enumerate(items, start=1):
        file = isolate(str(one.application.case))
        who = (isolate(names.get(one.application.case.person_id, "")),) if named else ()
        rows.append((isolate(format_number(number, lang)), file, *who, result_words(one), grounds(one)))
    head = (
        _("Rang"),
        _("Dossier"),
        *((_("Demandeur"),) if named else ()),
        _("Avis"),
        _("Catégorie retenue ou motifs"),
    )
    title = _("Décisions sur recours") if session.kind == Session.Kind.PLENARY else _("Avis de la commission")
    return Table(title, head, rows, empty=_("Aucun dossier n'est à l'ordre du jour."))


def applicants(items: list[AgendaItem]) -> dict[Any, str]:
    people = with_names(Person.objects.filter(pk__in=[one.application.case.person_id for one in items]))
    return {person.pk: name_in_list(person) for person in people}


def result_words(one: AgendaItem) -> str:
    return str(Result(one.result).label) if one.result else _("Sans avis")


def grounds(one: AgendaItem) -> str:
    """The category retained, or the reasons in words."""
    said = [str(one.retained.criterion)] if one.retained else []
    said += [str(Refusal(code).label) for code in one.reason_set if code in Refusal.values]
    words = " ; ".join(said) if not _arabic() else "، ".join(said)
    own = isolate(one.text) if one.text else ""  # written in one language, printed in the other too
    if own and words:
        return f"{words}. {own}"
    return words or own or "—"


def _arabic() -> bool:
    return (translation.get_language() or "").startswith("ar")


def totals_table(session: Session, lang: str, items: list[AgendaItem]) -> Table:
    """Results add up to the files examined, these and those given back to the files on the agenda."""
    counts = {code: sum(one.result == code for one in items) for code in (*Result.values, "")}
    rows = [(str(Result(code).label), counts[code]) for code in Result.values]
    rows += [(_("Sans avis"), counts[""])] if counts[""] else []
    rows.append((_("Dossiers examinés"), len(items)))
    sums, back = 1, given_back(session, items)
    if back:
        rows += [(_("Renvoyés sans avis"), back), (_("Dossiers inscrits"), len(items) + back)]
        sums = 3
    head = (_("Résultat"), _("Dossiers"))
    shown = [(label, isolate(format_number(value, lang))) for label, value in rows]
    return Table(_("Récapitulatif"), head, shown, numeric=True, total=sums)


def given_back(session: Session, items: list[AgendaItem]) -> int:
    """Files that stood on the agenda when the session opened and left it without a result."""
    if session.opened_at is None:
        return 0
    rows = AgendaItem.objects.filter(session=session, removed_at__gte=session.opened_at)
    rows = rows.filter(application__case__person__protected=False)
    rows = rows.exclude(application__in=[one.application_id for one in items])
    return rows.values("application").distinct().count()


def closing(session: Session, lang: str) -> str:
    if session.closed_at is None:
        return _("La séance n'est pas encore levée.")
    return _("La séance est levée le %(moment)s. Lecture faite, les membres présents signent.") % {
        "moment": isolate(format_datetime(session.closed_at, lang))
    }
