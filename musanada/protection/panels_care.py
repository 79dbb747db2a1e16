"""Care (E), guardians (F), the search for the family (H), school and courses, the passage to 18 (L) on a child's page; a
teacher's registers of the day on their home."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from musanada.access.doors import holds
from musanada.access.models import User
from musanada.kit.formats import isolate
from musanada.kit.timeline import OPENERS, PANELS, Panel
from musanada.protection.models import ProtectionFile
from musanada.protection.panels_common import open_for
from musanada.protection.parts import CHILD_PARTS, Part
from musanada.protection.queries import care, courses, tracing, transition
from musanada.protection.queries.children import person_of


def url(name: str, file: ProtectionFile, may: bool) -> str:
    return reverse(f"protection:{name}", args=[file.case_id]) if may else ""


def living(actor: User, file: ProtectionFile) -> Part:
    may = open_for(actor, file)
    values = {"care": care.care_of(file), "may": may, "url": url("care-new", file, may)}
    return Part("protection/care_part.html", values, order=40, section="E")


def guardians(actor: User, file: ProtectionFile) -> Part:
    may = open_for(actor, file)
    values = {"rows": care.mandates_of(file), "may": may, "url": url("mandate-new", file, may)}
    return Part("protection/mandate_part.html", values, order=42, section="F")


def search(actor: User, file: ProtectionFile) -> Part:
    may = open_for(actor, file)
    values = {
        "rows": tracing.searches_of(file),
        "refusal": tracing.why_not(file),
        "wished": tracing.wished(file),
        "may": may,
        "url": url("tracing-new", file, may and tracing.wished(file)),
    }
    return Part("protection/tracing_part.html", values, order=70, section="H")


def school(actor: User, file: ProtectionFile) -> Part:
    """Places at school, and language courses with how often the child came."""
    may = open_for(actor, file)
    rows = courses.of_person(actor, person_of(file))
    manages = may and holds(actor, courses.MANAGE) and courses.open_groups(actor).exists()
    values = {
        "schools": care.schoolings_of(file),
        "courses": rows,
        "notes": courses.notes(actor, [row for row, _told in rows]),
        "child": file.child,
        "may": may,
        "manages": holds(actor, courses.MANAGE),
        "url": url("school-new", file, may),
        "enrol_url": url("pupil-enrol-child", file, manages),
    }
    return Part("protection/school_part.html", values, order=72)


def passage(actor: User, file: ProtectionFile) -> Part | None:
    """From 17 on; before that, nothing is to be prepared."""
    found = transition.passage(file)
    if not (found.due or found.points):
        return None
    may = open_for(actor, file)
    values = {"passage": found, "may": may, "url": url("transition", file, True)}
    return Part("protection/transition_part.html", values, order=82, section="L")


CHILD_PARTS.add("care", living)
CHILD_PARTS.add("guardians", guardians)
CHILD_PARTS.add("tracing", search)
CHILD_PARTS.add("school", school)
CHILD_PARTS.add("transition", passage)


# A teacher's day


def registers(actor: User) -> Panel | None:
    if not holds(actor, courses.TEACH):
        return None
    waiting = courses.to_take(actor)
    rows = [
        (
            f"{isolate(one.label)} · {isolate(one.level)}",
            str(one.course),
            reverse("protection:register", args=[one.pk]),
        )
        for one in waiting
    ]
    return Panel(
        "registers",
        _("Appel d'aujourd'hui"),
        rows,
        more_url=reverse("protection:my-groups"),
        empty=_("Aucun appel n'attend : tous sont faits, ou aucun de vos groupes n'a commencé."),
        count=len(rows),
        order=5,
    )


PANELS.add("protection.registers", registers)


# From the page of somebody of the register


def enrol_from_page(actor: User, pk: object) -> tuple[object, str] | None:
    """A place in a course, for whoever manages courses where one is open."""
    if not holds(actor, courses.MANAGE) or not courses.open_groups(actor).exists():
        return None
    return _("Inscrire à un cours de langue"), reverse("protection:pupil-enrol", args=[pk])


OPENERS.add("protection.course", enrol_from_page)  # type: ignore[arg-type]
