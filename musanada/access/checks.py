"""``manage.py check`` refuses a model of ours that does not say how private it is, where its rows are, of whom they tell."""

from django.apps import apps
from django.core.checks import CheckMessage, Error, register
from django.db.models import ForeignKey, Model

from musanada.kit.choices import FieldGroup, Privacy

PERSON = "people.person"


def undeclared(model: type[Model]) -> bool:
    return not isinstance(getattr(model, "PRIVACY", None), Privacy) or not hasattr(model, "PLACE")


def tells_of_someone(model: type[Model]) -> bool:
    """A table that points at a person says so, and which part of the file it is."""
    fields = [f for f in model._meta.get_fields() if isinstance(f, ForeignKey)]
    people = [f for f in fields if f.related_model and f.related_model._meta.label_lower == PERSON]
    return bool(people) or model._meta.label_lower == PERSON


def silent_about_people(model: type[Model]) -> bool:
    """Neither whose rows they are nor which field group; ``PERSON = None`` is an answer too, with its reason."""
    if not tells_of_someone(model):
        return False
    if not hasattr(model, "PERSON"):
        return True
    return model.PERSON is not None and not isinstance(getattr(model, "GROUP", None), FieldGroup)


def of_no_file(model: type[Model]) -> bool:
    """A P4 table is reached through the file that names its readers."""
    return getattr(model, "PRIVACY", None) == Privacy.P4 and not isinstance(getattr(model, "FILE", None), str)


RULES = (
    (
        undeclared,
        "does not declare its privacy level or its place.",
        "Add PRIVACY = Privacy.P… and PLACE = 'unit' (or None, with the reason) to the model.",
        "musanada.E002",
    ),
    (
        silent_about_people,
        "tells of a person and does not say whose rows they are or which field group.",
        "Add PERSON = 'person' (or None, with the reason) and GROUP = FieldGroup.… to the model.",
        "musanada.E003",
    ),
    (
        of_no_file,
        "is of level P4 and does not say which file names its readers.",
        "Add FILE = 'file', the way from a row to people.ConfidentialFile.",
        "musanada.E004",
    ),
)


@register("musanada")
def models_declare_privacy(app_configs: object, **kwargs: object) -> list[CheckMessage]:
    ours = [m for m in apps.get_models() if m.__module__.startswith("musanada.")]
    return [
        Error(f"{model._meta.label} {problem}", hint=hint, id=code)
        for model in ours
        for broken, problem, hint, code in RULES
        if broken(model)
    ]
