"""Rules as data: a change closes the old row and opens another; nonsense has a sentence; the pages show both."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from musanada.cases.commands import rules as commands
from musanada.cases.commands.rules import PieceDraft, RuleDraft
from musanada.cases.models import DeadlineRule, Holiday, Piece, PieceType, RequiredPiece
from musanada.cases.tests import world as w
from musanada.cases.tests.declared import CODE, a_case, declared
from musanada.kit.errors import BadInput, MissingRight, Refused

SINCE = date(2014, 1, 2)
DRAFT = RuleDraft("answer", CODE, "Réponse", ("asked",), ("granted",), 2, "months", SINCE)


@pytest.fixture
def one():
    with declared() as found:
        yield found


@pytest.fixture
def admin(world):
    return w.account(world.aide, "adama", "administrator")


@pytest.fixture
def rule(world, admin, one) -> DeadlineRule:
    return commands.add_rule(admin, world.aide, draft=DRAFT)


def test_a_new_rule_is_to_be_confirmed_and_then_is(world, admin, rule):
    assert (rule.confirmed, rule.starts) == (False, ",asked,")
    assert commands.confirm_rule(admin, world.aide, rule).confirmed


def test_a_change_closes_the_old_row_and_opens_another(world, admin, rule):
    day = date(2018, 3, 27)
    commands.confirm_rule(admin, world.aide, rule)
    new = commands.change_rule(admin, world.aide, rule, draft=changed(length=3, since=day))
    rule.refresh_from_db()
    assert (rule.length, rule.valid_to, rule.confirmed) == (2, day, True)
    assert (new.length, new.valid_from, new.valid_to, new.confirmed, new.code) == (
        3,
        day,
        None,
        False,
        "answer",
    )


def changed(**values) -> RuleDraft:
    from dataclasses import replace

    return replace(DRAFT, **values)


def test_a_row_that_was_replaced_is_not_replaced_again(world, admin, rule):
    commands.change_rule(admin, world.aide, rule, draft=changed(since=date(2018, 1, 1)))
    with pytest.raises(Refused, match="déjà été remplacée"):
        commands.change_rule(admin, world.aide, rule, draft=changed(since=date(2019, 1, 1)))
    assert DeadlineRule.objects.filter(code="answer").count() == 2


def test_a_case_that_runs_keeps_its_rule_and_a_new_one_takes_the_new(world, admin, rule):
    before = a_case(world, opened_on=date(2018, 1, 2))
    commands.change_rule(admin, world.aide, rule, draft=changed(length=1, since=date(2018, 2, 1)))
    after = a_case(world, opened_on=date(2018, 2, 1))
    assert before.deadlines.get().due_on == date(2018, 3, 2)
    assert after.deadlines.get().due_on == date(2018, 3, 1)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"starts": ("flown",)}, "starts"),
        ({"meets": ("granted", "flown")}, "meets"),
        ({"suspends": ("flown",)}, "suspends"),
        ({"meets": ("asked",)}, "meets"),
        ({"meets": ()}, "meets"),
        ({"starts": ()}, "starts"),
        ({"suspends": ("asked",)}, "suspends"),
        ({"length": 0}, "length"),
        ({"length": -2}, "length"),
        ({"length": 121}, "length"),
        ({"measure": "moons"}, "measure"),
        ({"name_fr": "  "}, "name_fr"),
        ({"procedure": "voyage"}, "procedure"),
    ],
    ids=str,
)
def test_nonsense_has_a_sentence_at_its_field(world, admin, one, values, field):
    with pytest.raises(BadInput) as refusal:
        commands.add_rule(admin, world.aide, draft=changed(**values))
    assert list(refusal.value.fields) == [field]
    assert not DeadlineRule.objects.filter(procedure=CODE).exists()


def test_a_change_before_the_rule_began_is_refused(world, admin, rule):
    for day in (SINCE, SINCE - timedelta(days=1)):
        with pytest.raises(BadInput, match="plus tard"):
            commands.change_rule(admin, world.aide, rule, draft=changed(since=day))
    assert DeadlineRule.objects.get(code="answer").valid_to is None


def test_a_code_is_used_once(world, admin, rule):
    with pytest.raises(BadInput, match="déjà ce code"):
        commands.add_rule(admin, world.aide, draft=DRAFT)


def test_a_rule_ends_and_nothing_new_starts_under_it(world, admin, rule):
    commands.end_rule(admin, world.aide, rule, since=date(2018, 1, 1))
    assert not a_case(world, opened_on=date(2018, 1, 1)).deadlines.exists()


@pytest.mark.parametrize("name", ["maha", "alima", "hind"])
def test_only_an_administrator_sets_rules(world, rule, name):
    with pytest.raises(MissingRight):
        commands.change_rule(getattr(world, name), world.aide, rule, draft=changed(since=date(2018, 1, 1)))


# Pieces and feasts


@pytest.fixture
def lease(world, admin, one) -> RequiredPiece:
    commands.save_piece_type(
        admin, world.aide, code="lease", name_fr="Bail", name_ar="", shows="residence", active=True
    )
    return commands.demand_piece(admin, world.aide, draft=PieceDraft(CODE, "lease", SINCE))


def test_a_demanded_piece_is_changed_from_a_day_on(world, admin, lease):
    day = date(2018, 1, 1)
    commands.change_piece(admin, world.aide, lease, draft=PieceDraft("x", "x", day, mandatory=False))
    old, new = RequiredPiece.objects.filter(procedure=CODE).order_by("valid_from")
    assert (old.mandatory, old.valid_to, new.mandatory, new.valid_from, new.type_id) == (
        True,
        day,
        False,
        day,
        "lease",
    )
    assert commands.confirm_pieces(admin, world.aide, [new]) == 1


def test_a_piece_is_asked_once_a_category(world, admin, lease):
    with pytest.raises(BadInput, match="déjà demandée"):
        commands.demand_piece(admin, world.aide, draft=PieceDraft(CODE, "lease", date(2019, 1, 1)))
    other = PieceDraft(CODE, "lease", date(2019, 1, 1), context="C5")
    assert commands.demand_piece(admin, world.aide, draft=other).context == "C5"


def test_a_piece_nobody_uses_any_more_is_not_asked(world, admin, one):
    PieceType.objects.create(code="stamp", name_fr="Timbre", active=False)
    with pytest.raises(BadInput, match="pas en usage"):
        commands.demand_piece(admin, world.aide, draft=PieceDraft(CODE, "stamp", SINCE))


def test_what_a_piece_establishes_stays_once_files_hold_it(world, admin, lease):
    Piece.objects.create(case=a_case(world), type_id="lease", recorded_by=world.maha)
    values = {"code": "lease", "name_ar": "", "active": True}
    with pytest.raises(BadInput, match="contiennent déjà"):
        commands.save_piece_type(admin, world.aide, name_fr="Bail", shows="work", **values)
    saved = commands.save_piece_type(
        admin, world.aide, name_fr="Contrat de bail", shows="residence", **values
    )
    assert str(saved) == "Contrat de bail"


def test_a_feast_is_entered_and_taken_out_of_use(world, admin):
    day = date(2026, 3, 20)
    commands.save_holiday(admin, world.aide, day=day, name_fr="Aïd al-Fitr")
    commands.save_holiday(admin, world.aide, day=day, name_fr="Aïd al-Fitr", observed=False)
    assert [(h.day, h.observed) for h in Holiday.objects.all()] == [(day, False)]


# Pages


def browser(user) -> Client:
    client = Client()
    client.force_login(user, backend="musanada.access.backend.Accounts")
    return client


def test_the_diagram_and_its_table_say_the_same(world, rule):
    html = browser(world.maha).get("/procedures/essai/", {"state": "checked"}).content.decode()
    for words in ("<svg", "Demandé", "Vérifié", "Accordé", "Gestionnaire de cas", "Commence", "à confirmer"):
        assert words in html
    assert html.count("Le dossier est ici") >= 2


def test_an_unknown_procedure_is_not_found(world, one):
    assert browser(world.maha).get("/procedures/voyage/").status_code == 404


FORM = {
    "name_fr": "Réponse",
    "starts": ["asked"],
    "meets": ["granted"],
    "length": "1",
    "measure": "months",
    "warn_days": "15",
    "since": "2018-01-01",
}


def test_an_administrator_changes_a_rule_in_the_browser(world, admin, rule):
    client = browser(admin)
    assert "À confirmer" in client.get("/procedures/rules/").content.decode()
    assert client.post(f"/procedures/rules/{rule.pk}/confirm/").status_code == 302
    assert client.post(f"/procedures/rules/{rule.pk}/", FORM).status_code == 302
    assert [r.length for r in DeadlineRule.objects.filter(code="answer").order_by("valid_from")] == [2, 1]


def test_what_was_typed_stays_when_it_is_nonsense(world, admin, rule):
    answer = browser(admin).post(f"/procedures/rules/{rule.pk}/", FORM | {"length": "0", "source": "Dahir"})
    assert answer.status_code == 422
    assert "dure au moins un jour" in answer.content.decode()
    assert "Dahir" in answer.content.decode()


def test_a_form_adds_ends_and_demands(world, admin, one):
    client = browser(admin)
    assert client.post("/procedures/rules/new/?procedure=essai", FORM | {"code": "reply"}).status_code == 302
    made = DeadlineRule.objects.get(code="reply")
    assert client.post(f"/procedures/rules/{made.pk}/end/", {"since": "2019-01-01"}).status_code == 302
    kind = {"code": "lease", "name_fr": "Bail", "active": "on"}
    assert client.post("/procedures/piece-types/new/", kind).status_code == 302
    assert client.post("/procedures/piece-types/new/", kind).status_code == 422
    demand = {"type": "lease", "alternative": "0", "mandatory": "on", "since": "2018-01-01"}
    assert client.post("/procedures/pieces/new/?procedure=essai", demand).status_code == 302
    piece = RequiredPiece.objects.get(procedure=CODE)
    assert client.post(f"/procedures/pieces/{piece.pk}/confirm/").status_code == 302
    assert client.post(f"/procedures/pieces/{piece.pk}/end/", {"since": "2019-01-01"}).status_code == 302
    piece.refresh_from_db()
    made.refresh_from_db()
    assert (piece.confirmed, piece.valid_to, made.valid_to) == (True, date(2019, 1, 1), date(2019, 1, 1))
    feast = {"day": timezone.localdate().isoformat(), "name_fr": "Fête", "observed": "on"}
    assert client.post("/procedures/holidays/", feast).status_code == 302


@pytest.mark.parametrize("address", ["", "new/"])
def test_a_case_manager_opens_no_rule(world, one, address):
    assert browser(world.maha).get(f"/procedures/rules/{address}").status_code == 403
