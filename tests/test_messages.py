"""Every text of the interface exists in every language, and the tool that says so can say no."""

from pathlib import Path

import polib
import pytest
from django.utils import translation
from django.utils.translation import ngettext

from musanada.config.messages import compile_messages
from tools import messages as catalogues
from tools.extraction import Message, NotLiteral, extract, from_python, from_template

ROOT = Path(__file__).resolve().parent.parent


def keys(found):
    return {message.key: message.plural for message in found}


def as_messages(*found):
    return {message.key: message for message in found}


def written(tmp_path, **texts):
    """Catalogues of one message, ar/en/es filled by name."""
    for language, text in texts.items():
        entry = polib.POEntry(msgid="Il reste %(count)s jours", msgstr=text)
        catalogues.write_catalogue(language, [entry], tmp_path)
    return catalogues.check(as_messages(Message("Il reste %(count)s jours")), tmp_path)


def test_every_language_is_complete():
    findings = catalogues.check(extract(ROOT / "musanada"))
    assert not findings, "\n".join(
        [f"{len(findings)} findings; run `make messages`, then translate:", *findings[:25]]
    )


def test_only_sources_are_kept():
    ignored = (ROOT / ".gitignore").read_text().split()
    assert "*.mo" in ignored


def test_python_calls_of_every_kind_are_found():
    source = (
        '_("Un"); gettext_lazy("Deux"); ngettext("%(n)s an", "%(n)s ans", n); '
        'pgettext("mois", "mai"); npgettext("c", "x", "xs", 2); t.gettext("par" "tie"); _(nom); f("Non")'
    )
    assert keys(from_python(source, "x.py")) == {
        "Un": None,
        "Deux": None,
        "%(n)s an": "%(n)s ans",
        "mois\x04mai": None,
        "c\x04x": "xs",
        "partie": None,
    }


@pytest.mark.parametrize("call", ['_(f"Bonjour {nom}")', '_("Bonjour " + nom)', '_("Bonjour %s" % nom)'])
def test_a_text_put_together_is_refused(call):
    with pytest.raises(NotLiteral, match=r"x\.py:1"):
        list(from_python(call, "x.py"))


def test_template_tags_of_every_kind_are_found():
    source = """{% load i18n %}
      {% translate "Nom (complet)" %} {% trans 'mai' context "mois" %} {{ _("Oui") }} {{ x|default:_("Non") }}
      {% include "a.html" with title=_("Titre") %} {# translate "Jamais" #} texte _("Dehors")
      {% blocktranslate trimmed count n=rows|length %}
        {{ n }} ligne à 50 %
      {% plural %}
        {{ n }} lignes
      {% endblocktranslate %}"""
    assert keys(from_template(source, "x.html")) == {
        "Nom (complet)": None,
        "mois\x04mai": None,
        "Oui": None,
        "Non": None,
        "Titre": None,
        "%(n)s ligne à 50 %%": "%(n)s lignes",
    }


def test_extraction_walks_code_and_templates_but_not_tests(tmp_path):
    for path, text in {
        "app/views.py": '_("Vue")',
        "app/tests/test_a.py": '_("Essai")',
        "app/templates/app/a.html": '{% load i18n %}{% translate "Page" %}',
    }.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text)
    assert set(extract(tmp_path)) == {"Vue", "Page"}


def test_a_complete_catalogue_has_no_finding(tmp_path):
    assert written(tmp_path, ar="بقي %(count)s", en="%(count)s days left", es="Quedan %(count)s") == []


@pytest.mark.parametrize(
    ("text", "finding"),
    [
        ("", "empty"),
        ("days left", "placeholders differ"),
        ("%(cuont)s days", "placeholders differ"),
        ("%(count)s days, 5% left", "a bare %"),
        ("<b>%(count)s</b>", "tags differ"),
        ("%(count)s days\n", "line breaks"),
    ],
)
def test_a_bad_translation_is_found(tmp_path, text, finding):
    findings = written(tmp_path, ar="%(count)s", en=text, es="%(count)s")
    assert len(findings) >= 1
    assert finding in findings[0]


def test_missing_obsolete_and_unsure_entries_are_found(tmp_path):
    catalogues.write_catalogue("en", [polib.POEntry(msgid="Vieux", msgstr="Old")], tmp_path)
    unsure = polib.POEntry(msgid="Neuf", msgstr="Nuevo", flags=["fuzzy"])
    catalogues.write_catalogue("es", [unsure], tmp_path)
    assert catalogues.check(as_messages(Message("Neuf")), tmp_path) == [
        "ar: missing: 'Neuf'",
        "en: obsolete: 'Vieux'",
        "en: missing: 'Neuf'",
        "es: fuzzy: 'Neuf'",
    ]


def test_sync_keeps_translations_drops_the_rest_and_is_stable(tmp_path):
    catalogues.sync(as_messages(Message("Oui"), Message("Non")), tmp_path)
    catalogues.fill(as_messages(Message("Oui"), Message("Non")), "en", {"Oui": "Yes"}, tmp_path)
    catalogues.sync(as_messages(Message("Oui"), Message("Peut-être")), tmp_path)
    assert {k: e.msgstr for k, e in catalogues.read_catalogue("en", tmp_path).items()} == {
        "Oui": "Yes",
        "Peut-être": "",
    }
    before = catalogues.catalogue_path("en", tmp_path).read_bytes()
    catalogues.sync(as_messages(Message("Peut-être"), Message("Oui")), tmp_path)
    assert catalogues.catalogue_path("en", tmp_path).read_bytes() == before


def test_what_todo_prints_fill_reads(tmp_path):
    messages = as_messages(Message("Oui"), Message("%(n)s an", plural="%(n)s ans"))
    wanted = catalogues.todo(messages, "ar", tmp_path)
    assert len(wanted["%(n)s an"]["forms"]) == 6
    wanted["Oui"] = "نعم"
    wanted["%(n)s an"]["forms"] = ["لا سنة", "سنة", "سنتان", "%(n)s سنوات", "%(n)s سنة", "%(n)s سنة"]
    assert catalogues.fill(messages, "ar", wanted, tmp_path) == (2, [])
    assert catalogues.todo(messages, "ar", tmp_path) == {}


def test_fill_refuses_unknown_keys_and_wrong_numbers_of_forms(tmp_path):
    messages = as_messages(Message("%(n)s an", plural="%(n)s ans"))
    texts = {"%(n)s an": ["one", "two", "three"], "Inconnu": "Unknown"}
    assert catalogues.fill(messages, "en", texts, tmp_path) == (0, ["%(n)s an", "Inconnu"])


def test_a_plural_that_loses_its_number_is_found():
    message = Message("%(n)s an", plural="%(n)s ans")
    entry = polib.POEntry(
        msgid="%(n)s an", msgid_plural="%(n)s ans", msgstr_plural={0: "one year", 1: "years"}
    )
    assert list(catalogues.entry_findings(message, entry)) == ["placeholders differ (n | )"]


def test_zero_is_singular_in_french(tmp_path):
    catalogues.sync(as_messages(Message("%(n)s essai de plus", plural="%(n)s essais de plus")), tmp_path)
    compile_messages(tmp_path)
    compiled = polib.mofile(str(catalogues.catalogue_path("fr", tmp_path).with_suffix(".mo")))
    assert compiled.metadata["Plural-Forms"] == "nplurals=2; plural=(n > 1);"
    assert compiled[0].msgstr_plural == {0: "%(n)s essai de plus", 1: "%(n)s essais de plus"}


def test_the_interface_uses_the_french_plural():
    plural = next((m for m in extract(ROOT / "musanada").values() if m.plural and not m.context), None)
    if plural is None:
        pytest.skip("the product has no plural yet")
    with translation.override("fr"):
        assert ngettext(plural.msgid, plural.plural, 0) == plural.msgid
        assert ngettext(plural.msgid, plural.plural, 2) == plural.plural


def test_compiling_twice_writes_once(tmp_path):
    catalogues.sync(as_messages(Message("Oui")), tmp_path)
    assert len(compile_messages(tmp_path)) == 4
    assert compile_messages(tmp_path) == []
