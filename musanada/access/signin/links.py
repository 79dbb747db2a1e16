"""An invitation's address as a terminal says it: there is no request to take the host from."""

import os

from django.conf import settings
from django.urls import reverse


def link_of(token: str) -> str:
    origins: list[str] = settings.CSRF_TRUSTED_ORIGINS
    port = os.environ.get("PORT") or "8000"
    scheme = "https" if settings.HTTPS else "http"
    host = settings.ALLOWED_HOSTS[0] if settings.HTTPS else f"127.0.0.1:{port}"
    return f"{origins[0] if origins else f'{scheme}://{host}'}{reverse('account:invited', args=[token])}"
