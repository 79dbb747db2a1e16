"""Every write of assistance."""

from musanada.assistance.commands.acts import (
    Outcome,
    approve,
    close_stay,
    give,
    record,
    record_list,
    refuse,
    void,
)
from musanada.assistance.commands.bulk import record_many, void_many
from musanada.assistance.commands.catalogue import load_catalogue, save_service

__all__ = (
    "Outcome",
    "approve",
    "close_stay",
    "give",
    "load_catalogue",
    "record",
    "record_list",
    "record_many",
    "refuse",
    "save_service",
    "void",
    "void_many",
)
