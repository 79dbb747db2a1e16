"""Forms by hand: some fields of a form, sections that say how complete they are, the summary of errors."""

from collections.abc import Mapping
from typing import Any

from django.forms import BaseForm
from django.forms.boundfield import BoundField
from django.template import Library
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from musanada.kit.forms import PartialDateWidget, typed

register = Library()


@register.inclusion_tag("web/forms/errors_summary.html")
def error_summary(form: BaseForm) -> dict[str, Any]:
    """All errors at the top, each linked to its field. ``{{ form }}`` prints it by itself."""
    fields = [field for field in form if field.errors and not field.is_hidden]
    return {
        "form": form,
        "general": list(form.non_field_errors()) + [e for f in form.hidden_fields() for e in f.errors],
        "items": [
            {"anchor": first_input(field), "label": field.label, "message": message}
            for field in fields
            for message in field.errors
        ],
    }


@register.filter
def first_input(field: BoundField) -> str:
    """The id a link to this question should go to: the first box or radio of a group."""
    if identity := field.id_for_label:
        return identity
    return f"{field.auto_id}_0" if field.auto_id else ""


@register.simple_tag
def fields(form: BaseForm, names: str) -> SafeString:
    """``{% fields form "given_name family_name" %}``: these questions, as ``{{ form }}`` would set them."""
    asked = (form[name] for name in names.split())
    return format_html_join(
        "", "{}", ((one.as_widget() if one.is_hidden else one.as_field_group(),) for one in asked)
    )


@register.simple_tag
def form_section(form: BaseForm, title: Any, names: str) -> SafeString:
    """A part of a long form, with how many of its questions have an answer."""
    bound = [form[name] for name in names.split()]
    answered = sum(1 for field in bound if _answered(field))
    complete = gettext("%(answered)s sur %(total)s renseignés") % {"answered": answered, "total": len(bound)}
    return format_html(
        '<fieldset class="form-section"><legend>{} <span class="complete">{}</span></legend><div>{}</div></fieldset>',
        title,
        complete,
        fields(form, names),
    )


def _answered(field: BoundField) -> bool:
    value = field.value()
    if isinstance(field.field.widget, PartialDateWidget):
        return any(typed(value).values())
    if isinstance(value, Mapping):
        return any(value.values())
    return value not in (None, "", [], ())


@register.filter
def is_group(field: BoundField) -> bool:
    """Several inputs under one question: a fieldset with a legend."""
    return bool(field.use_fieldset)


@register.filter
def is_check(field: BoundField) -> bool:
    """A single box whose label is the sentence agreed to."""
    return field.widget_type == "checkbox"
