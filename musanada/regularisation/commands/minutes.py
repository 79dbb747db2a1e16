"""Minutes that leave the house: without names for whoever may see the session, with names for who signs, journalled."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from musanada.access.doors import command, journal
from musanada.access.models import User
from musanada.access.verbs import say
from musanada.regularisation.minutes import minutes
from musanada.regularisation.models import Session


def plain_minutes(session: Session, *, lang: str, kind: str) -> bytes:
    """Files by number only. The caller has asked who sees the session."""
    return laid_out(session, lang, kind, named=False)


@command("commission.record")
def named_minutes(actor: User, session: Session, /, *, lang: str, kind: str) -> bytes:
    """The same with the names of applicants: what was taken away, and by whom, stays in the journal."""
    return laid_out(session, lang, kind, named=True)


def laid_out(session: Session, lang: str, kind: str, *, named: bool) -> bytes:
    from musanada.regularisation.minutes import paper, word

    content = minutes(session, lang, named=named)
    return word.docx(content) if kind == "docx" else paper.pdf(content)


def note_signed_read(actor: User, session: Session) -> None:
    with transaction.atomic():
        journal(actor, "regularisation.read_signed", "done", session)


say({"regularisation.named_minutes": _("Procès-verbal établi avec les noms")})
