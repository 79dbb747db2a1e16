"""A victim's file with one row of each of its tables, a detection, partners of the mechanism, referrals sent and received."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from musanada.access.doors import forget_holdings
from musanada.protection.commands.checklists import load_lists
from musanada.protection.commands.opening import open_protection
from musanada.protection.models import (
    Detection,
    Episode,
    EpisodeForm,
    IndicatorList,
    Mechanism,
    NrmItem,
    NrmReferral,
    Proceeding,
    ProtectionFile,
    Reflection,
    ReturnRisk,
    SafetyPlan,
    Tick,
    Victim,
    VictimScreening,
    VictimStatus,
)

# One for the installation, whichever estate is furnished first.
PARTNER = "01936b1c-0000-7000-8000-000000000001"
LIST = "01936b1c-0000-7000-8000-000000000002"


def of(*names: str) -> Any:
    """As in ``tests.matrix.foreign``, which reads this module while it is being read itself."""
    return lambda estate: tuple(n[1:] if n[0] == "=" else getattr(estate, n).pk for n in names)


def furnish(estate: Any) -> dict[str, Any]:
    """Rows as they stand in the middle of things, on every side; the rules are for the app's own tests."""
    load_lists()
    general = IndicatorList.objects.get(code="general", active=True)
    shared(estate, general)
    file, seen = a_victim(estate), a_detection(estate, general)
    return {
        "victim_file": file,
        "victim_case": file.case,
        "detection": seen,
        **of_the_file(estate, file),
        **referrals(estate, file, seen),
    }


def shared(estate: Any, general: IndicatorList) -> None:
    Mechanism.objects.get_or_create(pk=PARTNER, defaults={"name_fr": "Refuge commun", "kind": "shelter"})
    same = {"definition": general.definition, "digest": general.digest, "loaded_by": estate.everyone}
    IndicatorList.objects.get_or_create(
        pk=LIST, defaults={"code": "commune", "version": 1, "name_fr": "Grille commune", **same}
    )


def a_victim(estate: Any) -> ProtectionFile:
    from tests.matrix.world import someone

    actor, day = estate.everyone, timezone.localdate() - timedelta(days=6)
    person = someone(estate, "Ngozi Adaeze Eze")
    with transaction.atomic():
        file = open_protection(
            actor,
            estate.office,
            person,
            kind="victim",
            identified_on=day,
            source="association",
            basis="consent",
        )
    forget_holdings(actor)
    Victim.objects.create(file=file, citizen=False, status="presumed")
    return file


def a_detection(estate: Any, general: IndicatorList) -> Detection:
    seen = Detection.objects.create(
        unit=estate.office, age="adult", by=estate.everyone, refer=True, urgent=False, score=4
    )
    seen.lists.set([general])
    Tick.objects.create(detection=seen, list=general, item="locked", found="present")
    return seen


def of_the_file(estate: Any, file: ProtectionFile) -> dict[str, Any]:
    by, day = estate.everyone, file.identified_on
    episode = Episode.objects.create(file=file, place="Une ferme", text="Papiers gardés.", by=by)
    risk = ReturnRisk.objects.create(
        file=file, country_id="GIN", result="safe", dangers="La dette.", by=by, valid_to=timezone.localdate()
    )
    return {
        "screening_row": VictimScreening.objects.create(file=file, agreed=True, result="presumed", by=by),
        "status_row": VictimStatus.objects.create(file=file, status="presumed", on=day, body="team", by=by),
        "episode_row": episode,
        "episode_form_row": EpisodeForm.objects.create(file=file, episode=episode, form="labour"),
        "safety_row": SafetyPlan.objects.create(
            file=file, version=1, dangers="Le recruteur.", steps="Appeler.", review_on=day, by=by
        ),
        "return_risk": risk,
        "reflection_row": Reflection.objects.create(file=file, from_on=day, to_on=day, by=by),
        "proceeding_row": Proceeding.objects.create(file=file, stage="inquiry", on=day, by=by),
    }


def referrals(estate: Any, file: ProtectionFile, seen: Detection) -> dict[str, Any]:
    """To the estate's own head office, and on paper: what was sent is the sender's, what came the receiver's."""
    code = estate.root.code
    here = Mechanism.objects.create(name_fr=f"Siège ({code})", kind="shelter", unit=estate.root)
    abroad = Mechanism.objects.create(name_fr=f"Mécanisme voisin ({code})", kind="abroad", country_id="GIN")
    return {
        "nrm_in": a_referral(estate, here, detection=seen),
        "nrm_out": a_referral(estate, abroad, file=file),
    }


def a_referral(estate: Any, to: Mechanism, **source: Any) -> NrmReferral:
    now = timezone.now()
    one = NrmReferral.objects.create(
        unit=estate.office,
        to=to,
        state="sent",
        by=estate.everyone,
        sent_at=now,
        respond_by=now + timedelta(hours=72),
        safe_contact="Le banc bleu",
        **source,
    )
    NrmItem.objects.create(referral=one, service="shelter", word="yes")
    return one


VICTIM = ("victim", "victim-change", "victim-screen", "victim-status", "victim-episode", "victim-safety",
          "victim-return-risk", "victim-reflection", "victim-reflection-end", "victim-proceeding", "victim-refer")  # fmt: skip
RECEIVED = ("nrm-received", "nrm-accept", "nrm-refuse", "nrm-give", "nrm-withdraw-received")
SENT = ("nrm-sent", "nrm-withdraw", "nrm-note-answer", "nrm-note-given", "nrm-package")
MAKERS: dict[str, Any] = {
    **{f"protection:{name}": of("victim_case") for name in VICTIM},
    **{f"protection:{name}": of("nrm_in") for name in RECEIVED},
    **{f"protection:{name}": of("nrm_out") for name in SENT},
    "protection:victim-return-risk-approve": of("victim_case", "return_risk"),
    "protection:detection": of("detection"),
    "protection:detection-refer": of("detection"),
}
SHARED = {
    "protection:mechanism": (PARTNER, "the partners of the mechanism are one list for the installation"),
    "protection:checklist": (LIST, "checklists are one for the installation"),
}
POST_ONLY = {
    "protection:nrm-give",
    "protection:nrm-note-given",
    "protection:nrm-package",
    "protection:victim-return-risk-approve",
}
