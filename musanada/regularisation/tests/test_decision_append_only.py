"""A decision stays as it was taken: voided once, its words erased, and nothing else."""

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from musanada.regularisation.models import Decision
from musanada.regularisation.tests import scene as s


@pytest.fixture
def decision(scene):
    return s.opinion(scene, s.complete(scene), text="Durée de séjour non établie.")


@pytest.mark.parametrize(
    "values",
    [{"result": "favourable"}, {"reasons": ",identity,"}, {"stage": "appeal"}, {"text": "Autre chose."}],
    ids=str,
)
def test_it_is_not_rewritten(decision, values):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Decision.objects.filter(pk=decision.pk).update(**values)


def test_it_is_not_deleted(decision):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Decision.objects.filter(pk=decision.pk).delete()


def test_it_is_voided_once(decision):
    Decision.objects.filter(pk=decision.pk).update(voided_at=timezone.now())
    for again in (timezone.now(), None):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            Decision.objects.filter(pk=decision.pk).update(voided_at=again)


def test_its_words_are_erased(decision):
    Decision.objects.filter(pk=decision.pk).update(text="")
    decision.refresh_from_db()
    assert (decision.text, decision.result) == ("", "unfavourable")
