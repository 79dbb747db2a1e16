"""Where a request came from, for the journal's lines: the network, told once per request, known to every command.

Nothing is known of a terminal or a background job: those lines have no origin.
"""

from collections.abc import Callable
from contextvars import ContextVar

from django.http import HttpRequest, HttpResponseBase

from musanada.access.signin.devices import address_of, shortened

_origin: ContextVar[str] = ContextVar("journal_origin", default="")


def current_origin() -> str:
    return _origin.get()


def network_of(request: HttpRequest) -> str:
    """The network of the client: enough to tell the office from elsewhere, without following a person around."""
    return shortened(address_of(request))


class Origin:
    """Middleware: the lines written while a request is answered say where it came from."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        token = _origin.set(network_of(request))
        try:
            return self.get_response(request)
        finally:
            _origin.reset(token)
