"""Organisations, offices and teams."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from musanada.access import audit, policies  # noqa: F401
from musanada.access.doors import command
from musanada.access.models import Unit, User
from musanada.kit.errors import BadInput


def unit_path(code: str, parent: Unit | None) -> str:
    return f"{parent.path if parent else ''}{code}/"


@transaction.atomic
def found_organisation(code: str, name_fr: str, *, name_ar: str = "", side: str) -> Unit:
    """A new root of the tree. No actor can hold a right above a root: setting up an installation does this."""
    return add_unit(None, code, name_fr, name_ar=name_ar, kind=Unit.Kind.ORGANISATION, side=side)


@command("access.manage")
def open_unit(
    actor: User, parent: Unit, *, code: str, name_fr: str, name_ar: str = "", kind: str, town: Any = None
) -> Unit:
    """A new office or team under ``parent``; it stands on its parent's side."""
    return add_unit(parent, code, name_fr, name_ar=name_ar, kind=kind, side=parent.side, town=town)


def add_unit(parent: Unit | None, code: str, name_fr: str, **values: Any) -> Unit:
    unit = Unit(code=code, name_fr=name_fr, parent=parent, path=unit_path(code, parent), **values)
    try:
        unit.full_clean(exclude=("parent",))
        unit.save(force_insert=True)
    except (ValidationError, IntegrityError):
        raise BadInput(
            _(
                "Cette unité ne peut pas être créée : vérifiez le nom, et que le code %(code)s n'est pas déjà pris."
            )
            % {"code": code}
        ) from None
    return unit
