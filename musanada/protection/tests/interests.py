"""Steps of the best-interests procedure for its tests: an assessment done and reviewed, a dossier sealed, a panel."""

from typing import Any

from django.utils import timezone

from musanada.protection.commands import assessments, determinations, options, panels
from musanada.protection.models import Assessment, Determination, Factor, ProtectionFile
from musanada.protection.tests import scene as s

FACTORS = {code: f"Constaté : {code}" for code in Factor.Kind.values}
RETURN = {
    "outlook": "return",
    "country": "GIN",
    "pros": "Sa mère l'attend et il le veut.",
    "cons": "Route longue.",
}
STAY = {"outlook": "integration", "pros": "Il va à l'école ici.", "cons": "Sa famille est loin."}
REASONS = "La mère est vérifiée, l'enfant veut la rejoindre et l'école l'attend."


def draft(**values: Any) -> assessments.AssessmentDraft:
    said: dict[str, Any] = {
        "heard": ("child", "carer"),
        "interpreter": "yes",
        "views": "Je veux revoir ma mère à Labé.",
        "maturity": "Il comprend ce que le retour veut dire.",
        "factors": FACTORS,
        "recommendation": "return",
        "reasons": "Le foyer est vérifié et il le demande.",
        "bid_needed": "durable",
    }
    return assessments.AssessmentDraft(**said | values)


def assessed(scene: s.Scene, file: ProtectionFile, **values: Any) -> Assessment:
    """Opened and done by the owner, with two options weighed."""
    one = assessments.open_assessment(scene.manager, file, trigger="first")
    assessments.write_assessment(scene.manager, one, draft=draft(**values))
    options.weigh(scene.manager, one, **RETURN)
    options.weigh(scene.manager, one, **STAY)
    return assessments.finish_assessment(scene.manager, one)


def reviewed(scene: s.Scene, file: ProtectionFile, **values: Any) -> Assessment:
    """And kept by the protection officer, who is named on the file."""
    one = assessed(scene, file, **values)
    return assessments.review_assessment(scene.officer, one, accept=True)


def reported(scene: s.Scene, file: ProtectionFile, **values: Any) -> Determination:
    """A report by the officer, kept by the second one."""
    reviewed(scene, file, **values)
    bid = determinations.begin_determination(scene.officer, file)
    determinations.write_report(scene.officer, bid, report="Mamadou attend sa mère, Fatou. Le foyer est sûr.")
    determinations.submit_report(scene.officer, bid)
    return determinations.review_report(scene.officer2, bid, accept=True)


def sealed(scene: s.Scene, file: ProtectionFile) -> Determination:
    return determinations.seal_dossier(scene.officer, reported(scene, file))


def sitters(scene: s.Scene) -> list[Any]:
    """Five who may sit: of the same office, of another one, of another organisation of the same side."""
    return [
        scene.lead,
        scene.second,
        scene.health,
        scene.staff["casa.protection_officer"],
        scene.stranger,
    ]


def called(scene: s.Scene, file: ProtectionFile, members: int = 3) -> Determination:
    """A panel called for today; the programme manager presides."""
    bid = sealed(scene, file)
    for n, user in enumerate(sitters(scene)[:members]):
        panels.appoint(scene.officer, bid, user=user, chair=n == 0)
    return panels.schedule(scene.officer, bid, panel_on=timezone.localdate())


def office(user: Any) -> Any:
    """Where they may sit."""
    from musanada.protection.queries.panels import place

    return place(user, "humanitarian")


def ready(bid: Determination, user: Any) -> None:
    """No conflict, and the dossier read."""
    panels.declare(user, office(user), bid=bid.pk, conflict=False)
    panels.open_dossier(user, office(user), bid=bid.pk)


def votes(bid: Determination, user: Any, outlook: str, dissent: str = "") -> None:
    ready(bid, user)
    panels.vote(user, office(user), bid=bid.pk, outlook=outlook, dissent=dissent)


def decided(scene: s.Scene, file: ProtectionFile, outlook: str = "return") -> Determination:
    bid = called(scene, file)
    for user in sitters(scene)[:3]:
        votes(bid, user, outlook)
    return panels.decide(scene.officer, bid, outlook=outlook, reasons=REASONS)


def team(scene: s.Scene, file: ProtectionFile) -> ProtectionFile:
    """Both protection officers are named beside the owner."""
    s.named(file, scene.officer)
    s.named(file, scene.officer2)
    return file
