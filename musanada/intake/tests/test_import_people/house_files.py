"""What these tests say again and again."""

from musanada.people.models import Person


def living():
    return Person.objects.filter(voided_at=None)
