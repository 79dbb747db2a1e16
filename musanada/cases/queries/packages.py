"""What waits behind a link. Whoever has the word has the page, and nobody learns why a word leads nowhere."""

from django.utils import timezone

from musanada.cases.models import Package, Referral
from musanada.cases.packing import hashed

RELATED = ("referral__person__merged_into", "referral__from_unit", "referral__partner")


def waiting(token: str) -> Package | None:
    """The package of a link, whether it waits or was taken; None for a wrong, dead or expired one."""
    rows = Package.objects.filter(token_hash=hashed(token), killed_at=None, expires_at__gt=timezone.now())
    return rows.filter(referral__state__in=Referral.WAITING).select_related(*RELATED).first()


def to_answer(token: str) -> Package | None:
    """The package whose own answer link this is, while an answer is expected."""
    rows = Package.objects.filter(answer_hash=hashed(token), killed_at=None, answer_until__gt=timezone.now())
    return rows.filter(referral__state__in=Referral.WAITING).select_related(*RELATED).first()


def of_referral(referral: Referral) -> Package | None:
    """The last package made for a referral, for the sender's page."""
    return Package.objects.filter(referral=referral).order_by("-made_at").first()
