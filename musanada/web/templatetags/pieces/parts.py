"""Parts of records: procedure strip, time line, figures, progress, confirmation."""

from itertools import groupby
from typing import Any

from django.template import Library
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from musanada.web.templatetags.pieces.values import NUMBERS, number, percent, value_of

register = Library()
STEPS = {
    "done": ("done", _("Fait")),
    "here": ("here", _("Étape actuelle")),
    "next": ("next", _("À venir")),
    "blocked": ("blocked", _("Bloqué")),
}
TONES = {"danger": "late", "warning": "due", "muted": "void", "due": "due"}
ICONS = {"danger": "late", "warning": "late", "muted": "void", "due": "due"}
DIRECTIONS = {"up": "rise", "down": "fall", "equal": "equal"}


@register.inclusion_tag("web/parts/strip.html")
def strip(steps: Any, label: Any = "") -> dict[str, Any]:
    """A procedure as a line. Each step has ``label``, ``state`` (done, here, next, blocked) and perhaps ``note``:

    who and when for what is done, the deadline for where we are, by what for what is blocked.
    """
    return {"steps": [_step(s) for s in steps], "label": label or gettext("Étapes de la procédure")}


@register.inclusion_tag("web/parts/stepper.html")
def stepper(steps: Any, label: Any = "") -> dict[str, Any]:
    """Screens of one piece of work (an import): as ``strip``, without notes; a done step may have a ``url``."""
    return {"steps": [_step(s) for s in steps], "label": label or gettext("Étapes")}


def _step(step: Any) -> dict[str, Any]:
    code = value_of(step, "state", "next")
    shape, word = STEPS[code]
    return {
        "label": value_of(step, "label"),
        "note": value_of(step, "note", ""),
        "url": value_of(step, "url", ""),
        "state": code,
        "icon": shape,
        "word": word,
    }


@register.inclusion_tag("web/parts/timeline.html")
def timeline(lines: Any) -> dict[str, Any]:
    """``kit.timeline.Line`` objects (or the like), newest first: one line per act, the year in the margin.

    ``kind`` may carry a ready label in ``kind_label``; ``tone`` is "", warning, danger or muted (voided).
    """
    entries = [_line(line) for line in lines]
    years = [
        {"year": year, "lines": list(group)} for year, group in groupby(entries, key=lambda e: e["on"].year)
    ]
    return {"years": years}


def _line(line: Any) -> dict[str, Any]:
    tone = value_of(line, "tone", "")
    return {
        **{
            k: value_of(line, k, "")
            for k in ("on", "what", "who", "where", "programme", "state", "url", "note")
        },
        "tone": "voided" if tone == "muted" else "due" if tone else "",
        "icon": ICONS.get(tone, "act"),
        "state_kind": TONES.get(tone, "done"),
    }


@register.inclusion_tag("web/parts/figure.html")
def figure(item: Any, lead: bool = False) -> dict[str, Any]:
    """A figure: ``label``, ``value`` (a number, or text already formatted), ``unit``, ``period``, ``known_at``.

    Optional: ``kind`` ("percent"), ``decimals``, ``definition``, ``change`` (``direction`` up, down or equal and
    ``text``), ``hidden`` (why there is no value), ``url`` (the figure's page), ``records_url``, ``note``.
    """
    names = ("label", "unit", "period", "known_at", "definition", "hidden", "url", "records_url", "note")
    change = value_of(item, "change")
    return {
        **{k: value_of(item, k, "") for k in names},
        "shown": _shown(item),
        "change": change
        and {"icon": DIRECTIONS[value_of(change, "direction")], "text": value_of(change, "text")},
        "lead": lead,
    }


def _shown(item: Any) -> Any:
    value, decimals = value_of(item, "value"), value_of(item, "decimals")
    if value is None or value == "":
        return ""
    if isinstance(value, NUMBERS) and value_of(item, "kind") == "percent":
        return percent(value, 1 if decimals is None else decimals)
    return number(value, decimals)


@register.inclusion_tag("web/parts/figures.html")
def figures(items: Any) -> dict[str, Any]:
    """Key figures in a row."""
    return {"items": items}


@register.inclusion_tag("web/parts/progress.html")
def progress(job: Any) -> dict[str, Any]:
    """Long work: ``label``, ``done``, ``total`` (None while unknown), ``state`` in words, ``url`` of the fragment.

    ``finished`` ends the polling. The fragment at ``url`` renders this same tag again; without script, put
    ``{% block refresh %}<meta http-equiv="refresh" content="3">{% endblock %}`` in the page.
    """
    done, total = value_of(job, "done", 0) or 0, value_of(job, "total")
    return {
        **{k: value_of(job, k, "") for k in ("label", "state", "url", "finished", "id")},
        "done": done,
        "total": total,
        "percent": min(100, done * 100 // total) if total else None,
    }


@register.inclusion_tag("web/parts/confirm.html", takes_context=True)
def confirm(
    context: Any, action: str, consequence: Any, button: Any, form: Any = None, cancel: str = ""
) -> dict[str, Any]:
    """What will happen, why it is done, and the button that names it. Without ``form`` it asks for ``reason``."""
    return {
        "action": action,
        "consequence": consequence,
        "button": button,
        "form": form,
        "cancel": cancel,
        "csrf_token": context.get("csrf_token"),
    }
