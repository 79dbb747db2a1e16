"""A person's own key: made when something is first frozen about them, destroyed by erasure."""

from django.utils import timezone

from musanada.kit.secrets import new_wrapped_key, open_with, seal_with
from musanada.people.models import Person
from musanada.people.models.keys import PersonKey


def own_key(person: Person) -> str:
    """The wrapped key, made on first use; "" once it was destroyed (sealing then raises ``Unreadable``)."""
    row, _made = PersonKey.objects.get_or_create(person=person, defaults={"wrapped": new_wrapped_key()})
    return str(row.wrapped)


def seal_for(person: Person, text: str, context: str) -> str:
    """The text under the person's own key. Raises: Unreadable once that key is destroyed."""
    return seal_with(own_key(person), text, context)


def open_for(person: Person, sealed: str, context: str) -> str:
    """What ``seal_for`` sealed. Raises: Unreadable once the key is destroyed."""
    row = PersonKey.objects.filter(person=person).first()
    return open_with(str(row.wrapped) if row else "", sealed, context)


def destroy_key(person: Person) -> bool:
    """Every frozen copy of this person becomes unreadable at once, wherever it lies. Whether there was a key left."""
    row, _made = PersonKey.objects.get_or_create(person=person, defaults={"wrapped": new_wrapped_key()})
    rows = PersonKey.objects.filter(pk=row.pk, destroyed_at=None)
    return bool(rows.update(wrapped="", destroyed_at=timezone.now()))
