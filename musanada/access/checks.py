"""``manage.py check`` refuses a model of ours that does not say how private it is and where its rows are."""

from django.apps import apps
from django.core.checks import CheckMessage, Error, register
from django.db.models import Model

from musanada.kit.choices import Privacy


def undeclared(model: type[Model]) -> bool:
    return not isinstance(getattr(model, "PRIVACY", None), Privacy) or not hasattr(model, "PLACE")


@register("musanada")
def models_declare_privacy(app_configs: object, **kwargs: object) -> list[CheckMessage]:
    ours = [m for m in apps.get_models() if m.__module__.startswith("musanada.")]
    return [
        Error(
            f"{model._meta.label} does not declare its privacy level or its place.",
            hint="Add PRIVACY = Privacy.P… and PLACE = 'unit' (or None, with the reason) to the model.",
            id="musanada.E002",
        )
        for model in ours
        if undeclared(model)
    ]
