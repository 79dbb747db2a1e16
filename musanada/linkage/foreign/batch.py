"""A list of questions answered one after the other, timed, and the answers as a file.

The register and a foreign list give the same columns. The file appears whole or not at all.
"""

import csv
import os
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from musanada.access.models import User
from musanada.kit.errors import BadInput
from musanada.linkage import queries
from musanada.linkage.foreign.people import read_people
from musanada.linkage.foreign.questions import Question, read_questions
from musanada.linkage.foreign.search import Answer, Searcher
from musanada.linkage.sought import Sought

COLUMNS = ("query_id", "rank", "person_id", "score")
SEX_OF = {0: "", 1: "F", 2: "M"}
Answers = Callable[[Question], Sequence[Answer]]


class Report(NamedTuple):
    """What was done, for the person who waits. Times of a question in milliseconds."""

    people: int | None  # None: the register
    questions: int
    answered: int
    build_s: float
    p50_ms: float
    p95_ms: float
    dates_unread: int  # in both files, treated as unknown


def answer_file(actor: User, asked: Path, people: Path | None, out: Path, limit: int) -> Report:
    """Read, answer, write. Without ``people`` the register is searched, as far as the actor sees it."""
    if not out.parent.is_dir():
        raise BadInput(_("Le dossier %(path)s n’existe pas : créez-le d’abord.") % {"path": out.parent})
    started = perf_counter()
    questions, unread = read_questions(asked)
    size = None
    if people is None:
        answers = of_register(actor, limit)
    else:
        answers, size, bad = of_list(people, limit)
        unread += bad
    build = perf_counter() - started
    times: list[float] = []
    answered = write(out, timed(questions, answers, times))
    times.sort()
    return Report(size, len(questions), answered, build, middle(times, 0.5), middle(times, 0.95), unread)


def of_list(people: Path, limit: int) -> tuple[Answers, int, int]:
    known = read_people(people)
    searcher = Searcher(known)
    return lambda question: searcher.answer(question, limit), len(known), known.unreadable


def of_register(actor: User, limit: int) -> Answers:
    def answers(question: Question) -> list[Answer]:
        found = queries.look_for(actor, sought(question), limit=limit)
        return [Answer(str(one.person_id), one.score) for one in found]

    return answers


def sought(question: Question) -> Sought:
    """The question as the register's search takes it."""
    birth = question.birth
    return Sought(
        name=question.name,
        born=birth.year or None,
        birth_date=date(*birth) if birth.exact else None,
        sex=SEX_OF[question.sex],
        nationality=question.nationality,
        phone=question.phone,
        document=question.document,
    )


def timed(
    questions: Sequence[Question], answers: Answers, times: list[float]
) -> Iterable[tuple[str, Sequence[Answer]]]:
    for question in questions:
        before = perf_counter()
        found = answers(question)
        times.append(1000 * (perf_counter() - before))
        yield question.id, found


def write(out: Path, found: Iterable[tuple[str, Sequence[Answer]]]) -> int:
    """How many questions have an answer."""
    answered = 0
    part = out.with_name(f"{out.name}.{os.getpid()}.part")
    try:
        with part.open("w", encoding="utf-8", newline="") as file:
            lines = csv.writer(file, lineterminator="\n")
            lines.writerow(COLUMNS)
            for query_id, answers in found:
                answered += bool(answers)
                for rank, one in enumerate(answers, 1):
                    lines.writerow((query_id, rank, one.person_id, f"{one.score:g}"))
        part.replace(out)
    except OSError as wrong:
        raise BadInput(
            _("Impossible d’écrire %(path)s : %(reason)s.") % {"path": out, "reason": wrong.strerror}
        ) from wrong
    finally:
        part.unlink(missing_ok=True)
    return answered


def middle(ordered: Sequence[float], share: float) -> float:
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)] if ordered else 0.0
