"""The voluntary return declaration: every point understood, in a language understood, by the person or who may sign for
a child. It may be withdrawn up to boarding: that is a way out (``leaving``), not a correction."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from musanada.access.doors import command
from musanada.access.models import User
from musanada.access.verbs import say
from musanada.cases.caseflow import Move
from musanada.cases.queries.clearances import latest_birth
from musanada.kit.ages import age_on
from musanada.kit.choices import BirthPrecision
from musanada.kit.errors import Refused, bad
from musanada.people.models import Person
from musanada.returns.commands.enquiries import note_change
from musanada.returns.commands.interviews import insist_after_request
from musanada.returns.drafts import DeclarationDraft, insist
from musanada.returns.models import Declaration, Return
from musanada.returns.queries.interviews import DECLARABLE
from musanada.returns.queries.returns import guardians
from musanada.returns.workflow import FLOW

RIGHT = "return.counsel"
ADULT = 18


@command(RIGHT)
def declare(actor: User, ret: Return, *, draft: DeclarationDraft) -> Declaration:
    """The declaration as signed. From counselling it takes the step too. The same draft id twice is one row.

    Raises: BadInput where a point is not understood, or who signs for a child is missing; Refused where one stands.
    """
    insist(draft)
    known = Declaration.objects.filter(pk=draft.id).first()
    if known:
        if known.ret_id != ret.pk:
            raise Refused(_("Cette saisie a été commencée ailleurs : recommencez-la."))
        return known
    insist_possible(ret)
    insist_after_request(ret, draft.signed_on, "signed_on")
    insist_on_signature(actor, ret, draft)
    columns = draft.columns
    if not minor_on(ret, draft.signed_on):
        columns |= {"guardian": None, "assent": "not_asked"}
    made = Declaration.objects.create(id=draft.id, ret=ret, by=actor, **columns)
    if ret.case.state in FLOW.steps["declare"].source:
        FLOW.run(actor, ret.case, "declare", move=Move(on=draft.signed_on))
    return made


def insist_possible(ret: Return) -> None:
    if ret.case.state not in DECLARABLE:
        raise Refused(
            _("La déclaration se reçoit après les entretiens de conseil et avant l'embarquement."),
            code="state",
        )
    if ret.declarations.filter(withdrawn_on=None).exists():
        raise Refused(
            _("Une déclaration signée tient déjà : elle vaut jusqu'à ce que la personne renonce."),
            code="exists",
        )


def insist_on_signature(actor: User, ret: Return, draft: DeclarationDraft) -> None:
    """Of a child: a parent or guardian signs, and the child has not said no."""
    if not minor_on(ret, draft.signed_on):
        return
    if draft.guardian is None:
        raise bad(
            "guardian",
            _(
                "Un parent ou un tuteur signe pour l'enfant : choisissez-le, ou notez d'abord ce lien sur la fiche de l'enfant."
            ),
        )
    if draft.guardian.pk not in {one.pk for one in guardians(actor, ret)}:
        raise bad(
            "guardian", _("Cette personne n'est ni parent ni tuteur de l'enfant : choisissez-en une autre.")
        )
    if draft.assent == "no":
        raise bad(
            "assent",
            _(
                "L'enfant ne veut pas partir : il n'y a pas de déclaration. Reprenez le conseil, ou orientez-le."
            ),
        )


def minor_on(ret: Return, day: date) -> bool:
    """Known to be under 18 that day, by the youngest the birth date allows."""
    person: Person = ret.case.person.merged_into or ret.case.person
    if person.birth_date is None:
        return False
    age = age_on(latest_birth(person.birth_date, person.birth_precision), BirthPrecision.DAY, day)
    return age is not None and age < ADULT


@command(RIGHT)
def correct_declaration(actor: User, declaration: Declaration, *, draft: DeclarationDraft) -> Declaration:
    """An error of the entry, corrected: the day, the language, who interpreted, who signed. Its points stand."""
    insist(draft)
    if declaration.withdrawn_on is not None:
        raise Refused(_("Cette déclaration est retirée : elle ne se corrige plus."), code="withdrawn")
    ret = declaration.ret
    insist_after_request(ret, draft.signed_on, "signed_on")
    insist_on_signature(actor, ret, draft)
    columns = {
        name: value for name, value in draft.columns.items() if name not in ("evidence", "text_version")
    }
    if not minor_on(ret, draft.signed_on):
        columns |= {"guardian": None, "assent": "not_asked"}
    for name, value in columns.items():
        setattr(declaration, name, value)
    declaration.save(update_fields=list(columns))
    note_change(actor, ret.case, {"declaration": ["", ""]})
    return declaration


say(
    {
        "returns.declare": _("Déclaration de retour volontaire reçue"),
        "returns.correct_declaration": _("Déclaration de retour volontaire corrigée"),
    },
    kinds={"returns.declaration": _("Déclaration de retour volontaire")},
)
