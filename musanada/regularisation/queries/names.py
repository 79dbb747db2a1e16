"""Words behind the codes of facts: operations and categories, in the language that is active. Public law, no right."""

from musanada.regularisation.models import Criterion, Operation


def operation_names() -> dict[str, str]:
    return {one.code: str(one) for one in Operation.objects.all()}


def criterion_names() -> dict[str, str]:
    """Code → category. Operations share the codes of appendix B; the latest operation's words are shown."""
    rows = Criterion.objects.order_by("operation__files_from", "order")
    return {one.code: f"{one.code} · {one}" for one in rows}
