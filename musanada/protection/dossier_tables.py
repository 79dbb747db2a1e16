"""The sections of the printed dossier: every table of a protection file, block by block of the form (child-case.md, A–M).

Declared once by the columns printed: their labels are the tables' own words. What somebody suffered (``Harm``) is printed
for who answers for the file, as its page shows it to nobody else. Keys, codes of machines and the sealed dossier of a
panel are not printed.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, QuerySet
from django.utils.translation import gettext_lazy as _

from musanada.access.models import User
from musanada.cases.contents import gather
from musanada.cases.contents import shown as in_words
from musanada.kit.choices import FieldGroup
from musanada.kit.errors import Sentence
from musanada.people.queries.register import cluster
from musanada.protection import models as m
from musanada.protection.dossier_paper import (
    CODES,
    DOSSIER_SECTIONS,
    Block,
    Record,
    as_text,
    label,
    record,
    value,
)
from musanada.protection.queries.assessments import HEARD
from musanada.reference.codes import ServiceFamily

CODES.update(
    {
        "assessment.heard": dict(HEARD),
        "encounter.needs": dict(ServiceFamily.choices),
        "protectionfile.urgent_needs": dict(ServiceFamily.choices),
        "victimscreening.acts": dict(m.VictimScreening.Act.choices),
        "victimscreening.means": dict(m.VictimScreening.Means.choices),
        "victimscreening.purposes": dict(m.Exploitation.choices),
    }
)


@dataclass(frozen=True)
class Table:
    """Rows of ``model`` reached by ``path``, told by ``columns``; the first ``head`` of them name each row."""

    title: Sentence
    model: type[Model]
    columns: str
    order: int
    letter: str = ""
    path: str = "file"
    head: int = 1
    least: str = ""  # a column that is empty in rows that stand

    def rows(self, file: Any) -> QuerySet[Any]:
        wanted: dict[str, Any] = {self.path: file}
        if self.least:
            wanted[self.least] = None
        return self.model._default_manager.filter(**wanted)

    def block(self, file: Any) -> Block:
        names = self.columns.split()
        heads, rest = names[: self.head], names[self.head :]
        return Block(self.title, [told(row, heads, rest) for row in self.rows(file)], self.order, self.letter)


def told(row: Any, heads: Sequence[str], rest: Sequence[str]) -> Record:
    title = " · ".join(text for name in heads if (text := value(row, name)))
    return record(row, rest, title=title)


MAPPED = "child__detail__file"
TABLES: tuple[Table, ...] = (
    Table(_("Comment le dossier est ouvert"), m.ProtectionFile, "kind identified_on source town basis basis_text danger "
          "urgent_needs safe_contact withhold risk", 10, "A", path="pk"),
    Table(_("Situation de l'enfant"), m.Child, "status status_on status_how displacement critical regime eighteen_on "
          "entered_on entered_at heading birth_registered consulate school in_school works health disability marks "
          "parenthood address wants_tracing", 12, "A", path="file"),
    Table(_("Niveaux de risque"), m.RiskRecord, "on level reason review_on by", 14, "A", head=2),
    Table(_("Échéances"), m.Clock, "kind due_on started_on met_on dropped_on", 16, "A", head=2),
    Table(_("Âge"), m.AgeRecord, "on method who birth_date low high doubt why agreed applied by", 22, "B", head=2),
    Table(_("Rencontres"), m.Encounter, "at town spot nickname sex band age nationality company needs danger marks note "
          "recorded_by", 24, "B", path=MAPPED, least="voided_at"),
    Table(_("Parcours"), m.PathwayLeg, "from_country from_city to_country to_city left_on arrived_on means worked incident "
          "note", 26, "B", path=MAPPED, head=4, least="voided_at"),
    Table(_("Famille"), m.FamilyMember, "tie name name_ar sex alive carer nationality where phone in_contact wished safe "
          "rank by", 30, "D", least="voided_at"),
    Table(_("Séparation"), m.Separation, "cause on about where wanted text by", 34, "D"),
    Table(_("Accueil"), m.CareArrangement, "kind from_on to_on carer agency town end formal decision checked_on every_days "
          "view by", 40, "E", head=2),
    Table(_("Représentants"), m.Mandate, "kind state holder phone named_by reference asked_on from_on to_on why by", 42,
          "F", head=2),
    Table(_("Préoccupations"), m.Concern, "kind opened_on phase closed_on details by", 44, "G", head=2),
    Table(_("Évaluations (BIA)"), m.Assessment, "trigger opened_on state due_on done_on assessor heard interpreter views "
          "maturity recommendation reasons bid_needed valid_to reviewer reviewed_on review", 50, "I", head=2),
    Table(_("Facteurs évalués"), m.Factor, "kind found", 51, "I"),
    Table(_("Options pesées"), m.Option, "outlook country pros cons", 52, "I"),
    Table(_("Déterminations (BID)"), m.Determination, "reference question state opened_on due_on officer reviewer "
          "reviewed_on report panel_on decided_on outlook country reasons conditions follower told_on told_by review_on "
          "implemented_on reopened_on reopened_why", 53, "I", head=2),
    Table(_("Exceptions au voyage"), m.TravelException, "reason asked_on text until_on state asked_by answered_on "
          "answered_by", 55, "I", head=2),
    Table(_("Victime"), m.Victim, "child citizen shelter_on again", 50, path="file", head=0),
    Table(_("Entretiens"), m.VictimScreening, "on result private interpreter agreed acts means purposes text by", 51,
          head=2),
    Table(_("Statut de victime"), m.VictimStatus, "status on body text by", 52, head=2),
    Table(_("Exploitation"), m.Episode, "country place from_on to_on sector text by", 53),
    Table(_("Formes d'exploitation"), m.EpisodeForm, "form", 54),
    Table(_("Délai de réflexion"), m.Reflection, "from_on to_on renewal ended_on choice by", 55, head=2),
    Table(_("Procédure pénale : étapes"), m.Proceeding, "stage on by", 56, head=2),
    Table(_("Risque au retour"), m.ReturnRisk, "country on result dangers conditions valid_to by approved_by approved_on",
          57, head=2),
    Table(_("Plan de sécurité"), m.SafetyPlan, "version on dangers steps review_on by", 58, head=2),
    Table(_("Orientations du mécanisme national"), m.NrmReferral, "reference to state urgent safe_contact note respond_by "
          "by sent_at answered_at refusal answer done_at", 59, head=3),
    Table(_("Services orientés, et l'accord de la personne"), m.NrmItem, "service word said_on withdrawn_on given_on", 59,
          path="referral__file"),
    Table(_("Plan"), m.PlanAction, "goal action responsible due_on agreed state ended_on ended_text by", 60, "J"),
    Table(_("Services"), m.Service, "kind asked_at urgency agency state given_on note amount by", 61, "J", head=2),
    Table(_("École et formation"), m.Schooling, "kind place level from_on to_on ended by", 70, "J", head=2),
    Table(_("Cours de langue"), m.Enrolment, "group known_as assent placement from_on to_on result result_on certificate",
          72, "J", path="person__cases__protection"),
    Table(_("Recherche de la famille"), m.Tracing, "relative state opened_on closed_on next_on family_willing child_willing "
          "home_safe verified_on verified_how obstacles reunified_on by", 74, "H", head=2),
    Table(_("Démarches de la recherche"), m.TracingAction, "on kind outcome text by", 75, "H", head=2),
    Table(_("Visites de suivi"), m.FollowUp, "kind due_on done_on missed_on way alone findings by", 80, "K", head=2),
    Table(_("Passage à la majorité"), m.TransitionItem, "topic state on note by", 85, "L", head=2),
    Table(_("Clôture"), m.Closing, "reason asked_on text attempts feedback aftercare aftercare_on state asked_by "
          "answered_on answered_by answer", 90, "M", head=2),
)  # fmt: skip
HARMS = Table(_("Incidents subis (réservé au responsable)"), m.Harm, "kind on where relation told_to agreed text by", 45,
              "G", head=2)  # fmt: skip
# Tables of a file that are not printed, and why.
NOT_PRINTED = {
    "siblinglink": "another child's file: whoever reads this paper may not be named on that one",
    "panelmember": "votes are the panel's: the decision on paper tells them (bid_papers)",
    "detection": "made before there was a file, of nobody",
    "tick": "the answers of a detection",
}


def of_tables(actor: User, file: Any) -> Iterator[Block]:
    for table in TABLES:
        yield table.block(file.pk if table.path == "pk" else file)
    if file.secret.owner_id == actor.pk:
        yield HARMS.block(file)


def of_register(actor: User, file: Any) -> Iterator[Block]:
    """Who the person is: names, birth, nationality, languages, contacts, papers, legal bases."""
    groups = (FieldGroup.IDENTITY, FieldGroup.CONTACT, FieldGroup.LEGAL, FieldGroup.TRAVEL)
    held = in_words(gather(cluster(file.case.person), groups))
    records = [
        Record(str(group), [(str(words), text) for words, text in pairs]) for group, pairs in held if pairs
    ]
    yield Block(_("Identité"), records, 20, "B")


def of_steps(actor: User, file: Any) -> Iterator[Block]:
    """The steps of the procedure, in their order."""
    from musanada.cases.procedures import procedure

    flow = procedure(file.case.procedure)
    records = [
        Record(
            as_text(one.on),
            [
                (str(flow.label_of(one.to_state)), str(one.by)),
                *([(label(one, "text"), one.text)] if one.text else []),
            ],
        )
        for one in file.case.steps.select_related("by").order_by("recorded_at", "id")
    ]
    yield Block(_("Étapes de la procédure"), records, 15, "A")


DOSSIER_SECTIONS.add("register", of_register)
DOSSIER_SECTIONS.add("steps", of_steps)
DOSSIER_SECTIONS.add("tables", of_tables)
