"""What protection demands of the two clearances (architecture: two locks that cross domains).

The sentence to whoever answers is the same with and without a file: a person whose file does not name them is in none
of their lists, and a child nobody follows needs the decision just the same.
"""

from datetime import date

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from musanada.cases.clearing import CONDITIONS
from musanada.cases.models import Clearance
from musanada.cases.queries.clearances import may_be_minor
from musanada.kit.errors import Sentence
from musanada.people.models import Person
from musanada.people.queries.consents import of_whole_cluster
from musanada.protection.models import Determination, ReturnRisk, TravelException, Victim
from musanada.protection.models.best_interests import TRAVELLING

NO_DECISION = _(
    "Un mineur sans parent ne voyage pas sans décision d'un panel sur son intérêt supérieur (BID) qui prévoit ce voyage, "
    "dite à l'enfant et qui vaut encore ces jours-là, ou sans exception consignée et approuvée par deux personnes, pour ces "
    "jours-là. Une décision ne vaut que vers le pays qu'elle nomme : écrivez ce pays dans les motifs du feu vert. La "
    "protection urgente, elle, n'attend pas."
)
NO_RISK = _(
    "Le retour de cette personne demande une évaluation du risque, approuvée par une seconde personne et qui vaut ces jours-là."
)
STANDING = (Determination.State.DECIDED, Determination.State.IMPLEMENTED)
PROTECTED = ("received", "presumed", "identified")


def of_person(person: Person, path: str = "file__case__person") -> Q:
    return of_whole_cluster(person, path)


def decision_for_a_child(person: Person, kind: str, from_on: date, to_on: date) -> Sentence | None:
    """A minor's journey stands on a decided BID that foresees it, or on an exception that holds all those days."""
    if kind != Clearance.Kind.TRAVEL or not may_be_minor(person, from_on):
        return None
    excepted = TravelException.objects.filter(
        of_person(person),
        state=TravelException.State.APPROVED,
        answered_on__lte=from_on,
        until_on__gte=to_on,
    )
    return None if foreseen(person, to_on) or excepted.exists() else NO_DECISION


def foreseen(person: Person, to_on: date) -> bool:
    """The last determination alone counts: one being prepared, or taken up again, puts the former in question."""
    rows = Determination.objects.filter(of_person(person)).exclude(state=Determination.State.DROPPED)
    last = rows.order_by("-opened_on", "-recorded_at", "-id").first()
    return (
        last is not None
        and last.state in STANDING
        and last.outlook in TRAVELLING
        and last.country_id is not None  # a transfer to another service of this country is no journey
        and last.told_on is not None
        and (last.review_on is None or last.review_on >= to_on)
    )


def risk_for_a_victim(person: Person, kind: str, from_on: date, to_on: date) -> Sentence | None:
    """Of a victim (presumed, identified, or not yet screened): an approved assessment that does not say "dangerous"."""
    if kind != Clearance.Kind.PROTECTION:
        return None
    victims = Victim.objects.filter(
        of_person(person), file__case__closed_on=None, file__case__state__in=PROTECTED
    )
    if not victims.exists():
        return None
    last = (
        ReturnRisk.objects.filter(of_person(person), approved_by__isnull=False)
        .order_by("-on", "-recorded_at", "-id")
        .first()
    )
    if last is not None and last.result != ReturnRisk.Result.UNSAFE and last.valid_to >= to_on:
        return None
    return NO_RISK


CONDITIONS.add("protection.child", decision_for_a_child)
CONDITIONS.add("protection.victim", risk_for_a_victim)
