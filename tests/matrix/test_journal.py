"""What the journal keeps of a whole small country at work: keys and codes, no word about anybody."""

import re

import pytest

from musanada.access.audit.chain import canonical
from musanada.access.models import AuditEntry
from musanada.kit.errors import Refused
from musanada.people import commands as people
from musanada.people.models import Contact, Identifier, PersonName

pytestmark = pytest.mark.django_db
CODE = re.compile(r"[\w./:+-]*")
SHORTEST = 4  # shorter words are in any code


def words_about_people() -> set[str]:
    texts = [n.text for n in PersonName.objects.all()] + [c.value for c in Contact.objects.all()]
    texts += [i.value for i in Identifier.objects.all()]
    found = {word.lower() for text in texts for word in re.split(r"\W+", text)}
    return {word for word in found if len(word) >= SHORTEST and not word.isdecimal()}


def strings(value: object) -> list[str]:
    if isinstance(value, dict):
        return [text for key, one in value.items() for text in (key, *strings(one))]
    if isinstance(value, list):
        return [text for one in value for text in strings(one)]
    return [value] if isinstance(value, str) else []


def test_no_line_tells_a_word_about_anybody(country):
    lines = list(AuditEntry.objects.all())
    about = words_about_people() - set(country)  # an invented passport ends in its organisation's code
    assert len(lines) > 20
    assert {"barry", "mamadou"} <= about
    told = {line.number: canonical(line.content()).lower() for line in lines}
    assert [
        (n, w) for n, text in told.items() for w in about if re.search(rf"\b{re.escape(w)}\b", text)
    ] == []


def test_details_are_codes_and_numbers(country):
    """Free text has blanks: none stands there, whatever app wrote the line."""
    mission = country["mission"]
    with pytest.raises(Refused):
        people.void(mission.accounts["mne_officer"], mission.person, reason="Awa Diallo est partie")
    texts = [(e.verb, text) for e in AuditEntry.objects.all() for text in strings(e.details)]
    assert texts
    assert [(verb, text) for verb, text in texts if not CODE.fullmatch(text)] == []
