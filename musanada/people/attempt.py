"""Running a command behind a form: whatever goes wrong becomes a sentence on the form, and what was typed stays."""

from collections.abc import Callable
from typing import TypeVar

from django.db import OperationalError
from django.forms import Form
from django.utils.translation import gettext_lazy as _

from musanada.kit.errors import BadInput, MissingRight, Problem

R = TypeVar("R")


def attempt(form: Form, action: Callable[[], R]) -> R | None:
    """The command's answer, or None with the form's errors set. A missing right stays an error page."""
    try:
        return action()
    except MissingRight:
        raise
    except BadInput as problem:
        own = {name: sentence for name, sentence in problem.fields.items() if name in form.fields}
        for name, sentence in own.items():
            form.add_error(name, str(sentence))
        if not own:
            form.add_error(None, str(problem))
    except Problem as problem:
        form.add_error(None, str(problem))
    except OperationalError:
        form.add_error(
            None,
            _(
                "La base de données est occupée : rien n'a été enregistré. Envoyez de nouveau dans un instant."
            ),
        )
    return None
