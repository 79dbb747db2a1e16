"""The minutes of a session as a file, in French or Arabic; and the copy that was signed, for the secretary alone."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_GET

from musanada.access.doors import require
from musanada.access.pages import Request, page
from musanada.people.attachments.sniff import EXTENSIONS
from musanada.people.views.attachments import CLOSED_BOX
from musanada.regularisation.commands import minutes as commands
from musanada.regularisation.minutes import FORMATS, LANGUAGES
from musanada.regularisation.queries import commission, sessions
from musanada.regularisation.queries.commission import RECORD
from musanada.regularisation.views.sessions import OPEN_TO, managed

TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


@page(OPEN_TO)
@require_GET
def minutes(request: Request, pk: UUID, lang: str, kind: str) -> HttpResponse:
    """``?names=1``: with the names of applicants, for the copy to be signed; the secretary's alone, journalled."""
    seat = commission.seat(request.user, pk)
    if lang not in LANGUAGES or kind not in FORMATS or not seat.has_minutes:
        raise Http404
    named = request.GET.get("names") == "1"
    if named:
        require(request.user, RECORD, seat.session)
        content = commands.named_minutes(request.user, seat.session, lang=lang, kind=kind)
    else:
        content = commands.plain_minutes(seat.session, lang=lang, kind=kind)
    name = f"pv-{seat.session.number}-{seat.session.held_on.isoformat()}-{lang}.{kind}"
    headers = {**CLOSED_BOX, "Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=TYPES[kind], headers=headers)


@page(RECORD)
@require_GET
def signed(request: Request, pk: UUID) -> HttpResponse:
    """The signed copy. Its reading is journalled."""
    session = managed(request.user, pk, RECORD)
    content = sessions.signed_copy(session)
    commands.note_signed_read(request.user, session)
    kind = EXTENSIONS[session.signed_media_type]
    headers = {
        **CLOSED_BOX,
        "Content-Disposition": f'attachment; filename="pv-signe-{session.number}.{kind}"',
    }
    return HttpResponse(content, content_type=session.signed_media_type, headers=headers)
