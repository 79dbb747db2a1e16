"""A revision's life: built whole or not at all, approved by two others, frozen, published, superseded; who may what."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.utils import timezone

from musanada.access.commands import first_accounts, system_user
from musanada.access.models import AuditEntry
from musanada.assistance.models import Act
from musanada.kit.errors import BadInput, MissingRight, Refused
from musanada.people.commands import merge
from musanada.people.models import Person
from musanada.publications import building, outputs, snapshot
from musanada.publications.commands import approving
from musanada.publications.commands.publications import Order, ask_build, build, rebuild, run_asked
from musanada.publications.models import Publication
from musanada.publications.queries import publications as queries
from musanada.publications.tests import country
from musanada.reporting.tests.house import SECRET


@pytest.fixture(scope="module")
def settled(django_db_setup, django_db_blocker, tmp_path_factory):
    """The country is made once; what each test writes is rolled back."""
    ring = tmp_path_factory.mktemp("ring") / "data.keys"
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch, transaction.atomic():
        patch.setattr(settings, "KEYRING", ring)
        patch.setattr(settings, "DATA", ring.parent)
        yield country.settle(), ring
        transaction.set_rollback(True)


@pytest.fixture
def house(settled, db, tmp_path, monkeypatch):
    """Documents and figures alone are written: what typst and Word make has its own tests."""
    monkeypatch.setattr(settings, "DATA", tmp_path)
    heavy = {"pdf", "word", "sheets", "card", "press"}
    makers = [one for one in outputs.makers() if one.__module__.rpartition(".")[2] not in heavy]
    monkeypatch.setattr(outputs, "makers", lambda: tuple(makers))
    return settled[0]


def test_a_build_is_checked_and_its_folder_whole(house):
    one = country.built(house)
    assert (one.state, one.errors) == ("checked", 0), [line.message for line in queries.checks_of(one)]
    report = snapshot.verify(queries.folder_of(one))
    assert report.whole
    assert snapshot.hash_of_manifest(queries.folder_of(one)) == one.manifest
    cells = {cell.key: cell.value for cell in queries.cells_of(one)}
    assert cells[f"{country.PEOPLE}@2024"] == 52
    assert queries.frozen_extracts()[-1].folder.name == one.extract


def test_no_name_is_in_the_folder(house):
    one = country.built(house)
    for path in queries.folder_of(one).rglob("*"):
        assert not path.is_file() or SECRET.encode() not in path.read_bytes()


def test_the_same_extract_gives_the_same_bytes(house, tmp_path):
    one = country.built(house)
    assert rebuild(house.mne, one, tmp_path / "again") == one.manifest
    for line in queries.manifest_of(one)["files"]:
        again = (tmp_path / "again" / line["path"]).read_bytes()
        assert again == (queries.folder_of(one) / line["path"]).read_bytes(), line["path"]
    assert not (tmp_path / "again" / "restricted").exists()


def test_while_nothing_is_recorded_the_next_build_has_the_same_extract_and_figures(house):
    first, second = country.built(house), country.built(house)
    assert first.extract == second.extract
    told = [queries.manifest_of(one)["figures"] for one in (first, second)]
    assert told[0] == told[1]


def test_two_approve_and_neither_is_the_builder(house):
    one = country.built(house)
    with pytest.raises(Refused, match="deux autres personnes"):
        approving.approve(house.mne, one)
    approving.approve(house.manager, one)
    one.refresh_from_db()
    assert one.state == "checked"
    with pytest.raises(Refused, match="déjà approuvé"):
        approving.approve(house.manager, one)
    with pytest.raises(Refused):
        approving.freeze(house.manager, one)
    approving.approve(house.second, one)
    one.refresh_from_db()
    assert one.state == "approved"
    roles = [role for role, _when in snapshot.verify(queries.folder_of(one)).signed]
    assert roles == ["build", "approve", "approve"]


def test_the_console_approves_nothing(house):
    one = country.built(house)
    with pytest.raises(MissingRight):
        approving.approve(system_user("console"), one)


def test_one_byte_changed_and_nobody_can_approve(house):
    one = country.built(house)
    path = queries.folder_of(one) / "narrative.fr.md"
    path.write_bytes(path.read_bytes().replace(b"Personnes", b"Personnez"))
    with pytest.raises(Refused, match=r"narrative\.fr\.md"):
        approving.approve(house.manager, one)


def test_a_manifest_signed_elsewhere_is_not_the_registers(house):
    one = country.built(house)
    Publication.objects.filter(pk=one.pk).update(manifest="0" * 64)
    one.refresh_from_db()
    with pytest.raises(Refused, match="manifeste"):
        approving.approve(house.manager, one)


def test_frozen_is_closed_and_published_is_public(house):
    one = country.published(house)
    folder = queries.folder_of(one)
    assert (one.state, one.published_by) == ("published", house.manager)
    assert (folder / "manifest.json").stat().st_mode & 0o222 == 0
    assert list(queries.in_public()) == [one]
    assert [role for role, _when in snapshot.verify(folder).signed] == [
        "build",
        "approve",
        "approve",
        "freeze",
    ]


def test_a_correction_supersedes_and_the_old_one_says_what_it_is_now(house):
    first = country.published(house)
    for number in range(12):
        country.help_one(house, f"Retardataire {number}", "GIN", "F")
    second = country.published(house, reason="late_entry", note="Douze fiches saisies en retard")
    first.refresh_from_db()
    assert (first.state, second.state) == ("superseded", "published")
    assert queries.manifest_of(second)["previous"] == {"revision": 1, "manifest": first.manifest}
    assert snapshot.verify(queries.folder_of(second), previous=queries.folder_of(first)).whole
    said = {line.figure: (line.was, line.now, line.reason) for line in first.errata.all()}
    assert said[f"{country.PEOPLE}@2024"] == ("52", "64", "late_entry")
    assert [one.revision for one in queries.in_public()] == [2, 1]


def test_under_embargo_nothing_is_public(house):
    one = country.built(house)
    for who in (house.manager, house.second):
        approving.approve(who, one)
        one.refresh_from_db()
    frozen = approving.freeze(house.manager, one)
    with pytest.raises(BadInput):
        approving.publish(house.manager, frozen, embargo_until=timezone.now() - timedelta(days=1))
    approving.publish(house.manager, frozen, embargo_until=timezone.now() + timedelta(days=1))
    assert list(queries.in_public()) == []


def test_killed_half_way_nothing_is_known_of_it(house, monkeypatch):
    def dies(*args, **kwargs):
        raise KeyboardInterrupt

    monkeypatch.setattr(building, "write_all", dies)
    with pytest.raises(KeyboardInterrupt):
        country.built(house)
    assert not Publication.objects.exists()
    assert not [path for path in queries.root().rglob("*") if path.is_file()]


def test_a_folder_nobody_knows_gives_way(house):
    stray = queries.root() / "annual" / "r1"
    stray.mkdir(parents=True)
    (stray / "left").write_text("x")
    assert country.built(house).revision == 1
    assert not (stray / "left").exists()


def test_what_cannot_be_registered_leaves_no_folder(house, monkeypatch):
    monkeypatch.setattr(
        Publication.objects, "create", lambda **values: (_ for _ in ()).throw(Refused("busy"))
    )
    with pytest.raises(Refused):
        country.built(house)
    assert not (queries.root() / "annual" / "r1").exists()


@pytest.mark.parametrize(("order", "field"), [({"period": "2024/.."}, "period"), ({"period": "2024~2023"}, "period"), ({"mode": "x"}, "reason")])  # fmt: skip
def test_an_order_that_cannot_be(house, order, field):
    with pytest.raises(BadInput) as told:
        country.built(house, **order)
    assert field in told.value.fields


def test_a_period_already_published_wants_a_reason(house):
    country.published(house)
    with pytest.raises(BadInput, match="déjà publiée"):
        country.built(house, reason="first")
    assert country.built(house).reason == "late_entry"


def test_who_may_build_and_who_may_not(house):
    for who in (house.manager, house.agent, house.auditor):
        with pytest.raises(MissingRight):
            build(who, house.report, order=Order("2024"))


def test_a_raw_number_keeps_it_a_draft_until_someone_answers_for_it(house):
    country.write(house, "fr", country.FR + "\nNous avons aidé 1234 personnes.\n")
    one = country.built(house)
    assert (one.state, one.errors > 0) == ("draft", True)
    with pytest.raises(Refused, match="contrôlée"):
        approving.approve(house.manager, one)
    errors = [line for line in queries.checks_of(one) if line.blocks]
    for line in errors:
        approving.waive(
            house.manager, house.report, code=line.code, about=line.about, reason="Repris d'une loi"
        )
    again = country.built(house)
    assert (again.state, again.errors) == ("checked", 0)
    assert [line.waived for line in queries.checks_of(again) if line.waived] == ["Repris d'une loi"] * len(
        errors
    )
    for waiver in queries.waivers_of(house.report):
        approving.end_waiver(house.manager, waiver)
    assert country.built(house).errors == len(errors)


def test_what_tells_of_hidden_people_is_never_waived(house):
    with pytest.raises(BadInput):
        approving.waive(house.manager, house.report, code="DISC.breach", about="x", reason="Tant pis")


def test_a_citation_that_nothing_answers_is_an_error_with_its_figure(house):
    country.write(house, "fr", "# Rien\n\n{{ fig:no.such }}\n")
    one = country.built(house)
    assert one.state == "draft"
    assert "CITE.unanswered" in {line.code for line in queries.checks_of(one)}


def test_small_numbers_are_hidden_and_their_reason_stays_in_the_house(house):
    one = country.built(house)
    hidden = {cell.key for cell in queries.cells_of(one) if cell.hidden}
    assert f"{country.PEOPLE}[nationality=unknown]@2024" not in hidden
    assert set(queries.hidden_of(one)) == hidden


def test_asked_on_a_page_it_is_prepared_behind(house, monkeypatch):
    asked = ask_build(house.mne, house.report, order=Order("2024"))
    assert (asked.state, asked.manifest) == ("draft", "")
    done = run_asked(house.mne, asked)
    assert (done.pk, done.state, done.revision) == (asked.pk, "checked", 1)
    monkeypatch.setattr(
        building, "write_all", lambda *a: (_ for _ in ()).throw(snapshot.SnapshotError("Plus de place"))
    )
    failed = run_asked(house.mne, ask_build(house.mne, house.report, order=Order("2024")))
    assert (failed.state, failed.note) == ("abandoned", "Plus de place")


def test_abandoned_is_not_published(house):
    one = approving.abandon(house.mne, country.built(house), why="Texte à revoir")
    with pytest.raises(Refused):
        approving.approve(house.manager, one)
    with pytest.raises(Refused):
        approving.abandon(house.mne, country.published(house), why="Trop tard")


def test_a_correction_is_owed_to_who_received_the_first(house):
    from musanada.publications.showing import owed

    first, day = country.published(house), timezone.localdate()
    approving.deliver(
        house.manager, first, recipient="Ambassade de Guinée", means="email", on=day, files="report.fr.pdf"
    )
    second = country.published(house, reason="text")
    assert [line.recipient for line in owed(second)] == ["Ambassade de Guinée"]
    approving.deliver(house.manager, second, recipient="ambassade de guinée", means="email", on=day)
    assert owed(second) == []


def test_an_erratum_is_said_beside_and_changes_nothing(house):
    one = country.published(house)
    key = f"{country.PEOPLE}@2024"
    approving.add_erratum(house.manager, one, figure=key, was="52", now="53", text="Un dossier oublié")
    assert snapshot.verify(queries.folder_of(one)).whole
    with pytest.raises(BadInput):
        approving.add_erratum(house.manager, one, figure="no.such@2024", was="1", now="2", text="x")


def test_every_step_leaves_its_line_in_the_journal(house):
    country.published(house)
    verbs = list(AuditEntry.objects.filter(verb__startswith="publications.").values_list("verb", flat=True))
    for verb in ("register", "approve", "freeze", "publish"):
        assert f"publications.{verb}" in verbs


def browser(who):
    client = Client()
    client.force_login(who, backend="musanada.access.backend.Accounts")
    return client


def test_pages_of_a_revision(house):
    first = country.published(house)
    for number in range(12):
        country.help_one(house, f"Retardataire {number}", "GIN", "F")
    second = country.built(house, reason="late_entry")
    at = f"/publications/revisions/{second.pk}/"
    for who in (house.mne, house.manager, house.auditor):
        client = browser(who)
        for page in (
            "/publications/revisions/",
            at,
            f"{at}diff/",
            f"{at}diff/?outside=1",
            f"{at}vintages/",
            f"{at}hidden/",
        ):
            answer = client.get(page)
            assert answer.status_code == 200, (who.username, page)
            assert SECRET not in answer.content.decode()
    shown = browser(house.manager).get(f"{at}diff/").content.decode()
    assert "Saisies tardives" in shown
    assert "64" in shown
    assert browser(house.manager).get(f"{at}files/manifest.json").status_code == 200
    assert browser(house.manager).get(f"{at}files/restricted").status_code == 404
    assert browser(house.auditor).post(f"{at}approve/").status_code == 403
    assert browser(house.mne).post(f"{at}approve/").status_code in (302, 409, 422)
    second.refresh_from_db()
    assert not second.approvals.exists()
    browser(house.manager).post(f"{at}approve/")
    assert second.approvals.count() == 1
    assert browser(house.local).get(f"/publications/revisions/{first.pk}/").status_code == 404


def test_a_build_is_asked_on_its_page(house, monkeypatch):
    launched = []
    monkeypatch.setattr("musanada.publications.views.publications.launch", launched.append)
    client = browser(house.mne)
    assert client.post("/publications/revisions/new/", {"report": "annual", "period": "2024/..", "mode": "suppress"}).status_code == 422  # fmt: skip
    answer = client.post(
        "/publications/revisions/new/", {"report": "annual", "period": "2024", "mode": "suppress"}
    )
    assert answer.status_code == 302
    assert [one.period for one in launched] == ["2024"]
    assert "se calculent" in client.get(answer.headers["Location"]).content.decode()


def test_a_merge_changes_no_published_figure_and_the_next_edition_counts_one_less(house):
    one = country.built(house)
    kept, gone = counted_women(house)
    case = first_accounts(house.mission, [("fusion", "Fusion", "une-phrase-assez-longue", "case_manager")])[0]
    merge(case, kept, gone=gone, reason="même passeport")
    report = snapshot.verify(queries.folder_of(one))
    assert report.whole
    assert snapshot.hash_of_manifest(queries.folder_of(one)) == one.manifest
    assert value_of(one) == 52
    assert value_of(country.built(house)) == 51


def counted_women(house):
    """Two people assisted in 2024, whom the mission alone knows."""
    people = Person.objects.filter(sex="F", merged_into=None, unit=house.office).order_by("reference")
    counted = [one for one in people if Act.objects.filter(person=one, given_on__year=2024).exists()]
    return counted[0], counted[1]


def value_of(one):
    return {cell.key: cell.value for cell in queries.cells_of(one)}[f"{country.PEOPLE}@2024"]
