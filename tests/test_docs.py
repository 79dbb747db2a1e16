"""The documentation is true: the picture is the contract, the reference is the code, the how-tos work as written."""

import csv
import io
import re
import sys
import tomllib
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from types import ModuleType

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.test.utils import isolate_apps
from django.urls import clear_url_caches, include, path
from django.utils import timezone

from musanada.access.commands import add_unit, found_organisation, hold
from musanada.access.models import User
from musanada.access.rights import RIGHTS
from musanada.assistance.commands import catalogue, record
from musanada.assistance.drafts import ActDraft
from musanada.assistance.kinds import KINDS
from musanada.cases.steps import WORKFLOWS
from musanada.kit.choices import Privacy
from musanada.kit.errors import BadInput, MissingRight, Refused
from musanada.kit.facts import FACTS
from musanada.kit.registry import Registry
from musanada.people.commands import register
from musanada.people.drafts import BasisDraft, NameDraft, PersonDraft
from musanada.programmes import queries as programmes
from musanada.programmes import urls, views
from musanada.programmes.commands import create_programme
from musanada.reporting.engine import Engine
from musanada.reporting.extract import write_extract
from musanada.reporting.registry import Indicators, read_indicator, shipped_indicators
from tools import reference_docs

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
BLOCK = re.compile(r"^```(\w+)(?: file=(\S+))?\n(.*?)^```", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\(([^)#\s]+)[^)]*\)")
NAMED = re.compile(r"`((?:musanada|tests|tools|docs|bench|[a-z_]+)/[\w./-]*\w/?)`")
KNOWN = datetime(2025, 3, 1, tzinfo=UTC)


def text(name):
    return (DOCS / name).read_text(encoding="utf-8")


def blocks(page):
    """``(file, content)`` of the how-to's blocks that say which file they belong to, in order."""
    return [(file, body) for _language, file, body in BLOCK.findall(text(f"how-to/{page}.md")) if file]


@contextmanager
def borrowed(*registries):
    """What is added to a registry meanwhile is gone afterwards."""
    before = [dict(registry._things) for registry in registries]
    try:
        yield
    finally:
        for registry, things in zip(registries, before, strict=True):
            registry._things = things


# The picture --------------------------------------------------------------------------------------------------------


def test_the_picture_is_the_contract():
    linter = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    contract = next(c for c in linter["contracts"] if c["id"] == "layers")
    drawn = next(
        body for language, _file, body in BLOCK.findall(text("architecture.md")) if language == "layers"
    )
    assert [re.split(r"\s{2,}", line)[0] for line in drawn.splitlines()] == contract["layers"]


def pages():
    return [p for p in [*DOCS.rglob("*.md"), ROOT / "README.md"] if "pictures" not in p.parts]


@pytest.mark.parametrize("page", pages(), ids=lambda p: str(p.relative_to(ROOT)))
def test_links_lead_somewhere(page):
    targets = [t for t in LINK.findall(page.read_text(encoding="utf-8")) if "://" not in t]
    missing = [t for t in targets if not (page.parent / t).exists()]
    assert not missing


@pytest.mark.parametrize("page", ["architecture.md", "privacy.md", "figures.md"])
def test_files_that_are_named_exist(page):
    """``kit/timeline.py`` is read from the package, ``tools/x.py`` from the project."""
    named = set(NAMED.findall(text(page)))
    missing = [n for n in named if not (ROOT / n).exists() and not (ROOT / "musanada" / n).exists()]
    assert not missing


def test_indicators_that_are_named_exist():
    named = re.findall(r"`((?:assistance|people|programmes)\.[a-z_]+)`", text("figures.md"))
    assert named
    assert set(named) <= set(shipped_indicators())


# The reference ------------------------------------------------------------------------------------------------------


def test_the_reference_is_up_to_date():
    found = reference_docs.out_of_date()
    assert not found, f"run .venv/bin/python tools/reference_docs.py: {', '.join(found)}"


def test_the_reference_does_not_depend_on_where_it_is_made(monkeypatch):
    monkeypatch.setenv("PORT", "9999")
    assert "9999" not in reference_docs.cli()


def test_everything_is_in_the_reference():
    in_page = {
        "rights": list(RIGHTS),
        "facts": list(FACTS),
        "indicators": list(shipped_indicators()),
        "workflows": list(WORKFLOWS),
        "settings": sorted(reference_docs.variables()),
    }
    missing = [
        code for name, codes in in_page.items() for code in codes if code not in text(f"reference/{name}.md")
    ]
    assert not missing


def test_a_variable_without_a_meaning_is_seen(monkeypatch):
    monkeypatch.setattr(reference_docs, "variables", lambda: {"MUSANADA_NEW"})
    with pytest.raises(SystemExit, match="MUSANADA_NEW"):
        reference_docs.settings()


def test_privacy_page_is_true_of_the_tables():
    levels = {m.PRIVACY for m in apps.get_models() if m.__module__.startswith("musanada.")}
    assert (Privacy.P4 not in levels) == ("No table of this level exists yet" in text("privacy.md"))


# How to: a new indicator --------------------------------------------------------------------------------------------


def fact_row(number, person, **values):
    fact = FACTS["assistance_given"]
    row = dict.fromkeys(c.name for c in fact.columns)
    row |= {"line": f"{number:032x}", "event": f"{number:032x}", "person": f"{person:032x}"}
    row |= {"given_on": date(2024, 5, 1), "recorded_at": datetime(2024, 5, 2, tzinfo=UTC), "family": "legal"}
    return tuple((row | values).values())


@pytest.fixture
def extract(settings, tmp_path, db):
    """Two women (one of them twice) and a man given legal assistance; food, and a Moroccan, outside."""
    settings.DATA = tmp_path
    rows = [
        fact_row(1, 1, sex="F"),
        fact_row(2, 1, sex="F"),
        fact_row(3, 2, sex="F"),
        fact_row(4, 3, sex="M"),
        fact_row(5, 4, sex="M", nationality="MAR"),
        fact_row(6, 5, sex="M", family="food"),
    ]
    facts = Registry("fact")
    facts.add("assistance_given", replace(FACTS["assistance_given"], rows=lambda known_at: rows))
    return write_extract(KNOWN, facts=facts), facts


def test_new_indicator(extract):
    made, facts = extract
    read = [read_indicator(body, Path(file).name, facts) for file, body in blocks("new-indicator")]
    assert [f"{one.id}.yaml" for one in read] == [Path(file).name for file, _body in blocks("new-indicator")]
    known = {**shipped_indicators(), **{one.id: one for one in read}}
    with Engine(made, Indicators(known), facts) as engine:
        cells = engine.compute("assistance.people_legal", "2024", ("sex",))
        share = engine.value("assistance.share_legal_women", "2024")
        held = [holds for _text, holds in engine.check("assistance.people_legal", "2024")]
    assert {tuple(c.dims.values()): c.value for c in cells} == {
        (): 3,
        ("F",): 2,
        ("M",): 1,
        ("X",): 0,
        ("unknown",): 0,
    }
    assert (share.value, share.numerator, share.denominator) == (Decimal("66.7"), 2, 3)
    assert held
    assert all(held)


# How to: a new assistance type --------------------------------------------------------------------------------------


def run(body, module, **names):
    """The names a block defines, as if it stood in ``module``."""
    space = {"__name__": module, **names}
    exec(compile(body, module, "exec"), space)
    return space


def account(name, unit, role):
    user = User.objects.create(username=name, display_name=name)
    hold(user, unit, role)
    return user


@pytest.fixture
def oujda(db):
    root = found_organisation("org", "Organisation", side="humanitarian")
    return add_unit(root, "oujda", "Oujda", kind="office", side="humanitarian")


@pytest.fixture
def agent(oujda):
    return account("agent", oujda, "agent")


@pytest.fixture
def someone(oujda, agent):
    basis = BasisDraft(basis="consent", means="oral", notice_version="2024-01", language="fra")
    return register(agent, oujda, draft=PersonDraft(names=(NameDraft(text="Awa"),)), basis=basis)


@pytest.fixture
def assistance_types(tmp_path, monkeypatch, db):
    """The how-to's kind and rows of the catalogue."""
    files = blocks("new-assistance-type")
    rows = [row for file, body in files if file.endswith(".csv") for row in csv.DictReader(io.StringIO(body))]
    shipped = tmp_path / "catalogue.csv"
    with shipped.open("w", encoding="utf-8", newline="") as target:
        writer = csv.DictWriter(target, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)
    monkeypatch.setattr(catalogue, "SHIPPED", shipped)
    with borrowed(KINDS):
        run(next(body for file, body in files if file.endswith(".py")), "musanada.assistance.kinds.tickets")
        assert catalogue.load_catalogue() == len(rows) == 2
        yield


def test_catalogue_row_of_the_guide_has_the_shipped_columns():
    shipped = catalogue.SHIPPED.read_text(encoding="utf-8").splitlines()[0]
    heads = {body.splitlines()[0] for file, body in blocks("new-assistance-type") if file.endswith(".csv")}
    assert heads == {shipped}


def test_new_row_of_the_catalogue(assistance_types, agent, oujda, someone):
    act = record(agent, oujda, draft=ActDraft(person=someone.pk, service="mosquito-net", quantity=Decimal(1)))
    assert act.state == "given"


@pytest.mark.parametrize(("quantity", "state"), [(4, "given"), (5, "requested")])
def test_new_kind(assistance_types, agent, oujda, someone, quantity, state):
    draft = ActDraft(person=someone.pk, service="bus-tickets", quantity=Decimal(quantity))
    assert record(agent, oujda, draft=draft).state == state


def test_new_kind_refuses(assistance_types, agent, oujda, someone):
    with pytest.raises(BadInput) as problem:
        record(agent, oujda, draft=ActDraft(person=someone.pk, service="bus-tickets", quantity=Decimal(21)))
    assert "quantity" in problem.value.fields


# How to: a new procedure --------------------------------------------------------------------------------------------


@pytest.fixture
def complaints(db):
    """The how-to's table, rights and procedure: ``(model, workflow)``."""
    (_model, model), (_policies, policies), (_flow, flow) = blocks("new-procedure")
    with isolate_apps("musanada.assistance"), borrowed(RIGHTS, WORKFLOWS):
        complaint = run(model, "musanada.assistance.complaints")["Complaint"]
        editor = connection.schema_editor()  # not entered: SQLite's refuses inside a test's transaction
        editor.deferred_sql = []
        sql, values = editor.table_sql(complaint)
        with connection.cursor() as cursor:
            cursor.execute(sql, values)
        run(policies, "musanada.assistance.policies")
        yield complaint, run(flow, "musanada.assistance.workflow")["COMPLAINT"]


def test_new_procedure(complaints, oujda):
    model, flow = complaints
    amina, brahim = account("amina", oujda, "case_manager"), account("brahim", oujda, "case_manager")
    complaint = model.objects.create(unit=oujda)
    assert [s.code for s in flow.open_steps(amina, complaint)] == ["examine"]
    flow.run(amina, complaint, "examine", examined_by=amina)
    assert [s.code for s in flow.open_steps(amina, complaint)] == []
    with pytest.raises(Refused, match="autre personne"):
        flow.run(amina, complaint, "close")
    assert flow.run(brahim, complaint, "close").state == "closed"
    with pytest.raises(Refused, match="plus rapide"):
        flow.run(brahim, complaint, "close")


def test_new_procedure_asks_for_its_right(complaints, oujda, agent):
    model, flow = complaints
    with pytest.raises(MissingRight):
        flow.run(agent, model.objects.create(unit=oujda), "examine")


def test_new_procedure_is_drawn(complaints):
    drawn = reference_docs.diagram(complaints[1])
    assert "[*] --> received" in drawn
    assert "examined --> closed : close" in drawn


# How to: a new page -------------------------------------------------------------------------------------------------


@pytest.fixture
def new_page(settings, tmp_path, monkeypatch):
    """The how-to's read, view, address and template, put where it says."""
    files = dict(blocks("new-page"))
    read = run(files["musanada/programmes/queries.py"], programmes.__name__, **vars(programmes))["ending"]
    monkeypatch.setattr(programmes, "ending", read, raising=False)
    names = {**vars(views), "timedelta": timedelta}
    view = run(files["musanada/programmes/views.py"], views.__name__, **names)["ending"]
    line = files["musanada/programmes/urls.py"].strip().rstrip(",")
    address = eval(line, {"path": path, "views": type("Views", (), {"ending": staticmethod(view)})})
    root = ModuleType("addresses_of_the_guide")
    here = path("programmes/", include(([address, *urls.urlpatterns], "programmes")))
    root.urlpatterns = [here, path("", include("musanada.config.urls"))]
    monkeypatch.setitem(sys.modules, root.__name__, root)
    template = tmp_path / "programmes" / "ending.html"
    template.parent.mkdir()
    template.write_text(files["musanada/programmes/templates/programmes/ending.html"], encoding="utf-8")
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [tmp_path]}]
    settings.ROOT_URLCONF = root.__name__
    clear_url_caches()
    yield view
    clear_url_caches()


def asked_by(user):
    client = Client()
    client.force_login(user, backend="musanada.access.backend.Accounts")
    return client.get("/programmes/ending/")


def test_new_page(new_page, oujda):
    manager = account("manager", oujda, "programme_manager")
    stranger = account("stranger", found_organisation("other", "Autre", side="humanitarian"), "agent")
    soon = timezone.localdate() + timedelta(days=30)
    names = dict.fromkeys(("name_fr", "name_ar", "name_en", "name_es"), "Appui")
    values = {"code": "SOON", "sector": "legal", "starts_on": date(2024, 1, 1), "ends_on": soon}
    create_programme(manager, oujda, **names, **values)
    assert new_page.declares == "programmes.view"
    assert "SOON" in asked_by(manager).content.decode()
    assert "SOON" not in asked_by(stranger).content.decode()


def test_new_page_is_closed_without_its_right(new_page, oujda):
    assert asked_by(account("officer", oujda, "data_protection")).status_code == 403
