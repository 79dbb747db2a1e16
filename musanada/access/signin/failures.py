"""django-axes keeps what was sent with a wrong password. Here that may be a whole form about a person (a session that
ended while someone typed): it is not kept."""

import copy
from typing import Any

from axes.handlers.database import AxesDatabaseHandler
from django.http import HttpRequest, QueryDict

from musanada.access import limits
from musanada.kit.logs import route_of


class Failures(AxesDatabaseHandler):  # type: ignore[misc]  # it has no types
    def is_allowed(self, request: HttpRequest, credentials: dict[str, Any] | None = None) -> bool:
        """Neither this name nor, with whatever names, this address has failed too often."""
        if limits.reached(limits.WRONG_PROOFS, request):
            return False
        return bool(super().is_allowed(request, credentials))

    def user_login_failed(
        self, sender: Any, credentials: dict[str, Any], request: HttpRequest | None = None, **kwargs: Any
    ) -> None:
        if request is None:
            return
        if limits.reached(limits.WRONG_PROOFS, request):
            request.axes_locked_out = True  # type: ignore[attr-defined]  # the middleware answers with the page
            return
        limits.count(limits.WRONG_PROOFS, request)
        bare = copy.copy(request)
        bare.GET = bare.POST = QueryDict()
        bare.axes_path_info = route_of(request)  # type: ignore[attr-defined]  # an address may be a link's word
        super().user_login_failed(sender, credentials, bare, **kwargs)
        for name in ("axes_locked_out", "axes_credentials", "axes_failures_since_start"):
            if hasattr(bare, name):
                setattr(request, name, getattr(bare, name))
