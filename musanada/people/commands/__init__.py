"""Every write of the register."""

from musanada.people.commands.bulk import form_households, meet_many, register_many, remove_many
from musanada.people.commands.households import form_household, join_household, leave_household, relate
from musanada.people.commands.merging import merge, unmerge
from musanada.people.commands.persons import (
    add_contact,
    add_document,
    add_name,
    correct,
    meet,
    register,
    set_languages,
    set_nationalities,
    void,
)

__all__ = (
    "add_contact",
    "add_document",
    "add_name",
    "correct",
    "form_household",
    "form_households",
    "join_household",
    "leave_household",
    "meet",
    "meet_many",
    "merge",
    "register",
    "register_many",
    "relate",
    "remove_many",
    "set_languages",
    "set_nationalities",
    "unmerge",
    "void",
)
