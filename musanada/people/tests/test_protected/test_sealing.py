"""A seal closes a file to everyone, its owner too; who lifts it reads nothing."""

import pytest

from musanada.kit.errors import MissingRight
from musanada.people.commands import confidential as verbs
from musanada.people.models import (
    ConfidentialFile,
)
from musanada.people.queries import confidential as files
from musanada.people.tests.test_protected.hidden import WHY, focal_point, fresh, opened, reads, soon

pytestmark = pytest.mark.django_db


def test_a_seal_closes_to_everyone_and_opens_to_the_owner_only(world):
    file = opened(world)
    verbs.grant(fresh(world.maha), file, user=world.alima, until=soon(), reason=WHY)
    verbs.seal(fresh(world.maha), file, reason=WHY)
    assert not reads(world.maha, file.person)
    assert not reads(world.alima, file.person)
    verbs.unseal(focal_point(world), file.unit, file=ConfidentialFile.objects.get(), reason=WHY)
    assert reads(world.maha, file.person)
    assert not reads(world.alima, file.person)


def test_who_lifts_a_seal_reads_nothing(world):
    file, focal = opened(world), focal_point(world)
    verbs.seal(fresh(world.maha), file, reason=WHY)
    assert [one.pk for one in files.sealed(focal)] == [file.pk]
    verbs.unseal(focal, file.unit, file=file, reason=WHY)
    assert not reads(focal, file.person)


def test_a_seal_is_not_lifted_without_the_right(world):
    file = opened(world)
    verbs.seal(fresh(world.maha), file, reason=WHY)
    with pytest.raises(MissingRight):
        verbs.unseal(fresh(world.maha), file.unit, file=file, reason=WHY)
