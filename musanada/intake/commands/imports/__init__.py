"""Every write of staged imports."""

from musanada.intake.commands.imports.deciding import choose_word, decide, decide_all
from musanada.intake.commands.imports.mapping import check_columns, choose_layout
from musanada.intake.commands.imports.running import resume, resume_all, run_step
from musanada.intake.commands.imports.starting import commit, undo
from musanada.intake.commands.imports.uploading import discard, upload

__all__ = (
    "check_columns",
    "choose_layout",
    "choose_word",
    "commit",
    "decide",
    "decide_all",
    "discard",
    "resume",
    "resume_all",
    "run_step",
    "undo",
    "upload",
)
