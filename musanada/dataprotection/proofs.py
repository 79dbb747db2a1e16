"""Signatures of this installation over what it hands out or keeps: HMAC under a key of each purpose's own."""

import hashlib
import hmac
import json
from typing import Any

from django.conf import settings


def signature(purpose: str, content: Any) -> str:
    """HMAC-SHA-256 over the content as JSON, keys sorted."""
    key = hmac.new(settings.AUDIT_KEY.encode(), purpose.encode(), hashlib.sha256).digest()
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=str)
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()


def holds(purpose: str, content: Any, proof: str) -> bool:
    return hmac.compare_digest(signature(purpose, content), proof)
