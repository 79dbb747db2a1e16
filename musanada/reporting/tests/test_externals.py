"""Figures of others: the file is read whole or refused in words, the same file twice changes nothing."""

from decimal import Decimal

import pytest

from musanada.access.commands import system_user
from musanada.access.models import AuditEntry
from musanada.kit.errors import BadInput, MissingRight
from musanada.reporting.commands import Imported, import_external
from musanada.reporting.externals import read_dimension, read_file, read_text
from musanada.reporting.models import ExternalFigure
from musanada.reporting.verify.mapping import FILE

HEAD = "series,period,dimension,value,unit,qualifier,status,published,source,url,page,note"
LINE = 'census.foreigners,2024-09,total,148152,persons,exact,final,2024,"HCP, RGPH 2024",,,+71.86 % on 2014'


def sheet(*lines):
    return "\n".join((HEAD, *lines))


def test_reads_a_line():
    (row,) = read_text(sheet(LINE))
    assert (row.series, row.period, row.dimension, row.value) == (
        "census.foreigners",
        "2024-09",
        "total",
        Decimal(148152),
    )
    assert row.source == "HCP, RGPH 2024"


def test_the_last_columns_may_be_missing_and_semicolons_divide_too():
    text = "series;period;dimension;value;unit;qualifier;status\ns.x;2024;total;1;persons;exact;final"
    assert read_text(text)[0].value == 1


def test_periods_and_dimensions_get_one_spelling():
    (row,) = read_text(sheet("s.x,2024-01/2024-12,b=2;a=1,5,persons,exact,final,,,,,"))
    assert (row.period, row.dimension) == ("2024", "a=1;b=2")


def test_a_value_with_spaces_in_its_code_is_kept():
    assert read_dimension("origin=East and Central Africa") == "origin=East and Central Africa"


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("s.x,2024,total,many,persons,exact,final,,,,,", "n'est pas un nombre"),
        ("s.x,2024,total,1e5,persons,exact,final,,,,,", "n'est pas un nombre"),
        ("s.x,2024,total,\"1,5\",persons,exact,final,,,,,", "n'est pas un nombre"),
        ("s.x,2024,total,1.23456,persons,exact,final,,,,,", "trop long"),
        ("s.x,20x4,total,1,persons,exact,final,,,,,", "n'est pas une période"),
        ("s.x,2024,all,1,persons,exact,final,,,,,", "ni total ni"),
        ("s.x,2024,a=1;a=2,1,persons,exact,final,,,,,", "deux fois la même clé"),
        ("s.x,2024,total,1,persons,roughly,final,,,,,", "écrivez exact, about"),
        ("s.x,2024,total,1,persons,exact,sure,,,,,", "écrivez final"),
        (",2024,total,1,persons,exact,final,,,,,", "« series » est vide"),
        ("s.x,2024,total,1,persons,exact,final,,,javascript:x,,", "n'est pas une adresse"),
        ("s.x,2024,total,1,persons,exact,final,,,,,,too,many", "plus de valeurs"),
        ("s.x,2024,total,1,persons,exact,final,,,,,\ns.x,2024-01/2024-12,total,2,persons,exact,final,,,,,", "déjà donné"),
        (f"{'s' * 81},2024,total,1,persons,exact,final,,,,,", "dépasse 80"),
    ],
)  # fmt: skip
def test_a_faulty_line_is_named_and_nothing_is_read(line, says):
    with pytest.raises(BadInput) as refusal:
        read_text(sheet(LINE, line))
    assert "ligne 3" in str(refusal.value) or "ligne 4" in str(refusal.value)
    assert says in str(refusal.value)
    assert str(refusal.value).startswith("Rien n'a été enregistré")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "Il manque"),
        (HEAD, "aucune ligne"),
        ("a,b\n1,2", "Il manque"),
        (HEAD + ",colour\n" + LINE, "inconnue"),
    ],
)
def test_a_file_that_is_no_such_list(text, says):
    with pytest.raises(BadInput, match=says):
        read_text(text)


def test_a_file_that_is_no_text(tmp_path):
    path = tmp_path / "x.csv"
    path.write_bytes(b"PK\x03\x04\xff\xfe\x00")
    with pytest.raises(BadInput, match="UTF-8"):
        read_file(path)


def test_many_faults_are_counted():
    with pytest.raises(BadInput, match=r"et 5 autre"):
        read_text(sheet(*["s.x,2024,total,x,persons,exact,final,,,,,"] * 25))


@pytest.mark.django_db
def test_the_same_file_twice_changes_nothing():
    console = system_user("console")
    rows = read_file(FILE.with_name("external-figures.csv"))
    assert import_external(console, rows) == Imported(added=len(rows), revised=0, same=0)
    lines = AuditEntry.objects.count()
    assert import_external(console, rows) == Imported(added=0, revised=0, same=len(rows))
    assert (ExternalFigure.objects.count(), AuditEntry.objects.count()) == (len(rows), lines)


@pytest.mark.django_db
def test_a_changed_value_is_a_revision_and_the_old_one_stays():
    console = system_user("console")
    import_external(console, read_text(sheet(LINE)))
    assert import_external(console, read_text(sheet(LINE.replace("148152", "148200")))) == Imported(0, 1, 0)
    old, new = ExternalFigure.objects.order_by("revision")
    assert (old.value, new.value, new.revision) == (148152, 148200, 2)
    assert old.replaced_at is not None
    assert new.replaced_at is None


@pytest.mark.django_db
def test_entering_figures_of_others_needs_a_right(house):
    with pytest.raises(MissingRight):
        import_external(house.agent, read_text(sheet(LINE)))
    assert ExternalFigure.objects.count() == 0
    assert AuditEntry.objects.filter(verb="reporting.import_external", outcome="denied").count() == 1
