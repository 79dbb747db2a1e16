"""Every write of the register."""

from musanada.people.commands.bulk import form_households, meet_many, register_many, remove_many
from musanada.people.commands.bulk_hidden import register_hidden
from musanada.people.commands.editing import (
    add_basis,
    add_contact,
    add_document,
    add_name,
    change_contact,
    change_name,
    correct,
    remove_contact,
    remove_name,
    retire_document,
    set_languages,
    set_nationalities,
    withdraw_basis,
)
from musanada.people.commands.households import (
    form_household,
    join_household,
    leave_household,
    relate,
    unrelate,
)
from musanada.people.commands.merging import merge, unmerge
from musanada.people.commands.persons import meet, register, void
from musanada.people.commands.proposing import answer_proposal, propose_merge, withdraw_proposal

__all__ = (
    "add_basis",
    "add_contact",
    "add_document",
    "add_name",
    "answer_proposal",
    "change_contact",
    "change_name",
    "correct",
    "form_household",
    "form_households",
    "join_household",
    "leave_household",
    "meet",
    "meet_many",
    "merge",
    "propose_merge",
    "register",
    "register_hidden",
    "register_many",
    "relate",
    "remove_contact",
    "remove_many",
    "remove_name",
    "retire_document",
    "set_languages",
    "set_nationalities",
    "unmerge",
    "unrelate",
    "void",
    "withdraw_basis",
    "withdraw_proposal",
)
