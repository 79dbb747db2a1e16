"""Instruments loaded, compared, frozen and confirmed: data, so that a new questionnaire needs no code.

A draft may be loaded again until it is frozen, by hand or by its first interview. From then on the database refuses to
change what was asked and how it scores (trigger): the next text is the next version.
"""

from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.access.commands import system_user
from musanada.access.doors import command
from musanada.access.models import Unit, User
from musanada.access.verbs import say
from musanada.kit.errors import BadInput, Refused
from musanada.surveys import policies  # noqa: F401  the rights exist before the commands
from musanada.surveys.definitions import Definition
from musanada.surveys.models import Instrument, InstrumentVersion
from musanada.surveys.reading import Loaded, read

MANAGE = "survey.manage"
DATA = Path(__file__).resolve().parents[1] / "data"


@command(MANAGE)
def load_version(actor: User, unit: Unit, /, *, text: str) -> InstrumentVersion:
    """The version a YAML text describes. The same text twice is one version.

    Raises: BadInput with every fault; Refused where the version is frozen with another content.
    """
    return store(actor, read(text))


def store(actor: User, loaded: Loaded) -> InstrumentVersion:
    one = loaded.definition
    instrument = instrument_of(one)
    known = (
        InstrumentVersion.objects.select_for_update()
        .filter(instrument=instrument, version=one.version)
        .first()
    )
    beside = {"source": loaded.source, "confirmed": loaded.confirmed}
    if known is None:
        rename(instrument, one)
        return InstrumentVersion.objects.create(
            instrument=instrument,
            version=one.version,
            definition=one.canonical(),
            digest=one.digest,
            loaded_by=actor,
            **beside,
        )
    if known.digest != one.digest:
        insist_on_draft(known)
        rename(instrument, one)
        beside |= {
            "definition": one.canonical(),
            "digest": one.digest,
            "loaded_by": actor,
            "loaded_at": timezone.now(),
        }
    for name, value in beside.items():
        setattr(known, name, value)
    known.save(update_fields=list(beside))
    return known


def instrument_of(one: Definition) -> Instrument:
    found, made = Instrument.objects.get_or_create(
        code=one.code, defaults={"kind": one.kind, "name_fr": one.name.fr[:200], "name_ar": one.name.ar[:200]}
    )
    if not made and found.kind != one.kind:
        raise BadInput(
            _("L'instrument « %(code)s » existe déjà et est d'une autre sorte : donnez un autre code.")
            % {"code": one.code}
        )
    return found


def rename(instrument: Instrument, one: Definition) -> None:
    """The instrument is called as its latest text calls it."""
    latest = instrument.versions.order_by("-version").values_list("version", flat=True).first()
    if latest is None or one.version >= latest:
        instrument.name_fr, instrument.name_ar = one.name.fr[:200], one.name.ar[:200]
        instrument.save(update_fields=["name_fr", "name_ar"])


def insist_on_draft(version: InstrumentVersion) -> None:
    if version.frozen_at is not None:
        raise Refused(
            _(
                "La version %(version)s de « %(code)s » est figée et son contenu diffère de ce fichier : donnez au "
                "fichier le numéro de version suivant."
            )
            % {"version": version.version, "code": version.instrument.code},
            code="survey_frozen",
        )


@command(MANAGE)
def freeze_version(actor: User, unit: Unit, /, *, version: InstrumentVersion) -> InstrumentVersion:
    """No change from here on. Twice is once."""
    freeze(version)
    return version


def freeze(version: InstrumentVersion) -> None:
    InstrumentVersion.objects.filter(pk=version.pk, frozen_at=None).update(frozen_at=timezone.now())
    version.refresh_from_db()


@command(MANAGE)
def confirm_version(
    actor: User, unit: Unit, /, *, version: InstrumentVersion, source: str
) -> InstrumentVersion:
    """The organisation has checked this text and says against what. What is asked does not change. Raises: BadInput."""
    words = " ".join(source.split())
    if not words:
        raise BadInput(
            _("Dites quel texte a été vérifié et par qui."),
            fields={"source": _("Dites quel texte a été vérifié et par qui.")},
        )
    version.source, version.confirmed = words[:300], True
    version.save(update_fields=["source", "confirmed"])
    return version


@transaction.atomic
def load_instruments() -> int:
    """The shipped templates that are not there yet; what an installation has set stays. Safe to repeat."""
    made = 0
    for path in sorted(DATA.glob("*.yaml")):
        loaded = read(path.read_text(encoding="utf-8"))
        one = loaded.definition
        there = InstrumentVersion.objects.filter(instrument__code=one.code, version=one.version)
        if not there.exists():
            store(system_user("console"), loaded)
            made += 1
    return made


WORDS: dict[str, Any] = {
    "surveys.load_version": _("Version d'un questionnaire chargée"),
    "surveys.freeze_version": _("Version d'un questionnaire figée"),
    "surveys.confirm_version": _("Version d'un questionnaire confirmée"),
}
say(
    WORDS,
    kinds={
        "surveys.instrumentversion": _("Version d'un questionnaire"),
        "surveys.instrument": _("Questionnaire"),
    },
)
