"""A small country: organisations of every side, each with the same estate, so that any can be a stranger to any.

An estate is one of everything a page can show: someone with a name, a phone and a document, their family, what they
received, who waits, a file being imported, a partner, a programme; an account for each role, and one holding all.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.utils import timezone

from musanada.access.commands import add_unit, first_factor, found_organisation, hold
from musanada.access.models import RoleHolding, Unit, User
from musanada.access.roles import Role
from musanada.assistance.commands import load_catalogue, record
from musanada.assistance.drafts import ActDraft
from musanada.cases.commands.questions import ask
from musanada.cases.commands.referrals import ReferralDraft, draft, send
from musanada.intake.commands import check_in
from musanada.intake.commands import imports as importing
from musanada.intake.models.imports import ImportRow
from musanada.partners.commands import register_partner
from musanada.people import commands as people
from musanada.people.commands import asylum, confidential, consents
from musanada.people.commands.consents import record_consent
from musanada.people.consents import ConsentDraft
from musanada.people.drafts import BasisDraft, ContactDraft, IdentifierDraft, NameDraft, PersonDraft
from musanada.people.models import Contact, HouseholdMember, Identifier, LegalBasis, PersonName
from musanada.programmes.commands import create_programme, open_activity, register_donor
from musanada.reference import files
from musanada.reference.commands import load_countries, load_places
from musanada.reference.queries import places_by_code
from musanada.regularisation.commands.rules import load_rules
from tests.matrix.estates import furnish_areas
from tests.matrix.registers import a_file, data_protection
from tests.matrix.rights_of_people import rights_of_people

STAFF_ROLES = [role for role in Role.values if role != Role.CONSOLE]
BASIS = BasisDraft(basis="consent", means="oral", notice_version="2024-01", language="fra")
DAY = date(2024, 5, 14)
PHONE = "+212 6 12 34 56 78"
HIDDEN_NAMES = ("Sira Oury Diaby", "Kadidiatou Tounkara")
OF_PEOPLE = {
    "consent",
    "act",
    "stay",
    "arrival",
    "attachment",
}  # the others are asked by one who is not named
HIDDEN = "Safiatou Ramata Conté"
NAMES = ("Fatoumata Binta Barry", "Aminata Sylla", "Mamadou Saliou Bah", "Mamadou Salieu Ba")
FILE = "Nom,Prénom,Sexe,Date de naissance,Nationalité\nDiallo,Awa,F,05/03/1990,Guinée\n"


@dataclass
class Estate:
    """What one organisation has. ``everyone`` holds all its roles: the owner of its records."""

    root: Unit
    office: Unit
    accounts: dict[str, User]
    everyone: User
    things: dict[str, Any] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Any:
        try:
            return self.__dict__["things"][name]
        except KeyError:
            raise AttributeError(f"the estate has no {name}") from None


def load_country() -> None:
    """Places (of communes only one city's), countries and the catalogue: what an installation always has."""
    load_places(row for row in files.places() if row.kind != "commune" or row.names["fr"] == "Oujda")
    load_countries(files.countries())
    load_catalogue()
    load_rules()


def staffed(code: str, side: str) -> Estate:
    """An organisation with an office and an account for each role, held at the top."""
    root = found_organisation(code, f"Organisation {code}", side=side)
    office = add_unit(root, f"{code}-oujda", f"Bureau d'Oujda ({code})", kind="office", side=side)
    accounts = {role: account(f"{code}.{role}", root, role) for role in STAFF_ROLES}
    return Estate(root, office, accounts, account(f"{code}.everyone", root, *STAFF_ROLES))


def account(name: str, unit: Unit, *roles: str) -> User:
    user = User.objects.create(username=name, display_name=name.title())
    for role in roles:
        hold(user, unit, role)
    return user


def furnish(estate: Estate) -> Estate:
    """One of everything, entered by the estate's own hands."""
    for make in (
        a_door,
        a_family,
        a_merge,
        some_agreements,
        some_assistance,
        a_waiting_person,
        a_referral,
        a_programme,
        an_import,
        a_file,
        data_protection,
        protected_files,
        rights_of_people,
        furnish_areas,
    ):
        estate.things |= make(estate)
    estate.things["holding"] = RoleHolding.objects.get(user=estate.accounts[Role.AGENT])
    return estate


def a_door(estate: Estate) -> dict[str, Any]:
    """A second factor of the estate's owner, and a session on another machine."""
    owner = estate.everyone
    first_factor(owner)
    key = f"elsewhere-{estate.root.code}"
    session = UserSession.objects.create(user_id=owner.pk, session_key=key, ip="192.0.2.0", user_agent="")
    return {"factor": Authenticator.objects.get(user_id=owner.pk), "session": session}


def someone(estate: Estate, name: str, **details: Any) -> Any:
    draft = PersonDraft(
        names=(NameDraft(text=name),), sex="F", nationalities=("GIN",), registered_on=DAY, **details
    )
    return people.register(estate.everyone, estate.office, draft=draft, basis=BASIS)


def passport_of(estate: Estate) -> str:
    return f"4471982 {estate.root.code}"


def a_family(estate: Estate, names: tuple[str, ...] = NAMES, passport: str = "") -> dict[str, Any]:
    actor = estate.everyone
    person = someone(
        estate,
        names[0],
        identifiers=(IdentifierDraft("passport", passport or passport_of(estate)),),
        contacts=(ContactDraft("phone", PHONE, "safe"),),
    )
    relative = someone(estate, names[1])
    household = people.form_household(actor, person)
    people.join_household(actor, household, person=relative, tie="child")
    return {
        "person": person,
        "relative": relative,
        "tie": people.relate(actor, person, other=relative, kind="parent"),
        "name": PersonName.objects.get(person=person),
        "contact": Contact.objects.get(person=person),
        "document": Identifier.objects.get(person=person),
        "basis": LegalBasis.objects.get(person=person),
        "member": HouseholdMember.objects.get(person=relative),
    }


def hidden(estate: Estate) -> tuple[Estate, set[str]]:
    """One of everything that hangs on a person, of people of the same office whom only ``everyone`` may see; and the
    names of what is theirs. The rest is the estate's own."""
    shadow = Estate(estate.root, estate.office, estate.accounts, estate.everyone)
    shadow.things |= a_family(shadow, HIDDEN_NAMES, f"9912001 {estate.root.code}")
    for make in (some_agreements, some_assistance, a_file):
        shadow.things |= {k: v for k, v in make(shadow).items() if k in OF_PEOPLE}
    for person in (shadow.person, shadow.relative):
        file = confidential.open_file(
            estate.everyone,
            person,
            subject="violence",
            hides_person=True,
            reason="menaces reçues au téléphone",
        )
    shadow.things |= {"file": file, "access": file.named.get()}
    fresh = set(shadow.things)
    shadow.things = estate.things | shadow.things
    return shadow, fresh


def a_merge(estate: Estate) -> dict[str, Any]:
    kept, gone = someone(estate, NAMES[2]), someone(estate, NAMES[3])
    return {"twin": kept, "merge": people.merge(estate.everyone, kept, gone=gone, reason="même personne")}


def some_agreements(estate: Estate) -> dict[str, Any]:
    """A yes, another legal basis, and someone who asks to do without either."""
    case_manager = estate.accounts[Role.CASE_MANAGER]

    def said(purpose: str, **values: Any) -> ConsentDraft:
        return ConsentDraft(purpose, minor=False, notice_version="2026-11", **values)

    vital = said("assistance", basis="vital_interest", reason="inconscient", expires_on=date.today())
    return {
        "consent": consents.record_consent(
            estate.everyone, estate.person, unit=estate.office, draft=said("survey", means="mark")
        ),
        "other_basis": consents.record_other_basis(
            case_manager, estate.person, unit=estate.office, draft=vital
        ),
        "override": consents.ask_override(
            case_manager, estate.person, unit=estate.office, purpose="photo_voice", reason="disparue"
        ),
    }


def some_assistance(estate: Estate) -> dict[str, Any]:
    """A kit given today and someone sheltered who has not left."""

    def given(service: str, **values: Any) -> Any:
        draft = ActDraft(person=estate.person.pk, service=service, given_on=DAY, **values)
        return record(estate.everyone, estate.office, draft=draft)

    return {"act": given("hygiene-kit", quantity=1), "stay": given("emergency-shelter")}


def a_waiting_person(estate: Estate) -> dict[str, Any]:
    return {"arrival": check_in(estate.everyone, estate.office, person=estate.person)}


def a_referral(estate: Estate) -> dict[str, Any]:
    """Someone referred by the office to the head office, with their consent; and a question asked about them."""
    actor, to = estate.everyone, estate.root
    answer = ConsentDraft(
        purpose="referral",
        recipient=f"unit:{to.pk}",
        groups=("identity", "contact"),
        means="oral",
        witness="Un témoin",
        notice_version="2026-11",
        minor=False,
    )
    record_consent(actor, estate.relative, unit=estate.office, draft=answer)
    asked = ReferralDraft("referral", estate.office, "shelter", ("contact",), to_unit=to)
    return {
        "referral": send(actor, draft(actor, estate.relative, draft=asked)),
        "question": ask(actor, to, person=estate.twin),
    }


def a_programme(estate: Estate) -> dict[str, Any]:
    actor, root, code = estate.everyone, estate.root, estate.root.code.upper()
    partner = register_partner(
        actor, root, code=f"P-{code}", name_fr=f"Association {code}", kind="association", side=root.side
    )
    donor = register_donor(actor, root, code=f"D-{code}", name_fr=f"Bailleur {code}")
    programme = create_programme(
        actor,
        root,
        code=f"ABRI-{code}",
        name_fr=f"Abri {code}",
        sector="shelter",
        starts_on=date(2024, 1, 1),
        donors=[donor],
    )
    city = places_by_code()["MA-OUJ"]
    activity = open_activity(
        actor, programme, city=city, family="shelter", partner=partner, starts_on=date(2024, 3, 1)
    )
    return {"partner": partner, "donor": donor, "programme": programme, "activity": activity}


def an_import(estate: Estate) -> dict[str, Any]:
    """A file of one person, read and waiting to be decided."""
    actor = estate.everyone
    batch = importing.upload(actor, estate.office, kind="people", name="liste.csv", blocks=[FILE.encode()])
    importing.check_columns(actor, batch, mapping=batch.mapping, options={"basis": "consent"})
    importing.run_step(batch.pk)
    return {"batch": batch, "row": ImportRow.objects.get(batch=batch)}


def protected_files(estate: Estate) -> dict[str, Any]:
    """Someone hidden, with one more named; someone opened in an emergency; a sealed file; an asylum status."""
    actor, reason = estate.everyone, "menaces reçues au téléphone"
    until = timezone.now() + timedelta(days=30)

    def opened(name: str, subject: str = "violence", *, hides: bool = True) -> Any:
        person = someone(estate, name)
        return confidential.open_file(actor, person, subject=subject, hides_person=hides, reason=reason)

    file, shut = opened(HIDDEN), opened("Hadja Kankou Soumah")
    glass = confidential.break_glass(
        estate.accounts[Role.PROTECTION],
        estate.root,
        sought=shut.person.reference,
        reason="menace immédiate, personne ne répond",
    )
    access = confidential.grant(
        actor, file, user=estate.accounts[Role.AGENT], until=until, reason="suit la personne au guichet"
    )
    sealed = confidential.seal(actor, opened("Oumou Hawa Kaba"), reason="enquête en cours sur des fuites")
    asylum_file = opened("Nantenin Camara", "asylum", hides=False)
    status = asylum.record_asylum(actor, asylum_file, status="seeker", since=DAY, authority="unhcr")
    return {
        "file": file,
        "access": access,
        "glass": glass,
        "sealed": sealed,
        "asylum_file": asylum_file,
        "status": status,
    }
