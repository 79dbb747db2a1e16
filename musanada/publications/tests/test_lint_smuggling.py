"""Forty ways to bring a number into a text without a source: each is found, at its place."""

import pytest

from musanada.publications.narrative import lint

SMUGGLED = {
    "digits": ("fr", "Nous avons aidé 45 personnes."),
    "grouped digits": ("fr", "Nous avons aidé 23 096 personnes."),
    "narrow no-break space": ("fr", "Nous avons aidé 23\u202f096 personnes."),
    "a decimal": ("fr", "Soit 60,7 % des personnes."),
    "in letters": ("fr", "Nous avons aidé quarante-cinq personnes."),
    "in letters, no hyphen": ("fr", "Nous avons aidé quarante cinq personnes."),
    "in letters, glued": ("fr", "Nous avons aidé quarantecinq personnes."),
    "in letters, no-break hyphen": ("fr", "Nous avons aidé quarante\u2011cinq personnes."),
    "a soft hyphen inside": ("fr", "Nous avons aidé qua\u00adrante personnes."),
    "a zero-width space inside": ("fr", "Nous avons aidé qua\u200brante personnes."),
    "emphasis inside the word": ("fr", "Nous avons aidé qua*rante* personnes."),
    "emphasis between digits": ("fr", "Nous avons aidé 4**5** personnes."),
    "capitals": ("fr", "QUARANTE PERSONNES AIDÉES"),
    "a Cyrillic letter": ("fr", "Nous avons aidé quаrante personnes."),
    "an approximate number": ("fr", "Une vingtaine de personnes ont été aidées."),
    "hundreds": ("fr", "Des centaines de personnes ont été aidées."),
    "full-width digits": ("fr", "Nous avons aidé ４５ personnes."),
    "Arabic-Indic digits": ("ar", "ساعدنا ٤٥ شخصًا."),
    "Persian digits": ("ar", "ساعدنا ۴۵ شخصًا."),
    "circled digits": ("fr", "Nous avons aidé ④⑤ personnes."),
    "superscript digits": ("fr", "Nous avons aidé ⁴⁵ personnes."),
    "mathematical digits": ("fr", "Nous avons aidé 𝟒𝟓 personnes."),
    "a keycap": ("fr", "Nous avons aidé 4️⃣5️⃣ personnes."),
    "a fraction sign": ("fr", "½ des personnes sont parties."),
    "a Roman numeral sign": ("fr", "Nous avons aidé Ⅻ personnes."),
    "Roman letters before a noun of count": ("fr", "Nous avons aidé XLV personnes."),
    "an emoji": ("fr", "Nous avons aidé 💯 personnes."),
    "an ideograph": ("fr", "Nous avons aidé 五 personnes."),
    "a letter for a digit": ("fr", "Nous avons aidé lOO personnes."),
    "an HTML entity": ("fr", "Nous avons aidé &#52;&#53; personnes."),
    "a named entity": ("fr", "&frac12; des personnes."),
    "an HTML comment": ("fr", "Texte <!-- 45 personnes --> fin."),
    "an HTML attribute": ("fr", 'Texte <span data-x="45">bien</span>.'),
    "a heading": ("fr", "# 45 personnes aidées"),
    "a numbered heading": ("fr", "## 45. Personnes aidées"),
    "a heading of the other sort": ("fr", "45 personnes aidées\n==================="),
    "a list": ("fr", "- 45 personnes"),
    "the number of a list": ("fr", "45. personnes aidées"),
    "a quotation": ("fr", "> 45 personnes"),
    "a table by hand": ("fr", "| Pays | Personnes |\n|---|---|\n| Mali | 45 |"),
    "a year in a cell of values": ("fr", "| Pays | Personnes |\n|---|---|\n| Mali | 1945 |"),
    "a table's head": ("fr", "| Pays | 45 |\n|---|---|\n| Mali | |"),
    "a caption": ("fr", "{{ table:returns.departures by country | Les 45 retours }}"),
    "the title": ("fr", "---\ntitle: 45 retours\n---\n\nTexte."),
    "a comment of the front matter": ("fr", "---\ntitle: Rapport\n# 45 retours\n---\n\nTexte."),
    "an unknown field of the front matter": ("fr", "---\ntitle: Rapport\nnote: 45 retours\n---\n\nTexte."),
    "a list in the front matter": ("fr", "---\ntitle: [45 retours]\n---\n\nTexte."),
    "a link's title": ("fr", '[Voir](https://example.org "45 personnes").'),
    "a link's words": ("fr", "[45 personnes](https://example.org)."),
    "an address shown": ("fr", "Voir <https://example.org/45-personnes>."),
    "the title of a reference": ("fr", "Voir [ici][a].\n\n[a]: https://example.org '45 personnes'"),
    "a reference nobody uses": ("fr", "Voir ici.\n\n[a]: https://example.org '45 personnes'"),
    "alternative text": ("fr", "![45 personnes](carte.svg)"),
    "an image's title": ("fr", '![carte](carte.svg "45 personnes")'),
    "code": ("fr", "Le nombre est `45`."),
    "a block of code": ("fr", "```\n45 personnes\n```"),
    "the language of a block of code": ("fr", "```45\nTexte\n```"),
    "an indented block": ("fr", "Texte\n\n    45 personnes"),
    "the year as a count": ("fr", "Nous avons aidé 2024 personnes."),
    "the year as a count of new files": ("fr", "Le total est de 2024 nouveaux dossiers."),
    "the year after a colon": ("fr", "Personnes aidées : 2024."),
    "a day that is none": ("fr", "Nous avons aidé 45 mars."),
    "an article that counts": ("fr", "L'article 45 personnes aidées."),
    "an average age": ("fr", "L'âge moyen est de 27 ans."),
    "a median wait": ("fr", "Le délai médian est de 45 jours."),
    "a declared number that counts": ("fr", "Nous avons aidé {{ n:45 page }} personnes."),
    "a declared number too large": ("fr", "Voir {{ n:45000 constant }} cas."),
    "declared numbers in a row": ("fr", "Soit {{ n:45 page }}{{ n:12 page }} en tout."),
    "a number against a citation": ("fr", "Soit 1{{ fig:returns.departures }} en tout."),
    "other words in a claim": ("fr", '{{ claim: fig:returns.departures > 5 | "45 000 retours" }}'),
    "letters in a claim": ("fr", '{{ claim: fig:returns.departures > 5 | "mille retours" }}'),
    "a claim about nothing": ("fr", '{{ claim: 2 > 1 | "mieux" }}'),
    "a majority that is none": ("fr", '{{ claim: share:returns.departures[sex=F] > 5 % | "la majorité" }}'),
    "a double that is none": ("fr", '{{ claim: chg:returns.departures@.~prev > 1 % | "a doublé" }}'),
    "a qualifier before a figure": ("fr", "Plus de {{ fig:returns.departures }} retours."),
    "English in French": ("fr", "Soit forty-five personnes."),
    "French in English": ("en", "We helped quarante-cinq people."),
    "English words": ("en", "We helped forty-five people."),
    "Spanish words": ("es", "Ayudamos a cuarenta y cinco personas."),
    "Arabic words": ("ar", "ساعدنا خمسة وأربعين شخصًا."),
    "Arabic words with vowels": ("ar", "ساعدنا خَمْسَةً وأرْبَعِينَ شخصًا."),
    "Arabic words stretched": ("ar", "ساعدنا خمـســة أشخاص."),
    "Arabic hundreds": ("ar", "ساعدنا مئات الأشخاص."),
    "percent in letters": ("fr", "Dix pour cent des personnes."),
    "a citation never closed": ("fr", "Soit {{ fig:returns.departures 45."),
    "a citation that is none": ("fr", "Soit {{ 45 }} personnes."),
    "bars of signs": ("fr", "Mali ██████ Guinée ███"),
}  # fmt: skip

UNBOUND = {
    "majorité": ("fr", "La majorité des personnes sont des femmes."),
    "moitié": ("fr", "La moitié des personnes sont des femmes."),
    "un tiers": ("fr", "Un tiers des personnes sont des femmes."),
    "deux tiers": ("fr", "Les deux tiers des personnes sont des femmes."),
    "doublé": ("fr", "Les retours ont doublé."),
    "le double": ("fr", "C'est le double de l'an passé."),
    "triplé": ("fr", "Les retours ont triplé."),
    "deux fois plus": ("fr", "Il y a deux fois plus de retours."),
    "record": ("fr", "Un record de retours."),
    "premier": ("fr", "Le Mali est le premier pays de retour."),
    "sans précédent": ("fr", "Une hausse sans précédent."),
    "la plupart": ("fr", "La plupart des personnes sont parties."),
    "une sur deux": ("fr", "Une personne sur deux est une femme."),
    "majority": ("en", "The majority are women."),
    "half": ("en", "Half of them are women."),
    "a third": ("en", "A third of them are women."),
    "doubled": ("en", "Returns doubled."),
    "twofold": ("en", "A twofold rise."),
    "a record": ("en", "A record number of returns."),
    "the first": ("en", "Mali is the first country of return."),
    "most of": ("en", "Most of them are women."),
    "أغلبية": ("ar", "أغلبية الأشخاص نساء."),
    "الأغلبية": ("ar", "الأغلبيّة من النساء."),
    "معظم": ("ar", "معظمهم من النساء."),
    "نصف": ("ar", "نصف الأشخاص نساء."),
    "الثلث": ("ar", "يمثل النساء الثلث."),
    "ثلثا": ("ar", "ثلثا الأشخاص نساء."),
    "ضعف": ("ar", "بلغ العدد ضعف ما كان عليه."),
    "تضاعف": ("ar", "تضاعف عدد العائدين."),
    "قياسي": ("ar", "عدد قياسي من العائدين."),
    "الأولى": ("ar", "تأتي مالي في المرتبة الأولى."),
    "في المائة": ("ar", "عشرون في المائة من الأشخاص."),
    "mayoría": ("es", "La mayoría son mujeres."),
    "mitad": ("es", "La mitad son mujeres."),
    "un tercio": ("es", "Un tercio son mujeres."),
    "duplicado": ("es", "Los retornos se han duplicado."),
    "récord": ("es", "Un récord de retornos."),
    "primer país": ("es", "Malí es el primer país de retorno."),
}

HARMLESS = {
    "dates": ("fr", "Le 12 mars 2024, puis du 3 au 5 mai 2023, et le 01/02/2024 à 14 h 30, avant 2016."),
    "years": ("fr", "En 2024 comme en 2023, depuis 2013, entre 2004 et 2016 (2024), année 2024-2025."),
    "year then a sentence": ("fr", "En 2024, les enfants ont été aidés. En 2024 nous avons ouvert un bureau."),
    "ages": ("fr", "Les 13 à 17 ans, les moins de 13 ans, les 18 ans et plus, dix-huit ans."),
    "durations": ("fr", "La décision vient dans les 45 jours, l'accueil sous 24 heures."),
    "law": ("fr", "La loi 02-03, l'article 12, la loi n° 27-14 et les articles 3 et 4 de la convention."),
    "references": ("fr", "Voir page 12, tableau 3, annexe 2, objectif 10.7, formulaire 4, COVID-19."),
    "ordinals": ("fr", "Au 1er trimestre, le 2e semestre, au premier semestre, la 3e phase."),
    "first aid": ("fr", "Le premier accueil, les premiers secours, en premier lieu, la première instance."),
    "telephones": ("fr", "Appelez le 0537 00 00 00 ou le +212 537 00 00 00."),
    "the two": ("fr", "Les deux nombres ne s'additionnent pas, entre les deux."),
    "third country": ("fr", "Les ressortissants de pays tiers."),
    "half an hour": ("fr", "Un quart d'heure."),
    "a list from one": ("fr", "1. Bien\n2. Mieux"),
    "declared": ("fr", "Les {{ n:12 constant }} régions, et {{ n:18 age }} ans, version {{ n:3 version }}."),
    "link without a number": ("fr", "[Voir](https://example.org/2024/45)."),
    "ranking proves the order": ("fr", "Les pays les plus nombreux, et le premier : {{ rank:returns.departures by country top 2 }}."),
    "english": ("en", "On 12 March 2024, in 2023, under 18, aged 13 to 17 years, article 12, the first quarter, the two figures."),
    "arabic": ("ar", "في 12 مارس 2024 وسنة 2023، من 13 إلى 17 سنة، المادة 12، القانون رقم 02-03، الربع الأول من 2024."),
    "spanish": ("es", "El 12 de marzo de 2024, en 2023, de 13 a 17 años, artículo 12, el primer trimestre, los dos."),
    "approximate with its test": ("fr", "{{ fig:returns.departures|approx 900 }} retours."),
}  # fmt: skip


def errors(lang: str, text: str) -> list[str]:
    return [one.code for one in lint(text, lang, "2024") if one.level == "error"]


@pytest.mark.parametrize("way", SMUGGLED)
def test_a_smuggled_number_is_found(way):
    lang, text = SMUGGLED[way]
    found = [one for one in lint(text, lang, "2024") if one.level == "error"]
    assert found, text
    assert all(0 <= one.start < one.end <= len(text) and one.message for one in found)


@pytest.mark.parametrize("word", UNBOUND)
def test_a_comparison_without_a_proof_is_found(word):
    lang, text = UNBOUND[word]
    assert {"CLAIM.unbound", "NUM.untraced"} & set(errors(lang, text)), text


@pytest.mark.parametrize("what", HARMLESS)
def test_what_is_no_figure_passes(what):
    lang, text = HARMLESS[what]
    assert [one.message for one in lint(text, lang, "2024") if one.level == "error"] == []


def test_the_place_is_that_of_the_number():
    text = "---\ntitle: Rapport\n---\n\nTexte {{ fig:returns.departures }} et\nencore 45 personnes."
    (found,) = lint(text, "fr", "2024")
    assert text[found.start : found.end] == "45"
    assert found.code == "NUM.untraced"
