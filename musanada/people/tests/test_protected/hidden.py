"""A file that hides someone, the accounts around it, and what tests ask of them: who reads, what is written down."""

from datetime import timedelta

from django.http import Http404
from django.utils import timezone

from musanada.access.commands import first_accounts
from musanada.access.models import AuditEntry, User
from musanada.people import queries
from musanada.people.commands import confidential as verbs
from musanada.people.models import (
    ConfidentialFile,
)
from musanada.people.tests.world import World, met

WHY = "menaces reçues au téléphone"
EMERGENCY = "menace immédiate, personne ne répond au téléphone"
READ = "people.read_protected"


def fresh(user: User) -> User:
    """As the next request loads the account: nothing remembered."""
    return User.objects.get(pk=user.pk)


def soon(**span: int):
    return timezone.now() + timedelta(**(span or {"days": 30}))


def account(unit, name: str, role: str) -> User:
    return first_accounts(unit, [(name, name.title(), "", role)])[0]


def opened(world: World, person=None, *, by=None, **values) -> ConfidentialFile:
    person = person or met(world, "Grace Okafor", **values)
    return verbs.open_file(by or world.maha, person, subject="trafficking", hides_person=True, reason=WHY)


def reads(user: User, person) -> bool:
    try:
        queries.person(fresh(user), person.pk)
    except Http404:
        return False
    return True


def lines() -> int:
    return AuditEntry.objects.filter(verb=READ).count()


def focal_point(world: World, name: str = "dounia") -> User:
    return account(world.organisation, name, "data_protection")


def raw(model, column: str, pk) -> str:
    from django.db import connection

    key = pk.hex if connection.vendor == "sqlite" else pk
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {model._meta.db_table} WHERE id = %s", [key])
        return cursor.fetchone()[0]
