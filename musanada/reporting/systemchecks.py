"""``manage.py check`` reads every definition: a wrong one stops an installation before it shows a wrong figure."""

from django.core.checks import CheckMessage, Error, register

from musanada.kit.errors import Problem


@register("musanada")
def definitions_can_be_read(app_configs: object, **kwargs: object) -> list[CheckMessage]:
    from musanada.reporting.registry import shipped_indicators
    from musanada.reporting.series import shipped_series
    from musanada.reporting.verify.mapping import load_mapping

    try:
        load_mapping(shipped_indicators())
        shipped_series()
    except Problem as problem:
        return [Error(str(problem), hint="Correct the file named in the message.", id="musanada.E101")]
    return []
