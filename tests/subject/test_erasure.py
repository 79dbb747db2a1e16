"""Erasing someone across every app: nothing of them is left anywhere, and every figure is what it was."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.apps import apps
from django.core import serializers
from django.db import connection
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from musanada.access.models import AuditEntry
from musanada.dataprotection import erasure_list
from musanada.dataprotection.commands import erasure as commands
from musanada.dataprotection.models import Erasure
from musanada.dataprotection.queries import erasure as queries
from musanada.kit import subject
from musanada.kit.ages import age_on
from musanada.kit.choices import BirthPrecision
from musanada.kit.dates import PartialDate
from musanada.kit.errors import BadInput, MissingRight, Problem, Refused
from musanada.kit.facts import FACTS
from musanada.kit.subject import ERASERS, uncovered
from musanada.people import commands as people
from musanada.people.commands.erasing import coarse_birth
from musanada.people.commands.keys import own_key, seal_for
from musanada.people.drafts import ContactDraft, NameDraft
from musanada.people.models import Person, PersonName, Presence
from musanada.people.models.keys import PersonKey

from .conftest import Trace, traces

WORD = "Zzorglub"
PHONE = "+212 6 55 44 33 22"


@pytest.fixture
def person(estate):
    """Someone whose every text bears a word that nobody else bears."""
    actor, found = estate.everyone, estate.person
    people.add_name(actor, found, draft=NameDraft(text=f"{WORD} Diallo"))
    people.change_name(
        actor,
        found,
        name=PersonName.objects.get(text__startswith=WORD),
        draft=NameDraft(text=f"{WORD} Dialo"),
    )
    people.correct(actor, found, birth=PartialDate(date(1990, 5, 20), BirthPrecision.DAY))
    people.add_contact(actor, found, draft=ContactDraft("through", f"chez {WORD}", "safe"))
    people.retire_document(actor, found, document=estate.document, reason=f"au nom de {WORD}")
    return found


def granted(estate, person):
    one = commands.ask_erasure(estate.everyone, person, verified="document")
    one = commands.examine(estate.everyone, one, note=f"{WORD} n'a ni paiement ni procédure")
    one = commands.grant(estate.accounts["data_protection"], one)
    return commands.confirm(estate.accounts["programme_manager"], one)


def erased(estate, person):
    return commands.execute_erasure(estate.accounts["programme_manager"], granted(estate, person))


def facts(known_at):
    """Every fact's rows as the figures read them: the age on the day, not the birth; no opaque reference."""
    return {
        name: sorted(str(counted(fact, row)) for row in fact.rows(known_at)) for name, fact in FACTS.items()
    }


def counted(fact, row):
    values = dict(zip((c.name for c in fact.columns), row, strict=True))
    values.pop("reference", None)
    if birth := values.pop("birth_date", None):
        values["age"] = age_on(birth, values["birth_precision"], values[fact.date])
    return values


def test_every_table_that_tells_of_people_is_covered():
    assert uncovered() == []


def test_a_table_that_nobody_covers_is_seen_and_stops_every_erasure(estate, person, monkeypatch):
    one = granted(estate, person)
    monkeypatch.setattr(subject.ERASERS, "_things", {k: v for k, v in ERASERS.items() if k != "assistance"})
    assert "assistance.act" in uncovered()
    with pytest.raises(Problem, match="assistance"):
        commands.execute_erasure(estate.accounts["programme_manager"], one)
    assert PersonName.objects.filter(person=person).exists()


def test_covered_tables_exist():
    known = {m._meta.label_lower for m in apps.get_models()}
    named = {label for eraser in ERASERS.values() for label in (*eraser.covers, *eraser.keeps)}
    assert named <= known


def test_no_word_of_them_is_left_in_any_table(estate, person):
    before = traces(WORD)
    assert {Trace("people.personname", "text"), Trace("people.contact", "value")} <= before
    erased(estate, person)
    assert traces(WORD, "Fatoumata") == set()


def test_their_key_stands_only_in_coded_rows(estate, person):
    erased(estate, person)
    left = {trace.table for trace in traces(str(person.pk))}
    assert left <= {
        *("people.person", "assistance.act", "people.legalbasis", "people.personkey", "people.nationality"),
        *("access.auditentry", "dataprotection.erasure"),
        *("cases.case", "cases.clearance", "regularisation.card", "regularisation.snapshotrow"),
        *("protection.casualty", "protection.enrolment"),
    }


def test_figures_are_what_they_were(estate, person):
    at = timezone.now() + timedelta(minutes=1)
    past, before = facts(datetime(2024, 8, 1, tzinfo=UTC)), facts(at)
    erased(estate, person)
    after = facts(at)
    assert after.keys() == before.keys()
    assert after == before
    assert "'age': 33" in str(before["assistance_given"])
    person.refresh_from_db()
    assert person.birth_date == date(
        1990, 5, 15
    )  # the day after the last act before the birthday, not the 20th
    assert facts(datetime(2024, 8, 1, tzinfo=UTC)) == past


def test_the_row_is_nobody(estate, person):
    reference = person.reference
    erased(estate, person)
    person.refresh_from_db()
    assert person.erased_at
    assert person.reference != reference
    assert not Presence.objects.filter(person=person).exists()
    assert (person.sex, person.nationalities.count()) == ("F", 1)


def test_nobody_finds_them(estate, person, client):
    from musanada.people import queries as register

    erased(estate, person)
    assert not register.persons(estate.everyone).filter(pk=person.pk).exists()
    assert register.by_reference(estate.everyone, person.reference) is None


def test_frozen_copies_cannot_be_read(estate, person):
    from musanada.kit.secrets import Unreadable, open_with

    wrapped = own_key(person)
    frozen = seal_for(person, "copie", "referral")
    erased(estate, person)
    assert PersonKey.objects.get(person=person).wrapped == ""
    with pytest.raises(Unreadable):
        open_with(PersonKey.objects.get(person=person).wrapped, frozen, "referral")
    assert wrapped


def test_those_merged_into_them_go_too(estate):
    erased(estate, estate.twin)
    gone = Person.objects.get(merged_into=estate.twin)
    assert gone.erased_at
    assert not PersonName.objects.filter(person__in=(gone, estate.twin)).exists()


def test_all_or_nothing(estate, person, monkeypatch):
    """Killed in the last eraser: nothing went, nothing was listed, nothing certified."""
    one, before = granted(estate, person), traces(WORD)

    def killed(people, units):
        raise KeyboardInterrupt

    last = list(ERASERS)[-1]
    monkeypatch.setitem(
        ERASERS._things, last, subject.Eraser(killed, {}, ERASERS[last].covers, ERASERS[last].keeps)
    )
    with pytest.raises(KeyboardInterrupt):
        commands.execute_erasure(estate.accounts["programme_manager"], one)
    assert traces(WORD) == before
    assert erasure_list.entries() == []
    assert Erasure.objects.get(pk=one.pk).state == "confirmed"


def test_the_journal_keeps_keys_only(estate, person):
    lines = AuditEntry.objects.count()
    erased(estate, person)
    assert AuditEntry.objects.count() > lines
    assert AuditEntry.objects.filter(object_id=str(person.pk)).exists()


def test_an_older_backup_is_erased_again(estate, person):
    """The rows of before, put back over those of after: the list beside the database knows."""
    tables = [m for m in apps.get_models() if m._meta.app_label in ("people", "dataprotection", "intake")]
    rows = [row for model in tables for row in model._default_manager.all()]
    backup = serializers.serialize("json", rows)
    act = [(a.pk, a.person_id) for a in person.acts.all()]
    one = erased(estate, person)
    restore(tables, backup)
    assert traces(WORD)
    console = system()
    (entry,) = erasure_list.entries()
    assert commands.replay_erasure(console, estate.root, entry=entry) == 1
    assert traces(WORD) == set()
    again = Erasure.objects.get(number=one.number)
    assert again.replayed_at
    assert queries.verified(again)
    assert [(a.pk, a.person_id) for a in person.acts.all()] == act
    assert commands.replay_erasure(console, estate.root, entry=entry) == 0


def restore(tables, backup):
    for model in reversed(tables):
        with connection.constraint_checks_disabled():
            if model._meta.label_lower != "people.person":
                model._default_manager.all()._raw_delete(model._default_manager.db)
    for row in serializers.deserialize("json", backup):
        row.save()


def system():
    from musanada.access.commands import system_user

    return system_user()


def test_another_organisation_keeps_what_it_holds(estate, person):
    """Who the person is goes with the last organisation; the answer reads the same."""
    from tests.matrix.world import staffed

    other = staffed("voisin", "humanitarian")
    Presence.objects.create(person=person, unit=other.office)
    one = erased(estate, person)
    person.refresh_from_db()
    assert person.erased_at is None
    assert one.counts["names"] == PersonName.objects.filter(person=person).count()
    assert list(Presence.objects.filter(person=person).values_list("unit", flat=True)) == [other.office.pk]


def test_two_persons(estate, person):
    one = commands.ask_erasure(estate.everyone, person, verified="document")
    one = commands.examine(estate.everyone, one, note="rien")
    one = commands.grant(estate.everyone, one)
    with pytest.raises(Refused, match="seconde personne"):
        commands.confirm(estate.everyone, one)
    with pytest.raises(Refused):
        commands.execute_erasure(estate.everyone, one)
    assert PersonName.objects.filter(person=person).exists()
    with pytest.raises(MissingRight):
        commands.confirm(estate.accounts["agent"], one)


# The age that is kept


@given(
    birth=st.dates(date(1930, 1, 1), date(2020, 12, 31)),
    days=st.lists(st.dates(date(1990, 1, 1), date(2035, 12, 31)), max_size=6),
    ends=st.lists(st.integers(1990 * 12, 2035 * 12), max_size=3),
)
def test_every_age_counted_stays_and_the_day_hides_as_far_as_it_can(birth, days, ends):
    kept = coarse_birth(birth, "day", days)
    closing = [date(month // 12, month % 12 + 1, 1) - timedelta(days=1) for month in ends]
    assert all(age_on(kept, "day", d) == age_on(birth, "day", d) for d in (*days, *closing))
    assert (kept.year, kept.month) == (birth.year, birth.month)
    assert kept <= birth
    assert days or kept.day == 1


@pytest.mark.parametrize("precision", ["month", "year", "estimated"])
def test_a_birth_known_in_part_stays_as_it_is_counted(precision):
    assert coarse_birth(date(1990, 5, 1), precision, []) == date(1990, 5, 1)


def test_no_birth_stays_none():
    assert coarse_birth(None, "unknown", [date(2024, 1, 1)]) is None


# Who asks and who is refused


def test_refused_is_kept_and_out_of_every_list(estate, person):
    from musanada.assistance.queries import acts
    from musanada.people import queries as register

    officer = estate.accounts["data_protection"]
    one = commands.ask_erasure(estate.everyone, person, verified="slip")
    one = commands.examine(estate.everyone, one, note="une procédure est en cours")
    one = commands.refuse(officer, one, reasons=["legal_claim", "tracing"])
    clerk = fresh(estate.accounts["agent"])
    assert one.state == "restricted"
    assert one.reasons == ",legal_claim,tracing,"
    assert not register.persons(clerk).filter(pk=person.pk).exists()
    assert not acts(clerk).filter(person=person).exists()
    assert register.person(clerk, person.pk) == person
    assert queries.erasures(fresh(officer)).filter(pk=one.pk).exists()
    commands.reopen(officer, one)
    assert register.persons(fresh(clerk)).filter(pk=person.pk).exists()


def test_refusing_hides_nobody_from_another_organisation(estate, person):
    from musanada.people import queries as register
    from tests.matrix.world import staffed

    other = staffed("voisin", "humanitarian")
    Presence.objects.create(person=person, unit=other.office)
    one = commands.ask_erasure(estate.everyone, person, verified="slip")
    one = commands.examine(estate.everyone, one, note="recherche")
    commands.refuse(estate.accounts["data_protection"], one, reasons=["tracing"])
    assert register.persons(other.everyone).filter(pk=person.pk).exists()


@pytest.mark.parametrize("reasons", [[], ["convenience"], ["legal_duty", "convenience"]])
def test_no_other_reason_refuses(estate, person, reasons):
    one = commands.ask_erasure(estate.everyone, person, verified="slip")
    one = commands.examine(estate.everyone, one, note="rien")
    with pytest.raises(BadInput, match="raisons"):
        commands.refuse(estate.accounts["data_protection"], one, reasons=reasons)


def test_one_open_request_at_a_time(estate, person):
    commands.ask_erasure(estate.everyone, person, verified="known")
    with pytest.raises(Refused, match="déjà en cours"):
        commands.ask_erasure(estate.everyone, person, verified="known")


def test_identity_is_verified_first(estate, person):
    with pytest.raises(BadInput, match="vérifiée"):
        commands.ask_erasure(estate.everyone, person, verified="")


def test_nothing_is_examined_without_a_word(estate, person):
    one = commands.ask_erasure(estate.everyone, person, verified="known")
    with pytest.raises(BadInput):
        commands.examine(estate.everyone, one, note="  ")


def test_withdrawn_by_the_person(estate, person):
    one = commands.ask_erasure(estate.everyone, person, verified="known")
    one = commands.withdraw(estate.everyone, commands.examine(estate.everyone, one, note=WORD))
    assert (one.state, one.note) == ("withdrawn", "")


def test_protected_people_are_erased_by_those_named_only(estate, person):
    from django.http import Http404

    one = commands.ask_erasure(estate.everyone, person, verified="known")
    Person.objects.filter(pk=person.pk).update(protected=True)
    officer = fresh(estate.accounts["data_protection"])
    assert not queries.erasures(officer).exists()
    with pytest.raises(Http404):
        queries.erasure(officer, one.pk)
    with pytest.raises(MissingRight):
        commands.withdraw(officer, one)


# The list and the certificate


def test_the_certificate_names_nobody_and_holds(estate, person):
    one = erased(estate, person)
    found = queries.certificate(one)
    assert {str(label): number for label, number in found.lines}["Noms"] == 2
    assert queries.verified(one)
    Erasure.objects.filter(pk=one.pk).update(counts=one.counts | {"names": 1})
    assert not queries.verified(Erasure.objects.get(pk=one.pk))


@pytest.mark.parametrize("harm", ["change", "remove", "insert"])
def test_a_harmed_list_is_seen(estate, data, harm):
    for someone in (estate.twin, estate.person, estate.relative):
        erased(estate, someone)
    assert len(erasure_list.entries()) == 3
    lines = erasure_list.path().read_text().splitlines()
    harmed = {
        "change": [lines[0], lines[1].replace("EF-", "EG-"), lines[2]],
        "remove": [lines[0], lines[2]],
        "insert": [lines[0], lines[0], *lines[1:]],
    }[harm]
    erasure_list.path().write_text("\n".join(harmed) + "\n")
    with pytest.raises(Problem, match="ligne 2"):
        erasure_list.entries()


def test_the_list_holds_no_name_and_is_its_owners_only(estate, person):
    erased(estate, person)
    assert WORD not in erasure_list.path().read_text()
    assert erasure_list.path().stat().st_mode & 0o077 == 0


def fresh(user):
    """The same account at its next request."""
    return type(user).objects.get(pk=user.pk)
