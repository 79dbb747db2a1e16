"""Disclosure control: suppression, rounding, the attacker, differencing."""
