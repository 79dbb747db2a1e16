"""What tells of a person lies encrypted, holds codes only, or stands in the list below with its reason."""

from types import SimpleNamespace
from typing import Any

from django.apps import apps
from django.db import models

from musanada.kit.choices import Privacy
from musanada.kit.secrets import (
    BLIND_INDEXES,
    BlindIndexField,
    EncryptedTextField,
    SealableCharField,
    WrappedKeyField,
)
from musanada.kit.secrets.columns import indexed
from musanada.kit.secrets.fields import Sealing

SHORT = 20  # a code; nobody writes about a person in twenty characters
KEPT = (Sealing, SealableCharField, WrappedKeyField, BlindIndexField)
TEXTS = (models.CharField, models.TextField, models.JSONField, models.BinaryField)

CLEAR = {
    "access.User.password": "argon2 hash",
    "access.User.username": "what one signs in with: looked up; of the staff",
    "access.User.display_name": "of the staff, shown beside their acts; sorted",
    "access.User.sso_subject": "opaque number of the identity provider, looked up at each sign-in",
    "access.Invitation.token_hash": "hash of a random token",
    "access.AuditEntry.verb": "code",
    "access.AuditEntry.object_kind": "name of a table",
    "access.AuditEntry.object_id": "opaque id",
    "access.AuditEntry.details": "codes, numbers and ids; never a name or a free text (tested); chained as it is",
    "access.AuditEntry.origin": "address of the machine a member of staff worked from; part of the chain",
    "access.AuditEntry.previous": "hash",
    "access.AuditEntry.hash": "hash",
    "people.Presence.groups": "codes of field groups",
    "linkage.TwinPair.evidence": "codes of fields and levels with their weights; never a value (tested)",
    "linkage.TwinPair.facts": "keyed fingerprint: says that something changed, not what",
    "linkage.TwinDecision.facts": "keyed fingerprint",
    "people.Consent.recipient": "code or opaque id of an organisation, compared",
    "people.Consent.groups": "codes of field groups",
    "people.ConsentOverride.recipient": "code or opaque id of an organisation, compared",
    "people.ConsentOverride.groups": "codes of field groups",
    "people.NameKey.value": "sounds of a clear name, searched by prefix and pair; keyed tokens for whom a P4 file hides",
    "people.Identifier.issuer": "country or organisation, part of what makes a number unique",
    "people.MergeRecord.repointed": "opaque ids",
    "cases.Referral.body": "name of an organisation",
    "cases.Referral.groups": "codes of field groups",
    "cases.Referral.frozen_sender": "sealed with the person's own key",
    "cases.Referral.frozen_receiver": "sealed with the person's own key",
    "cases.Package.token_hash": "hash of a random token",
    "cases.Package.answer_hash": "hash of a random token",
    "cases.Package.content": "encrypted archive under a password that is kept nowhere",
    "cases.Case.procedure": "code",
    "cases.Case.state": "code of a state",
    "cases.CaseStep.code": "code of a step",
    "cases.CaseStep.from_state": "code of a state",
    "cases.CaseStep.to_state": "code of a state",
    "cases.CaseStep.reasons": "codes",
    "regularisation.Application.old_number": "number of a file of a past operation, searched and unique; no name",
    "regularisation.Application.secret_hash": "keyed hash of a random word",
    "regularisation.AgendaItem.reasons": "codes",
    "regularisation.Decision.reasons": "codes",
    "regularisation.Evaluation.findings": "codes, dates and numbers, the sentences are made when shown",
    "regularisation.ReliefItem.findings": "codes, dates and numbers, the sentences are made when shown",
    "regularisation.Officer.office": "the office held in an association, not who holds it",
    "regularisation.Renewal.papers": "codes of kinds of pieces",
    "returns.Return.old_number": "number of a file of another register, searched and unique; no name",
    "returns.Screening.covered": "codes of topics",
    "returns.Screening.reasons": "codes",
    "returns.Counselling.topics": "codes of topics",
    "returns.Declaration.points": "codes of points",
    "returns.FitToTravel.needs": "codes of what a carrier provides",
    "returns.Passenger.needs": "codes of what a carrier provides",
    "returns.Escort.until": "a place on the way",
    "returns.TravelEvent.lacking": "codes of locks",
    "returns.Tranche.proofs": "codes of kinds of evidence",
    "returns.PastReturn.pseudonym": "number in the register it came from; no name",
    "returns.PastReturn.source": "name of a register",
    "protection.Encounter.needs": "codes",
    "protection.PathwayLeg.from_city": "a city on the way, for the map",
    "protection.PathwayLeg.to_city": "a city on the way, for the map",
    "protection.ProtectionFile.urgent_needs": "codes",
    "protection.Assessment.heard": "codes of who was heard",
    "protection.Determination.digest": "a hash of the sealed dossier",
    "protection.Tick.item": "code of an item",
    "protection.VictimScreening.acts": "codes",
    "protection.VictimScreening.means": "codes",
    "protection.VictimScreening.purposes": "codes",
    "protection.Casualty.injuries": "codes",
    "surveys.SurveyAnswer.item": "code of an item",
    "surveys.SurveyAnswer.answer": "code of an answer",
    "surveys.Score.dimension": "code of a dimension",
    "dataprotection.Erasure.reasons": "codes",
    "dataprotection.Erasure.counts": "numbers by table",
    "dataprotection.Erasure.proof": "hash",
    "dataprotection.AccessReport.groups": "codes of field groups",
    "dataprotection.PeopleExport.recipient": "code or opaque id of an organisation",
    "dataprotection.PeopleExport.groups": "codes of field groups",
    "dataprotection.PeopleExport.filters": "codes that the list was narrowed by",
    "dataprotection.PeopleExport.digest": "hash of the encrypted file",
    "dataprotection.Disposal.kind": "code",
    "dataprotection.Disposal.keys": "opaque ids",
    "intake.ImportBatch.file_hash": "hash of the file, so that the same one is known again",
    "intake.ImportBatch.signature": "hash of the column titles",
    "intake.ImportBatch.mapping": "fields and column numbers",
    "intake.ImportBatch.options": "codes",
    "intake.ImportBatch.notes": "line numbers and counts",
    "intake.ImportBatch.problem": "sentence of ours",
    "intake.ImportRow.candidates": "opaque ids and scores",
    "intake.ImportRow.key": "hash of the row, so that it enters once; unkeyed: docs/encryption.md says what that leaves",
    "intake.ImportRow.reason": "sentence of ours",
    "publications.Delivery.means": "how a publication was handed over: mail, meeting, courier",
    "publications.Delivery.files": "names of files of a publication",
}


def open_texts(found: list[type[models.Model]]) -> list[str]:
    """``app.Model.field`` of texts about people that anyone with the tables can read."""
    return [
        f"{model._meta.label}.{field.name}"
        for model in found
        if model.PRIVACY >= Privacy.P2
        for field in model._meta.local_concrete_fields
        if isinstance(field, TEXTS) and not isinstance(field, KEPT) and not coded(field)
    ]


def coded(field: Any) -> bool:
    return bool(field.choices) or bool(field.max_length and field.max_length <= SHORT)


def ours() -> list[type[models.Model]]:
    return [m for m in apps.get_models() if m.__module__.startswith("musanada.")]


def test_every_text_about_people_is_encrypted_or_its_reason_is_written():
    assert sorted(set(open_texts(ours())) - CLEAR.keys()) == []


def test_the_list_names_nothing_that_is_gone_or_encrypted_since():
    assert sorted(CLEAR.keys() - set(open_texts(ours()))) == []
    assert all(CLEAR.values())


def test_what_must_be_sealed_stays_in_its_field():
    sealable = {"text", "given", "father", "grandfather", "family", "nickname", "mother"}
    name = apps.get_model("people.PersonName")
    assert {f.name for f in name._meta.fields if isinstance(f, SealableCharField)} == sealable
    for label in (
        "people.Contact.value",
        "people.Identifier.value",
        "people.Correction.before",
        "assistance.Act.reason",
    ):
        model, _dot, field = label.rpartition(".")
        assert isinstance(apps.get_model(model)._meta.get_field(field), Sealing), label


def test_every_blind_index_says_how_it_is_computed_anew():
    assert sorted(indexed().keys() - {f"{one.model}.{one.field}" for one in BLIND_INDEXES.values()}) == []


def test_an_open_text_is_seen():
    texts = (
        models.TextField(name="story"),
        models.CharField(name="code", max_length=SHORT),
        models.CharField(name="state", max_length=200, choices=[("a", "a")]),
        EncryptedTextField(name="note"),
    )
    meta = SimpleNamespace(label="x.Open", local_concrete_fields=texts)
    assert open_texts([SimpleNamespace(PRIVACY=Privacy.P3, _meta=meta)]) == ["x.Open.story"]
