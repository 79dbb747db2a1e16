"""Where a step is taken: on a page of its domain, on the generic page, or nowhere by hand.

A step that asks for more than a day and words (an opinion, a list of pieces, a card) has a page of its domain:
``STEP_PAGES.add("regularisation.ask_pieces", "regularisation:ask-pieces")``, a URL name that takes the case's key. The
generic page takes what needs no more than that: unless a procedure says otherwise (``PLAIN``), the steps that close a
case or open it again. Any other step is taken by the work it belongs to (a session, a list) and has no button here.
"""

from django.urls import NoReverseMatch, reverse

from musanada.cases.procedures import Procedure, procedure
from musanada.cases.steps import Step
from musanada.kit.errors import Sentence
from musanada.kit.registry import Registry

# procedure.step → URL name of the page that takes it
STEP_PAGES: Registry[str] = Registry("page of a step")
# procedure → the codes of its steps that need only a day and words
PLAIN: Registry[frozenset[str]] = Registry("plain steps of procedure")
# procedure.step → the coded reasons that the generic page offers
STEP_REASONS: Registry[tuple[tuple[str, Sentence], ...]] = Registry("reasons of a step")


def closes(one: Procedure, step: Step) -> bool:
    return step.target in one.closures


def reopens(one: Procedure, step: Step) -> bool:
    return not closes(one, step) and any(source in one.closures for source in step.source)


def is_plain(case_procedure: str, step: Step) -> bool:
    """May the generic page take it?"""
    one = procedure(case_procedure)
    if f"{one.code}.{step.code}" in STEP_PAGES:
        return False
    if one.code in PLAIN:
        return step.code in PLAIN[one.code]
    return closes(one, step) or reopens(one, step)


def needs_words(case_procedure: str, step: Step) -> bool:
    """A file is closed, and opened again, with its reason in words."""
    one = procedure(case_procedure)
    return closes(one, step) or reopens(one, step)


def page_of_step(case_procedure: str, step: Step, key: object) -> str:
    """The address where the step is taken; "" where there is none."""
    code = f"{case_procedure}.{step.code}"
    try:
        if code in STEP_PAGES:
            return reverse(STEP_PAGES[code], args=[key])
        return reverse("files:step", args=[key, step.code]) if is_plain(case_procedure, step) else ""
    except NoReverseMatch:
        return ""
