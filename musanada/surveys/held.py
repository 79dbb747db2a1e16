"""What surveys hold about a person, in words for them: each interview, what they answered, the scores made of it."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext_lazy as _

from musanada.kit.choices import FieldGroup
from musanada.kit.errors import Sentence
from musanada.kit.formats import format_date, format_number
from musanada.kit.subject import HELD, Asking, HeldSection
from musanada.surveys.asking import OTHERS
from musanada.surveys.definitions import definition_of
from musanada.surveys.models import Interview
from musanada.surveys.queries.answers import answers_of
from musanada.surveys.queries.people import scores_by_interview
from musanada.surveys.words import STATES

GROUP = FieldGroup.SERVICES
Rows = list[tuple[Sentence, ...]]


def held(asking: Asking) -> Iterator[HeldSection]:
    rows = Interview.objects.filter(case__person__in=asking.people, case__unit__in=asking.units)
    interviews = list(
        rows.select_related("round", "case", "version__instrument").order_by("on", "recorded_at")
    )
    yield of_interviews(asking, interviews)
    yield of_answers(asking, interviews)
    yield of_scores(asking, interviews)


def of_interviews(asking: Asking, interviews: Sequence[Interview]) -> HeldSection:
    rows: Rows = [
        (
            str(one.round),
            str(one.case),
            format_date(one.on, asking.lang),
            one.get_mode_display(),
            STATES[one.outcome],
        )
        for one in interviews
    ]
    columns = (_("Enquête"), _("Dossier"), _("Le"), _("Comment"), _("Suite"))
    return HeldSection(
        GROUP, _("Les enquêtes auxquelles vous avez été invité à répondre"), rows, columns, order=72
    )


def of_answers(asking: Asking, interviews: Sequence[Interview]) -> HeldSection:
    given, rows = answers_of(one.pk for one in interviews), list[tuple[Sentence, ...]]()
    for one in interviews:
        definition = definition_of(one.version)
        for item in definition.items:
            code = given[one.pk].get(item.id)
            if code is None:
                continue
            answer = definition.answer(item, code)
            said: Sentence = answer.label.said(asking.lang) if answer else OTHERS[code].label
            rows.append((format_date(one.on, asking.lang), item.text.said(asking.lang), said))
    return HeldSection(
        GROUP, _("Vos réponses aux enquêtes"), rows, (_("Le"), _("Question"), _("Réponse")), order=73
    )


def of_scores(asking: Asking, interviews: Sequence[Interview]) -> HeldSection:
    """Under the version each interview was asked with; a score computed anew stands beside the old one."""
    standing, rows = scores_by_interview([one.pk for one in interviews]), list[tuple[Sentence, ...]]()
    for one in interviews:
        definition = definition_of(one.version)
        for code, score in sorted(standing.get((one.pk, one.version_id), {}).items()):
            band = definition.band_of(score.value)
            value = "–" if score.value is None else format_number(score.value, asking.lang, 2)
            label = band.label.said(asking.lang) if band else ""
            rows.append(
                (format_date(one.on, asking.lang), definition.names[code].said(asking.lang), value, label)
            )
    columns = (_("Le"), _("Dimension"), _("Note, de 0 à 1"), _("Tranche"))
    return HeldSection(GROUP, _("Les notes tirées de vos réponses"), rows, columns, order=74)


HELD.add("surveys", held)
