"""The journal: written last in the transaction it speaks of, chained by HMAC, anchored every day, walked by
``musanada audit verify``. ``docs/how-to/audit.md`` says what each part proves."""

from musanada.access.audit.lines import describe
from musanada.access.audit.verify import Damage, Report, first_broken, verify

__all__ = ("Damage", "Report", "describe", "first_broken", "verify")
