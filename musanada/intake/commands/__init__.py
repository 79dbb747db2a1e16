"""Every write of the counter."""

from musanada.intake.commands.arrivals import check_in, recognise, take_step
from musanada.intake.commands.registration import TWINS, register_at_counter, same_person

__all__ = ("TWINS", "check_in", "recognise", "register_at_counter", "same_person", "take_step")
