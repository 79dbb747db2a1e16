"""``manage.py check --deploy`` says when the second factor is switched off."""

from django.conf import settings
from django.core.checks import CheckMessage, Warning, register


@register("musanada", deploy=True)
def second_factor_is_on(app_configs: object, **kwargs: object) -> list[CheckMessage]:
    if settings.SECOND_FACTOR:
        return []
    return [
        Warning(
            "MUSANADA_SECOND_FACTOR is off: a stolen password opens sensitive files.",
            hint="Remove MUSANADA_SECOND_FACTOR=no.",
            id="musanada.W001",
        )
    ]
