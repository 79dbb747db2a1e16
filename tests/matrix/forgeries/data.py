"""Against the second look: lists that leave, people erased, records disposed of, identity not checked."""

from functools import partial
from typing import Any

from musanada.dataprotection.commands import answers, erasure, exports, retention
from musanada.dataprotection.commands import requests as requesting

from ..scene import Attempt, Scene


def export_by_an_agent(s: Scene) -> Attempt:
    return partial(s.export, s.role("agent"))


def export_without_a_purpose(s: Scene) -> Attempt:
    return partial(s.export, purpose="")


def export_of_care(s: Scene) -> Attempt:
    """A part of the file that a programme manager does not reach."""
    return partial(s.export, groups=["identity", "health"])


def second_look(s: Scene) -> Any:
    exports.set_threshold(s.role("data_protection"), s.mission.root, rows=1)
    return s.export()


def own_export_approved(s: Scene) -> Attempt:
    return partial(exports.approve_export, s.role("programme_manager"), second_look(s))


def export_not_looked_at(s: Scene) -> Attempt:
    return partial(exports.prepare, s.role("programme_manager"), second_look(s))


def export_of_another(s: Scene) -> Attempt:
    return partial(exports.prepare, s.another("autre", "programme_manager"), s.export())


def granted(s: Scene) -> Any:
    officer = s.another("deux", "data_protection")
    one = erasure.ask_erasure(officer, s.person, verified="document")
    return officer, erasure.grant(officer, erasure.examine(officer, one, note="rien ne s'y oppose"))


def own_erasure_confirmed(s: Scene) -> Attempt:
    return partial(erasure.confirm, *granted(s))


def own_erasure_executed(s: Scene) -> Attempt:
    return partial(erasure.execute_erasure, *granted(s))


def erasure_refused_for_no_reason(s: Scene) -> Attempt:
    officer = s.role("data_protection")
    one = erasure.examine(officer, erasure.ask_erasure(officer, s.person, verified="document"), note="rien")
    return partial(erasure.refuse, officer, one, reasons=["other"])


def erasure_of_an_unknown_asker(s: Scene) -> Attempt:
    return partial(erasure.ask_erasure, s.role("data_protection"), s.person, verified="")


def report_to_an_unknown_asker(s: Scene) -> Attempt:
    told = {"verified": "", "language": "fr", "form": "paper"}
    return partial(answers.make_report, s.role("data_protection"), s.person, **told)


def own_disposal_confirmed(s: Scene) -> Attempt:
    disposal = s.mission.disposal
    return partial(retention.confirm_disposal, s.role("programme_manager"), disposal)


def request_about_a_stranger(s: Scene) -> Attempt:
    told = {"kind": "access", "channel": "counter", "person": s.ministry.person}
    return partial(requesting.open_request, s.manager, s.mission.office, **told)
