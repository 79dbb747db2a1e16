"""What papers put on the page of a return: documents, authorisations, certificates, beds; each against the planned day."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from musanada.access.doors import may
from musanada.access.models import User
from musanada.returns.models import Return
from musanada.returns.queries import papers as queries
from musanada.returns.show_parts import SHOW_PARTS, ShowPart
from musanada.returns.workflow import EARLY

ADD = (
    ("document-new", _("Document de voyage")),
    ("exit-new", _("Autorisation de sortie")),
    ("fitness-new", _("Aptitude au voyage")),
    ("stay-new", _("Hébergement")),
)


def papers(actor: User, ret: Return) -> ShowPart | None:
    """Nothing before there is something to hold; whoever keeps papers may add them from the start."""
    found = queries.papers(ret)
    may_keep = may(actor, queries.PAPERS, ret) and ret.case.closed_on is None
    empty = not (found.documents or found.exits or found.certificates or found.stays)
    if empty and (not may_keep or ret.case.state in EARLY[:2]):
        return None
    add = [(reverse(f"returns:{name}", args=[ret.case_id]), label) for name, label in ADD] if may_keep else []
    return ShowPart("returns/papers_part.html", {"papers": found, "add": add, "may_keep": may_keep}, order=20)


SHOW_PARTS.add("papers", papers)
