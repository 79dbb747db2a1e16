"""What protects people, at work in Oujda: agreements, referrals, two protected files, the officer's registers.

Everything is dated today and counts nowhere: protected people are in no live figure, and nobody counted is hidden.
"""

from datetime import date, timedelta
from uuid import UUID

from django.utils import timezone

from musanada.access.models import Unit, User
from musanada.cases.commands import referrals as cases
from musanada.cases.commands.referrals import ReferralDraft
from musanada.dataprotection.commands import registers, requests
from musanada.demo.chance import Chance
from musanada.kit.choices import BirthPrecision
from musanada.kit.dates import PartialDate
from musanada.people import commands as people
from musanada.people import queries
from musanada.people.commands import asylum, confidential, consents
from musanada.people.consents import ConsentDraft
from musanada.people.drafts import BasisDraft, NameDraft, PersonDraft
from musanada.people.models import Person

HERE, CLINIC, OFFICE = "assoc-oujda-frontiere", "assoc-oujda-sante", "oim-ouj"
NOTICE = "2024-01"
VITAL = BasisDraft(basis="vital_interest", means="", notice_version=NOTICE, language="fra")
Staff = dict[str, User]


def fill(chance: Chance, units: dict[str, Unit], staff: Staff) -> None:
    """``staff`` by account name: ``agent.oujda`` and its colleagues."""
    adults = adults_of(staff["agent.oujda"], units[HERE])
    agreements(units, staff, adults)
    referrals(units, staff, adults)
    child_alone(chance, units, staff)
    if adults:
        asylum_seeker(units, staff, adults[-1])
    officer(units, staff, adults)


def adults_of(agent: User, unit: Unit) -> list[Person]:
    rows = queries.persons(agent, "people.view").filter(unit=unit, birth_date__lt=date(2000, 1, 1))
    return list(rows.order_by("reference")[:8])


def agreements(units: dict[str, Unit], staff: Staff, adults: list[Person]) -> None:
    """Six say yes to being sent to the clinic, one says no, one takes it back."""
    agent, unit, to = staff["agent.oujda"], units[HERE], f"unit:{units[CLINIC].pk}"
    for person in adults[:6]:
        yes = ConsentDraft(
            purpose="referral",
            recipient=to,
            groups=("identity", "contact", "health"),
            means="oral",
            notice_version=NOTICE,
            witness="Interprète de permanence",
        )
        consents.record_consent(agent, person, unit=unit, draft=yes)
    for person in adults[6:7]:
        no = ConsentDraft(
            purpose="referral", recipient=to, reason="fear", language="fra", notice_version=NOTICE
        )
        consents.refuse_consent(agent, person, unit=unit, draft=no)
    for person in adults[5:6]:
        given = queries.consents.consents_of(agent, person)[0]
        consents.withdraw_consent(agent, person, consent=given)


def referrals(units: dict[str, Unit], staff: Staff, adults: list[Person]) -> None:
    """To the clinic: one waits for its answer, one is accepted, one met its need, one was refused."""
    agent, doctor = staff["agent.oujda"], staff["health-focal-point.oujda"]
    for number, person in enumerate(adults[:4]):
        asked = ReferralDraft(
            kind="referral",
            from_unit=units[HERE],
            to_unit=units[CLINIC],
            need="health",
            groups=("identity", "contact", "health"),
            urgency="normal",
        )
        sent = cases.send(agent, cases.draft(agent, person, draft=asked))
        if number == 1:
            cases.accept(doctor, sent)
        elif number == 2:
            cases.finish(doctor, cases.accept(doctor, sent), outcome="given")
        elif number == 3:
            cases.refuse(doctor, sent, reason="no_place")


def child_alone(chance: Chance, units: dict[str, Unit], staff: Staff) -> None:
    """A boy met by nobody else: hidden whole, two people named, one opened the file in an emergency."""
    officer, unit = staff["protection-officer.oujda"], units[OFFICE]
    draft = PersonDraft(
        names=(NameDraft(text="Ibrahima Sory Camara"),),
        sex="M",
        birth=PartialDate(date(timezone.localdate().year - 14, 1, 1), BirthPrecision.ESTIMATED),
        nationalities=("GIN",),
        languages=("fra",),
        preferred_language="fra",
        registered_on=timezone.localdate(),
        reference=chance.reference(),
    )
    child = people.register(officer, unit, draft=draft, basis=VITAL)
    file = confidential.open_file(
        officer, child, subject="child", hides_person=True, reason="Enfant seul rencontré à la gare routière."
    )
    confidential.grant(
        officer,
        file,
        user=staff["travel-officer.oujda"],
        until=timezone.now() + timedelta(days=30),
        reason="Recherche de la famille et documents de voyage.",
    )
    confidential.break_glass(
        staff["case-manager.oujda"],
        unit,
        sought=child.reference,
        reason="Enfant amené de nuit aux urgences, la chargée de protection est injoignable.",
    )


def asylum_seeker(units: dict[str, Unit], staff: Staff, person: Person) -> None:
    """Someone an association knows anyway: only the status is protected."""
    officer = staff["protection-officer.oujda"]
    known: UUID = person.pk
    seen = queries.person(officer, known)
    file = confidential.open_file(
        officer,
        seen,
        subject="asylum",
        hides_person=False,
        reason="A demandé l'asile ; orientée vers le HCR.",
    )
    asylum.record_asylum(officer, file, status="seeker", since=timezone.localdate(), authority="unhcr")


def officer(units: dict[str, Unit], staff: Staff, adults: list[Person]) -> None:
    """The registers as a data-protection officer finds them: most in order, some late."""
    dpo, root, today = staff["data-protection.national"], units["oim"], timezone.localdate()
    registers.declare_controller(
        dpo, root, from_on=date(2023, 1, 1), controller=root, focal_point="point.focal@exemple.invalid"
    )
    for name, groups, sensitive in TREATMENTS:
        line = registers.record_processing(
            dpo,
            root,
            name=name,
            purpose=PURPOSE,
            legal_basis="consent",
            subjects="migrants",
            groups=groups,
            sensitive=sensitive,
            retention="Fin du suivi + 2 ans, puis pseudonymisation (à confirmer).",
            started_on=date(2023, 1, 1),
        )
        if not sensitive:
            registers.record_formality(
                dpo, line, kind="declaration", state="obtained", number="D-DEMO-001", on=date(2023, 2, 1)
            )
    registers.record_assessment(
        dpo,
        root,
        subject_kind="module",
        subject="Registre des personnes",
        done_on=today - timedelta(days=400),
        ends_on=today - timedelta(days=35),
        result="measures",
        measures="Second facteur obligatoire ; revue des accès chaque trimestre.",
    )
    for person in adults[:1]:
        requests.open_request(dpo, root, kind="access", channel="counter", received_on=today, person=person)


PURPOSE = "Accueillir, orienter et aider les personnes migrantes."
TREATMENTS = (
    ("Registre des personnes et aides", "identity,contact,services", False),
    ("Santé : orientations et actes", "identity,health", True),
)
