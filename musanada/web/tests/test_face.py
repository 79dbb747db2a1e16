"""The face: every part renders in four languages and both directions, light, from this server alone."""

import re
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from types import SimpleNamespace

import django_htmx
import pytest
from django.http import QueryDict
from django.template import Context, Template
from django.template.loader import render_to_string
from django.utils import translation

from musanada.web.tests import gallery

STATIC = Path(__file__).parents[1] / "static" / "web"
SHEETS = sorted((STATIC / "css").glob("*.css"))
LANGUAGES = ("fr", "ar", "en", "es")


class Reader(HTMLParser):
    """Collects what the rules below look at."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.inline = ""
        self._open = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._open = tag

    def handle_data(self, data: str) -> None:
        if self._open in {"script", "style"}:
            self.inline += data.strip()

    def handle_endtag(self, tag: str) -> None:
        self._open = ""

    def values(self, attribute: str) -> list[str]:
        return [a[attribute] or "" for _, a in self.tags if attribute in a]


def read(html: str) -> Reader:
    reader = Reader()
    reader.feed(html)
    return reader


def shown(template: str, lang: str = "fr", **extra: object) -> str:
    with translation.override(lang):
        return render_to_string(template, {**gallery.context(), **extra})


def piece(source: str, lang: str = "fr", **context: object) -> str:
    with translation.override(lang):
        return Template("{% load musanada %}" + source).render(
            Context({"request": gallery.request(), **context})
        )


@pytest.fixture(scope="module")
def page() -> Reader:
    return read(shown("web/gallery.html"))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_gallery_renders_in_each_language(lang: str) -> None:
    html = read(shown("web/gallery.html", lang))
    assert html.tags[0] == ("html", {"lang": lang, "dir": "rtl" if lang == "ar" else "ltr"})


@pytest.mark.parametrize("lang", LANGUAGES)
def test_problem_page_needs_neither_user_nor_request(lang: str) -> None:
    with translation.override(lang):
        html = render_to_string("web/problem.html", {"status": 503, "title": "T", "sentence": "S"})
    assert "S" in html
    assert 'class="masthead-search"' not in html


def test_no_address_of_another_host(page: Reader) -> None:
    addresses = page.values("href") + page.values("src") + page.values("action")
    assert len(addresses) > 30
    assert [a for a in addresses if re.match(r"(https?:)?//", a)] == []


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda p: p.name)
def test_sheets_fetch_only_own_fonts(sheet: Path) -> None:
    for address in re.findall(r"url\([\"']?([^\"')]+)", sheet.read_text()):
        assert (sheet.parent / address).resolve().is_file()


def test_nothing_is_inline(page: Reader) -> None:
    """The content security policy allows neither inline script nor inline style."""
    assert page.inline == ""
    assert page.values("style") == []
    assert [name for _, attrs in page.tags for name in attrs if name.startswith(("on", "hx-on"))] == []


def test_script_weighs_less_than_100_kb(page: Reader) -> None:
    roots = {"web": STATIC.parent, "django_htmx": Path(django_htmx.__file__).parent / "static"}
    files = [src.removeprefix("/static/") for src in page.values("src") if src.endswith(".js")]
    weights = [(roots[name.split("/")[0]] / name).stat().st_size for name in files]
    assert len(weights) == 2
    assert sum(weights) < 100_000
    assert (STATIC / "musanada.js").stat().st_size < 10_240


PHYSICAL = re.compile(
    r"(?<![\w-])(left|right|top|bottom|(margin|padding|border|inset)-(left|right|top|bottom)[\w-]*|float\s*:\s*(left|right)"
    r"|text-align\s*:\s*(left|right)|(min-|max-)?(width|height))\s*:"
)


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda p: p.name)
def test_sheets_use_logical_properties_only(sheet: Path) -> None:
    css = re.sub(r"/\*.*?\*/", "", sheet.read_text(), flags=re.DOTALL)
    declarations = re.sub(r"@(media|container)[^{]*\{", "{", css)
    assert PHYSICAL.findall(declarations) == []
    assert re.findall(r":\s*(left|right)\b", declarations) == []


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda p: p.name)
def test_sheets_use_declared_colours_only(sheet: Path) -> None:
    """A name that is not declared paints nothing, in one of the two modes at least."""
    base = (STATIC / "css" / "base.css").read_text()
    used = set(re.findall(r"var\((--[\w-]+)", sheet.read_text()))
    light, dark = base.split("prefers-color-scheme: dark")
    colours = {n for n, v in re.findall(r"(--[\w-]+):\s*(#\w+);", light)}
    assert used <= set(re.findall(r"(--[\w-]+):", light))
    assert colours - set(re.findall(r"(--[\w-]+):", dark)) == set()


def luminance(colour: str) -> float:
    digits = colour.lstrip("#")
    digits = "".join(c * 2 for c in digits) if len(digits) == 3 else digits
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, two: str) -> float:
    light, dark = sorted((luminance(one), luminance(two)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("mode", [0, 1], ids=["light", "dark"])
def test_text_colours_reach_aaa_and_shapes_aa(mode: int) -> None:
    part = (STATIC / "css" / "base.css").read_text().split("prefers-color-scheme: dark")[mode]
    colour = dict(
        re.findall(r"(--[\w-]+):\s*(#\w+);", part.split("}")[-2 if mode == 0 else 0] if mode else part)
    )
    for text in ("--ink", "--ink-soft", "--accent", "--danger", "--warm"):
        assert contrast(colour[text], colour["--paper"]) >= 7, text
    for ink, wash in (("--ink", "--accent-wash"), ("--ink", "--warm-wash"), ("--ink", "--danger-wash")):
        assert contrast(colour[ink], colour[wash]) >= 7, wash
    for shape in ("--line-control", "--warm-mark", "--focus"):
        assert contrast(colour[shape], colour["--paper"]) >= 3, shape
    assert contrast(colour["--on-accent"], colour["--accent"]) >= 7
    assert contrast(colour["--on-danger"], colour["--danger"]) >= 7


def test_skip_link_and_landmarks(page: Reader) -> None:
    names = [tag for tag, _ in page.tags]
    assert [names.count(t) for t in ("main", "header", "footer", "h1")] == [1, 1, 1, 1]
    assert next(a for t, a in page.tags if t == "a")["href"] == "#main"


def test_every_link_of_the_error_summary_finds_its_field(page: Reader) -> None:
    ids = set(page.values("id"))
    anchors = [h[1:] for h in page.values("href") if h.startswith("#id_")]
    assert anchors == ["id_given_name", "id_birth_day", "id_nationality"]
    assert set(anchors) <= ids


def test_descriptions_exist(page: Reader) -> None:
    ids = page.values("id")
    assert len(ids) == len(set(ids))
    assert {part for value in page.values("aria-describedby") for part in value.split()} <= set(ids)


def test_numbers_are_isolated_and_grouped_by_language() -> None:
    assert piece("{{ n|number }}", n=23096) == '<bdi class="number">23\u202f096</bdi>'
    assert piece("{{ n|number }}", "ar", n=23096) == '<bdi class="number">23.096</bdi>'
    assert piece("{{ n|signed_percent }}", n=60.7) == '<bdi class="number">+60,7\xa0%</bdi>'


def test_values_escape_what_people_typed() -> None:
    html = piece("{% facts %}{% fact label value %}{% endfacts %}{{ value|bdi }}", label="L", value="<b>&")
    assert "<b>" not in html
    assert html.count("&lt;b&gt;&amp;") == 2


def test_empty_fact_says_so() -> None:
    assert "Non renseigné" in piece("{% fact label value %}", label="Adresse", value="")


def test_block_tags_keep_markup_but_titles_are_escaped() -> None:
    html = piece("{% notice 'warning' title %}<a href='/x'>x</a>{% endnotice %}", title="<i>")
    assert "<a href='/x'>x</a>" in html
    assert "&lt;i&gt;" in html


def test_sort_header_turns_the_order_and_forgets_the_page() -> None:
    html = piece('{% sort_header "name" "Nom" %}', request=gallery.request("q=a&sort=name&page=4"))
    assert 'aria-sort="ascending"' in html
    assert 'href="?q=a&amp;sort=-name"' in html


def test_pagination_keeps_the_filters() -> None:
    html = piece(
        "{% pagination page %}",
        **{k: v for k, v in gallery.context("q=a&page=3").items() if k in {"page", "request"}},
    )
    assert 'href="?q=a&amp;page=4"' in html
    assert 'href="?q=a&amp;page=2"' in html
    assert html.count('aria-current="page"') == 1


def test_pagination_of_a_list_that_is_not_counted() -> None:
    html = piece("{% pagination page %}", page=SimpleNamespace(previous_url="", next_url="?after=x"))
    assert 'href="?after=x"' in html


def test_strip_says_states_in_words() -> None:
    html = piece(
        "{% strip steps %}", steps=[{"label": "Voyage", "state": "blocked", "note": "laissez-passer"}]
    )
    assert "Bloqué" in html
    assert "laissez-passer" in html


@pytest.mark.parametrize(
    ("kind", "shape"), [("late", "late"), ("given", "done"), ("voided", "void"), ("odd", "next")]
)
def test_a_state_has_one_shape_and_always_its_word(kind: str, shape: str) -> None:
    html = piece("{% state kind 'Le mot' %}", kind=kind)
    assert f"state-{shape}" in html
    assert "Le mot" in html


def test_timeline_puts_each_year_once() -> None:
    lines = [
        {"on": date(2024, 3, 1), "what": "A"},
        {"on": date(2024, 1, 1), "what": "B"},
        {"on": date(2023, 1, 1), "what": "C"},
    ]
    html = piece("{% timeline lines %}", lines=lines)
    assert re.findall(r"<bdi>(20\d\d)</bdi></h3>", html) == ["2024", "2023"]


def test_figure_that_is_hidden_shows_why_and_no_number() -> None:
    html = piece("{% figure f %}", f={"label": "Mineurs", "value": 3, "hidden": "moins de cinq"})
    assert "moins de cinq" in html
    assert ">3<" not in html


def test_figure_of_zero_is_a_number() -> None:
    assert ">0</bdi>" in piece("{% figure f %}", f={"label": "Décès", "value": 0})


def test_progress_polls_until_it_is_finished() -> None:
    job = {"label": "Import", "done": 5, "total": 10, "url": "/job/"}
    assert 'hx-trigger="every 1s"' in piece("{% progress job %}", job=job)
    assert "hx-trigger" not in piece("{% progress job %}", job={**job, "done": 10, "finished": True})


def test_form_section_counts_answers() -> None:
    form = gallery.PersonForm(QueryDict("given_name=A&birth_year=1990"))
    html = piece('{% form_section form "Identité" "given_name birth sex" %}', form=form)
    assert "2 sur 3 renseignés" in html


def test_optional_questions_say_so() -> None:
    assert "(facultatif)" in piece("{{ form.note.as_field_group }}", form=gallery.PersonForm())
    assert "(facultatif)" not in piece("{{ form.given_name.as_field_group }}", form=gallery.PersonForm())
