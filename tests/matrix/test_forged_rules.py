"""Every rule that a page enforces, asked of the server by somebody who made up the request.

One table: the rule broken, the answer, the attempt. Each line prepares a case in which everything but the rule would
let the request through, then sends it past the page. The answer is the code of the refusal (``consent-missing``), the
right that is missing (``right:…``), the field at fault (``field:…``), words of the sentence (``says:…``) or the status
of the page (``page:404``); and nothing is written. How each procedure behaves cell by cell is told by its own app's
tests; here is the list.
"""

from collections.abc import Callable

import pytest
from django.urls import reverse

from musanada.dataprotection.commands import erasure, exports
from musanada.kit.errors import BadInput, MissingRight, Problem
from musanada.people.commands import consents

from .forgeries import data, files, inside, said, sides, steps
from .scene import Attempt, Scene, scene_of
from .unchanged import contents

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(country):
    return scene_of(country)


RULES: list[tuple[str, Callable[[Scene], Attempt]]] = [
    ("consent-missing", said.without_word),
    ("consent-missing", said.less_than_sent),
    ("consent-missing", said.transfer_on_a_referrals_word),
    ("consent-missing", said.word_to_another_organisation),
    ("consent-missing", said.accepted_after_a_no),
    ("consent-missing", said.package_without_word),
    ("consent-missing", sides.state_on_a_general_word),
    ("export-empty", said.export_of_nobody_who_agreed),
    ("field:evidence", said.proof_of_somebody_else),
    ("field:witness", said.oral_without_witness),
    ("field:guardian_name", said.child_alone),
    ("field:guardian", said.guardian_of_another_organisation),
    ("right:consent.record", said.written_down_elsewhere),
    ("says:n'appartient pas", said.another_offices_answer_withdrawn),
    ("own-request", said.own_override),
    ("page:422", said.own_override_at_the_page),
    ("field:hours", said.override_for_a_week),
    ("firewall", said.override_towards_the_state),
    ("firewall", said.other_basis_towards_the_state),
    ("firewall", sides.state_on_a_word_to_every_authority),
    ("firewall", sides.export_to_the_state),
    ("firewall", sides.merge_across),
    ("says:n'est pas connue", sides.met_across),
    ("says:ne peut pas être posée", sides.asked_across),
    ("says:un autre la relit", said.own_basis_reviewed),
    ("says:accord de partage", sides.agreement_ended),
    ("says:accord de partage", sides.agreement_ended_before_the_answer),
    ("agreement-missing", sides.export_without_agreement),
    ("right:referral.answer", steps.accepted_by_the_sender),
    ("page:409", steps.accepted_by_the_sender_at_the_page),
    ("right:referral.send", steps.revoked_by_the_receiver),
    ("right:referral.watch", steps.stopped_by_a_person),
    ("says:ne vous est pas adressée", steps.answered_instead_of_a_colleague),
    ("says:délai", steps.accepted_too_late),
    ("says:ne tient pas", steps.passed_on_more_than_shared),
    ("says:quelqu'un d'autre", steps.colleagues_draft),
    ("field:from_unit", steps.sent_as_an_office_of_others),
    ("says:collègue nommé", files.hidden_to_an_office),
    ("says:ne sort pas par paquet", files.hidden_by_package),
    ("field:reason", files.glass_without_a_reason),
    ("glass-empty", files.glass_from_elsewhere),
    ("says:ouvert en urgence", files.glass_prolonged),
    ("says:sa propre ouverture", files.own_emergency_reviewed),
    ("says:Seul le responsable", files.named_by_another_named),
    ("right:confidential.open", files.named_by_nobody_named),
    ("field:until", files.named_for_ever),
    ("says:ne peut pas être nommée", files.named_from_elsewhere),
    ("says:quelqu'un d'autre", files.own_seal_lifted),
    ("says:autre personne", files.own_closing_decided),
    ("says:protégée se garde", files.hidden_merged_away),
    ("says:n'est pas connue", files.hidden_met_by_key),
    ("right:people.export", data.export_by_an_agent),
    ("field:purpose", data.export_without_a_purpose),
    ("right:people.export", data.export_of_care),
    ("says:seconde personne", data.own_export_approved),
    ("says:seconde personne", data.export_not_looked_at),
    ("says:Seule la personne", data.export_of_another),
    ("says:seconde personne", data.own_erasure_confirmed),
    ("says:plus rapide", data.own_erasure_executed),
    ("field:reasons", data.erasure_refused_for_no_reason),
    ("field:verified", data.erasure_of_an_unknown_asker),
    ("field:verified", data.report_to_an_unknown_asker),
    ("says:seconde personne", data.own_disposal_confirmed),
    ("right:dataprotection.request", data.request_about_a_stranger),
    ("page:404", inside.attachment_of_another_organisation),
    ("page:404", inside.attachment_behind_ones_own),
    ("right:attachments.add", inside.medical_file_by_an_agent),
    ("attachment-type", inside.program_as_a_picture),
    ("says:sa propre demande", inside.own_payment_approved),
    ("says:plus rapide", inside.payment_given_unapproved),
    ("repeat", inside.given_twice),
    ("says:soi-même", inside.role_to_oneself),
    ("says:autre côté", inside.role_on_a_second_side),
    ("says:son propre rôle", inside.own_role_ended),
    ("handover", inside.leaver_with_open_files),
]


def answer_to(attempt: Attempt) -> tuple[str, ...]:
    """Every name of the answer; nothing when it was done."""
    try:
        done = attempt()
    except MissingRight as refusal:
        return (f"right:{refusal.right}",)
    except Problem as refusal:
        fields = refusal.fields if isinstance(refusal, BadInput) else {}
        return (refusal.code, *(f"field:{name}" for name in fields), f"says:{refusal}")
    status = getattr(done, "status_code", 200)
    return (f"page:{status}",) if status >= 400 else ()


@pytest.mark.parametrize(("answer", "forge"), RULES, ids=[forge.__name__ for _answer, forge in RULES])
def test_a_forged_request_is_refused_and_writes_nothing(answer, forge, scene):
    attempt = forge(scene)
    before = contents()
    found = answer_to(attempt)
    assert any(one == answer or (one[:5] == answer[:5] == "says:" and answer[5:] in one) for one in found), (
        found
    )
    assert contents() == before


def test_the_scene_is_a_good_one(scene):
    """With the rules kept, what these requests lead to is done."""
    one = scene.accepted()
    assert (one.state, one.person_id) == ("accepted", scene.person.pk)
    assert consents.approve_override(scene.role("programme_manager"), scene.override()).state == "approved"
    _officer, waiting = data.granted(scene)
    assert erasure.confirm(scene.role("programme_manager"), waiting).state == "confirmed"
    assert exports.approve_export(scene.role("data_protection"), data.second_look(scene)).state == "approved"


def test_an_account_without_its_second_factor_reads_and_writes_nothing(scene, settings):
    settings.SECOND_FACTOR = True
    client, before = scene.browser(scene.manager), contents()
    for url in (reverse("people:list"), reverse("people:person", args=[scene.person.pk])):
        for send in (client.get, client.post):
            answer = send(url)
            assert (answer.status_code, answer.headers["Location"]) == (302, reverse("account:factor"))
    assert contents() == before
