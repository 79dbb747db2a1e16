"""Verifying printed figures: a list of expected values against what the register and the figures of others give."""

from musanada.reporting.verify.run import Verdict, summary, verify_file

__all__ = ["Verdict", "summary", "verify_file"]
