"""What citations print, in four languages, and what a hidden or false one prints instead."""

import pytest

from musanada.kit.errors import BadInput
from musanada.publications.narrative import compose
from musanada.publications.narrative.document import (
    Annex,
    Cited,
    Heading,
    Listing,
    Paragraph,
    Picture,
    Quote,
    Rule,
    TableBlock,
)
from musanada.publications.narrative.wording import listed, unit_word, with_unit
from musanada.publications.tests.scene import source

CIV = "returns.departures[country=CIV]@2024"


def said(text: str, lang: str = "fr", hidden: tuple[str, ...] = ()) -> str:
    (block,) = compose(text, lang, "2024", source(hidden)).blocks
    assert isinstance(block, Paragraph)
    return "".join(one.text for one in block.inlines).replace("\u202f", " ").replace("\xa0", " ")


@pytest.mark.parametrize(
    ("text", "fr", "ar", "en", "es"),
    [
        ("{{ fig:returns.departures }}", "1 000", "1.000", "1,000", "1.000"),
        ("{{ fig:assistance.people_assisted|unit }}", "25 000 personnes", "25.000 شخص", "25,000 people", "25.000 personas"),
        ("{{ share:returns.departures[country=CIV]|1 }}", "52,0 %", "52,0%", "52.0%", "52,0 %"),
        ("{{ share:returns.departures[country in CIV,GIN]|0 }}", "76 %", "76%", "76%", "76 %"),
        ("{{ chg:returns.departures@.~prev|pct|dir }}", "en hausse de 108,3 %", "بارتفاع قدره 108,3%", "up 108.3%", "con un aumento del 108,3 %"),
        ("{{ chg:returns.departures@2023~2024 }}", "−52,0 %", "−52,0%", "−52.0%", "−52,0 %"),
        ("{{ chg:returns.departures@.~prev|dir }}", "en hausse", "في ارتفاع", "up", "al alza"),
        ("{{ diff:returns.departures@.~prev }}", "+520", "+520", "+520", "+520"),
        ("{{ diff:returns.departures@.~prev|unit|dir }}", "520 retours de plus", "بزيادة 520 عودة", "520 more returns", "520 retornos más"),
        ("{{ fig:assistance.people_assisted|approx 23000 }}", "plus de 23 000", "أكثر من 23.000", "more than 23,000", "más de 23.000"),
        ("{{ fig:assistance.people_assisted|approx 25500 }}", "près de 25 500", "ما يقارب 25.500", "nearly 25,500", "cerca de 25.500"),
        ("{{ fig:assistance.people_assisted|about 25100 }}", "environ 25 100", "نحو 25.100", "about 25,100", "alrededor de 25.100"),
        ("{{ fig:assistance.people_assisted|approx 25000 }}", "25 000", "25.000", "25,000", "25.000"),
        ("{{ ext:moi.attempts@2024-01/2024-09|unit }}", "48 963 tentatives", "48.963 محاولة", "48,963 attempts", "48.963 tentativas"),
        (
            "Voir {{ rank:returns.departures by country top 3 }}", "Voir Côte d'Ivoire (520), Guinée (240) et Mali et Sénégal à égalité (120 chacun)",
            "Voir كوت ديفوار (520)، وغينيا (240)، ومالي والسنغال بالتساوي (120 لكل منها)",
            "Voir Côte d'Ivoire (520), Guinea (240) and Mali and Senegal, level (120 each)",
            "Voir Côte d'Ivoire (520), Guinea (240) y Mali y Senegal, empatados (120 cada uno)",
        ),
    ],
)  # fmt: skip
def test_citations_in_four_languages(text, fr, ar, en, es):
    assert [said(text, lang) for lang in ("fr", "ar", "en", "es")] == [fr, ar, en, es]


@pytest.mark.parametrize(
    ("number", "words"),
    [(0, "0 شخص"), (1, "شخص واحد"), (2, "شخصان"), (3, "3 أشخاص"), (10, "10 أشخاص"), (11, "11 شخصًا"), (99, "99 شخصًا"),
     (100, "100 شخص"), (103, "103 أشخاص"), (111, "111 شخصًا"), (1000, "1.000 شخص")],
)  # fmt: skip
def test_an_arabic_noun_follows_its_number(number, words):
    assert with_unit(number, "persons", "ar").replace("\xa0", " ") == words


def test_plurals_of_the_others():
    assert [unit_word("persons", n, "fr") for n in (0, 1, 2)] == ["personne", "personne", "personnes"]
    assert [unit_word("persons", n, "en") for n in (0, 1, 2)] == ["people", "person", "people"]
    assert listed(["a", "b", "Irlanda"], "es") == "a, b e Irlanda"


def test_a_claim_prints_its_words_only_where_it_is_true():
    assert (
        said('{{ claim: share:returns.departures[country in CIV,GIN] > 50 % | "plus de la moitié" }}')
        == "plus de la moitié"
    )
    assert said('{{ claim: fig:returns.departures > 2 * fig(returns.departures)@prev | "plus que doublé" }}')
    assert said('{{ claim: rank(returns.departures[country=GIN]) = 2 | "second pays" }}') == "second pays"
    with pytest.raises(BadInput, match="24,00"):
        said('{{ claim: share:returns.departures[country=GIN] > 50 % | "plus de la moitié" }}')
    with pytest.raises(BadInput, match="pourcentage"):
        said('{{ claim: share:returns.departures[country=GIN] > 20 | "assez" }}')


@pytest.mark.parametrize(
    "text",
    [
        "{{ fig:assistance.people_assisted|approx 30000 }}", "{{ fig:assistance.people_assisted|about 20000 }}",
        "{{ fig:assistance.people_assisted[service in food,health] }}", "{{ share:returns.departures[country=CIV]@2020 }}",
        "{{ chg:returns.departures@2023~2022 }}", "{{ fig:returns.departures[colour=red] }}", "{{ fig:no.such }}",
        "{{ ext:moi.attempts@2020 / ext:moi.attempts@2024 }}", "{{ n:45000 constant }}", "{{ n:5 miracle }}",
        "{{ chart:returns.departures by country,sex }}", "{{ map:returns.departures by country }}",
        "{{ trend:returns.departures by country }}", "{{ rank:returns.departures by country,sex }}",
        "Un {{ table:returns.departures by country }} ici.", "{{ chg:assistance.share_women@.~prev }}",
    ],
)  # fmt: skip
def test_what_is_not_true_or_not_known_is_refused_and_shown_as_written_in_the_preview(text):
    with pytest.raises(BadInput, match="Ligne 1"):
        compose(text, "fr", "2024", source())
    shown = compose(text, "fr", "2024", source(), strict=False)
    assert "{{" in str(shown.blocks)


def test_a_hidden_number_is_printed_nowhere():
    text = (
        "{{ fig:returns.departures[country=CIV] }} {{ share:returns.departures[country=CIV] }}\n\n"
        "{{ table:returns.departures by country share }}\n\n{{ chart:returns.departures by country }}"
    )
    document = compose(text, "fr", "2024", source((CIV,)))
    assert "520" not in str(document.blocks)
    table = document.blocks[1]
    assert isinstance(table, TableBlock)
    assert [cell.text for row in table.rows for cell in row if cell.hidden] == ["masqué"]
    assert any("Masqué" in note for note in table.notes)
    with pytest.raises(BadInput, match="masqué"):
        said('{{ claim: fig:returns.departures[country=CIV] > 5 | "plus" }}', hidden=(CIV,))


def test_a_table_has_its_total_shares_and_residual_rows():
    (table,) = compose(
        "{{ table:returns.departures by country top 2 share | Retours }}", "fr", "2024", source()
    ).blocks
    assert isinstance(table, TableBlock)
    rows = [[cell.text.replace("\xa0", " ") for cell in row] for row in table.rows]
    assert rows == [
        ["Côte d'Ivoire", "520", "52,0 %"], ["Guinée", "240", "24,0 %"], ["Non connu", "0", "0,0 %"], ["Autres", "240", "24,0 %"],
    ]  # fmt: skip
    assert [cell.key for cell in table.total] == ["", "returns.departures@2024", ""]
    assert [cell.text for cell in table.columns] == ["Pays de retour ou de séjour", "Retours", "Part"]


def test_a_cross_table_has_both_edges():
    (table,) = compose("{{ table:returns.departures by country,sex }}", "en", "2024", source()).blocks
    assert isinstance(table, TableBlock)
    assert [cell.text for cell in table.columns] == [
        "Country of return or stay",
        "Women",
        "Men",
        "Not known",
        "Total",
    ]
    assert [cell.text for cell in table.rows[0]] == ["Côte d'Ivoire", "312", "208", "0", "520"]
    assert [cell.text for cell in table.total] == ["Total", "600", "400", "0", "1,000"]


def test_several_rows_a_person_are_said():
    (table,) = compose("{{ table:assistance.people_assisted by service }}", "fr", "2024", source()).blocks
    assert isinstance(table, TableBlock)
    assert any("plusieurs lignes" in note for note in table.notes)


@pytest.mark.parametrize("kind", ["chart:returns.departures by country", "trend:returns.departures by month",
                                  "trend:returns.departures by quarter,sex", "map:assistance.people_assisted by region"])  # fmt: skip
@pytest.mark.parametrize("lang", ["fr", "ar"])
def test_a_picture_stands_with_its_table_and_its_words(kind, lang):
    (picture,) = compose("{{ " + kind + " }}", lang, "2024", source()).blocks
    assert isinstance(picture, Picture)
    assert picture.svg.startswith("<svg")
    assert picture.table.rows
    assert len(picture.alt) > 40
    assert bool(picture.credit) == kind.startswith("map")


def test_a_document_whole():
    text = (
        "---\ntitle: Rapport {{ fig:returns.departures }}\nsubtitle: Essai\n---\n\n# Retours\n\nIl y a **{{ fig:returns.departures }}** "
        "[retours](https://example.org).\n\n1. Un\n\n> Dit\n\n---\n\n## Retours\n\n{{ rank:returns.departures by country top 2 }}\n\n"
        "| a | b |\n|---|---|\n| Départs | {{ fig:returns.departures }} |\n\n{{ ext:moi.attempts@2024 }}\n\n{{ annex }}\n"
    )
    document = compose(text, "fr", "2024", source())
    assert document.title.replace("\u202f", " ") == "Rapport 1 000"
    assert document.subtitle == "Essai"
    kinds = [type(block) for block in document.blocks]
    assert kinds == [Heading, Paragraph, Listing, Quote, Rule, Heading, Listing, TableBlock, Paragraph, Annex]
    assert [block.anchor for block in document.blocks if isinstance(block, Heading)] == [
        "retours",
        "retours-2",
    ]
    assert document.marks["returns.departures@2024"] == 1
    assert document.blocks[7].rows[0][1].key == "returns.departures@2024"
    annex = document.blocks[-1]
    assert [entry.figure for entry in annex.definitions] == ["returns.departures"]
    assert annex.sources[0].source == "Ministère de l'Intérieur"
    cited = [
        one
        for block in document.blocks
        if isinstance(block, Paragraph)
        for one in block.inlines
        if isinstance(one, Cited)
    ]
    assert [one.mark for one in cited] == [1, 4]


def test_the_same_text_gives_the_same_document():
    text = "{{ chart:returns.departures by country }}\n\n{{ fig:returns.departures }}"
    assert compose(text, "ar", "2024", source()) == compose(text, "ar", "2024", source())


def test_titles_of_front_matter_that_cannot_be_read_are_refused():
    for text in ("---\ntitle: [a, b]\n---\n\nx", "---\nauthor: x\n---\n\nx", "---\n: :\n---\n\nx"):
        with pytest.raises(BadInput):
            compose(text, "fr", "2024", source())
