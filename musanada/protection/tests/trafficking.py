"""Makers for the tests of trafficking: detections, partners of the mechanism, referrals."""

from typing import Any
from uuid import UUID

from musanada.access.models import Unit, User
from musanada.kit.ids import new_id
from musanada.protection.commands.checklists import load_lists
from musanada.protection.commands.detection import DetectionDraft, detect
from musanada.protection.commands.mechanisms import MechanismDraft, add_mechanism
from musanada.protection.commands.nrm import NrmDraft, refer_detection, refer_file
from musanada.protection.models import Detection, IndicatorList, Mechanism, NrmReferral, ProtectionFile
from musanada.protection.tests.scene import Scene

SERVICES = ("shelter", "health", "mhpss", "legal", "documentation")
THREE_OF_FIVE = {"shelter": "yes", "health": "yes", "mhpss": "no", "legal": "yes", "documentation": "no"}


def lists(*codes: str) -> list[IndicatorList]:
    load_lists()
    return list(IndicatorList.objects.filter(code__in=codes, active=True))


def detected(
    scene: Scene, *, by: User | None = None, unit: Unit | None = None, pk: UUID | None = None, **values: Any
) -> Detection:
    """Locked in, adult, ticked by the first responder of Nador: to refer, urgent."""
    general = lists("general")[0]
    signs = values.pop("signs", ("locked",))
    draft = DetectionDraft(
        lists=(general.pk,),
        found={(general.pk, code): "present" for code in signs},
        **{"age": "adult", "sex": "F"} | values,
        id=pk or new_id(),
    )
    return detect(by or scene.responder, unit or scene.nador, draft=draft)


def partner(scene: Scene, unit: Unit | None = None, **values: Any) -> Mechanism:
    """The refuge of Casablanca, of another organisation, unless said otherwise."""
    columns = {"name_fr": "Refuge de Casablanca", "kind": "shelter", "services": SERVICES} | values
    draft = MechanismDraft(unit=unit, **columns)
    return add_mechanism(scene.officer, scene.nador, draft=draft)


def refuge(scene: Scene) -> Mechanism:
    return partner(scene, scene.other)


def on_paper(scene: Scene) -> Mechanism:
    return partner(scene, name_fr="Mécanisme espagnol", kind="abroad", country="ESP")


def referred(
    scene: Scene, detection: Detection | None = None, to: Mechanism | None = None, **values: Any
) -> NrmReferral:
    """Three of five services, by the detector."""
    seen = detection or detected(scene)
    columns = {"words": THREE_OF_FIVE, "safe_contact": "Mot convenu : oranger", "note": "Après 18 h"} | values
    draft = NrmDraft(to=to or refuge(scene), **columns)
    return refer_detection(seen.by, seen.unit, detection=seen, draft=draft)


def referred_file(
    scene: Scene, file: ProtectionFile, to: Mechanism | None = None, **values: Any
) -> NrmReferral:
    columns = {"words": THREE_OF_FIVE, "safe_contact": "Mot convenu : oranger"} | values
    draft = NrmDraft(to=to or refuge(scene), **columns)
    return refer_file(file.secret.owner, file, draft=draft)
