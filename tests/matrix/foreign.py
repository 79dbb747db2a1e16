"""What stands in an address: for every page of one record, how to name one of an estate's.

A page that is not here fails ``test_every_page_of_a_record_has_a_maker``: say what its address names.
"""

from collections.abc import Callable
from itertools import product
from typing import Any

from tests.matrix.estates import gathered, post_only
from tests.matrix.world import Estate

Maker = Callable[[Estate], tuple[Any, ...]]


def of(*names: str) -> Maker:
    """Keys of things of the estate; a word with ``=`` before it is a word."""
    return lambda estate: tuple(n[1:] if n[0] == "=" else getattr(estate, n).pk for n in names)


def code_of(name: str) -> Maker:
    return lambda estate: (getattr(estate, name).code,)


MAKERS: dict[str, Maker] = {
    "people:person": of("person"),
    "people:edit": of("person", "=names"),
    "people:change": of("person", "=names", "name"),
    "people:remove": of("person", "=documents", "document"),
    "people:void": of("relative"),
    "people:merge": of("person"),
    "people:compare": of("person", "relative"),
    "people:unmerge": of("merge"),
    "consents:person": of("person"),
    "consents:ask": of("person"),
    "consents:record": of("person"),
    "consents:refuse": of("person"),
    "consents:other-basis": of("person"),
    "consents:ask-override": of("person"),
    "consents:withdraw": of("consent"),
    "consents:override": of("override"),
    "consents:review-override": of("override"),
    "consents:review-basis": of("other_basis"),
    "protected:open": of("person"),
    "protected:open-asylum": of("person"),
    "protected:file": of("file"),
    "protected:grant": of("file"),
    "protected:extend": of("file", "access"),
    "protected:end": of("file", "access"),
    "protected:hand-over": of("file"),
    "protected:seal": of("file"),
    "protected:close": of("file"),
    "protected:show-again": of("file"),
    "protected:status": of("asylum_file"),
    "protected:void-status": of("asylum_file", "status"),
    "protected:sent": of("asylum_file"),
    "protected:review": of("glass"),
    "protected:unseal": of("sealed"),
    "intake:step": of("arrival", "=call"),
    "intake:consent": of("person"),
    "intake:slip": of("person"),
    "intake:slip-pdf": of("person"),
    "imports:show": of("batch"),
    "imports:progress": of("batch"),
    "imports:columns": of("batch"),
    "imports:layout": of("batch"),
    "imports:rows": of("batch"),
    "imports:row": of("batch", "row"),
    "imports:word": of("batch"),
    "imports:settle": of("batch"),
    "imports:commit": of("batch"),
    "imports:resume": of("batch"),
    "imports:discard": of("batch"),
    "imports:undo": of("batch"),
    "people:attachments": of("person"),
    "people:attachment-add": of("person"),
    "people:attachment": of("person", "attachment"),
    "people:attachment-void": of("person", "attachment"),
    "dataprotection:controller": of("controller"),
    "dataprotection:controller-edit": of("controller"),
    "dataprotection:treatment": of("treatment"),
    "dataprotection:treatment-edit": of("treatment"),
    "dataprotection:treatment-verify": of("treatment"),
    "dataprotection:formality-new": of("treatment"),
    "dataprotection:formality-edit": of("treatment", "formality"),
    "dataprotection:hosting-line": of("hosting"),
    "dataprotection:hosting-line-edit": of("hosting"),
    "dataprotection:assessment": of("assessment"),
    "dataprotection:assessment-edit": of("assessment"),
    "dataprotection:assessment-document-add": of("assessment"),
    "dataprotection:assessment-document": of("assessment", "assessment_document"),
    "dataprotection:breach": of("breach"),
    "dataprotection:breach-edit": of("breach"),
    "dataprotection:request": of("rights_request"),
    "dataprotection:request-answer": of("rights_request"),
    "dataprotection:request-refuse": of("rights_request"),
    "assistance:act": of("act"),
    "assistance:departure": of("stay"),
    "assistance:step": of("act", "=void"),
    "referrals:show": of("referral"),
    "referrals:step": of("referral", "=revoke"),
    "referrals:question": of("question"),
    "programmes:of-partner": code_of("partner"),
    "programmes:end-activity": of("activity"),
    "programmes:void-activity": of("activity"),
    "programmes:detail": code_of("programme"),
    "programmes:edit": code_of("programme"),
    "programmes:new-activity": code_of("programme"),
    "partners:detail": code_of("partner"),
    "partners:edit": code_of("partner"),
    "partners:sign": code_of("partner"),
    "dataprotection:person-rights": of("person"),
    "dataprotection:report-new": of("person"),
    "dataprotection:report": of("report"),
    "dataprotection:report-file": of("report"),
    "dataprotection:erasure-ask": of("person"),
    "dataprotection:erasure": of("erasure"),
    "dataprotection:erasure-certificate": of("certificate"),
    "dataprotection:erasure-step": of("erasure", "=withdraw"),
    "dataprotection:export": of("export"),
    "dataprotection:export-step": of("export", "=prepare"),
    "dataprotection:disposal": of("disposal"),
    "dataprotection:disposal-step": of("disposal", "=decline"),
    "access:unit": of("office"),
    "access:open-unit": of("office"),
    "access:open-account": of("office"),
    "access:grant-role": of("office"),
    "access:end-role": of("holding"),
    "access:account": lambda estate: (estate.accounts["agent"].pk,),
    "access:journal-account": lambda estate: (estate.accounts["agent"].pk,),
    "access:journal-object": of("=people.person", "person"),
    "access:close-account": lambda estate: (estate.accounts["agent"].pk,),
    "access:reopen-account": lambda estate: (estate.accounts["agent"].pk,),
    "access:hand-over": lambda estate: (estate.accounts["agent"].pk,),
    "access:reset-access": lambda estate: (estate.accounts["agent"].pk,),
    "account:remove-factor": of("factor"),
    "account:end-session": of("session"),
}

# Addresses that name nobody's record: with what to try them, and why they are the same for all.
SHARED: dict[str, tuple[Any, ...]] = {
    "account:invited": ("not-a-token", "the link is the secret: who has it is let in, once"),
    "dataprotection:retention-kind": ("enquiry", "a kind of record; what is due is the organisation's own"),
    "dataprotection:retention-edit": ("enquiry", "the same"),
    "assistance:service": ("hygiene-kit", "the catalogue is the installation's"),
    "referrals:ask": ("a-word", "a word of one session"),
    "packages:take": ("a-word", "whoever has the word has the page: musanada/cases/tests/test_packages.py"),
    "packages:answer": ("a-word", "the same"),
    "reporting:assistance": ("2024", "a period"),
    "reporting:figure": ("assistance.people_assisted", "a definition; what it counts is for test_sides"),
    "reporting:records": ("assistance.people_assisted", "a definition; whose records is for test_sides"),
    "reporting:pdf": ("assistance.people_assisted", "a definition; what it counts is for test_sides"),
}

# What may also name a record: after the question mark.
QUERIES: dict[str, Callable[[Estate], dict[str, str]]] = {
    "referrals:new": lambda estate: {"person": str(estate.person.pk)},
    "assistance:record": lambda estate: {"person": str(estate.person.pk)},
}

# Pages that answer a POST only.
POST_ONLY = {
    "dataprotection:report-file",
    "dataprotection:export-step",
    "dataprotection:disposal-step",
    "dataprotection:treatment-verify",
    "consents:review-override",
    "consents:review-basis",
    "web:sign-out",
    "account:end-session",
    "account:end-other-sessions",
    "intake:check-in",
    "intake:matches",
}

MAKERS |= gathered("MAKERS")
SHARED |= gathered("SHARED")
QUERIES |= gathered("QUERIES")
POST_ONLY |= post_only()


def mixtures(own: tuple[Any, ...], theirs: tuple[Any, ...]) -> list[tuple[Any, ...]]:
    """Every way to put a stranger's key in an address: alone, and behind a key of one's own."""
    every = product(*zip(own, theirs, strict=True))
    return [mixed for mixed in dict.fromkeys(every) if mixed != own]
