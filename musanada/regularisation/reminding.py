"""What a holder is told before their card ends, in their own language: French, Arabic, English, Spanish.

These are letters to people and not the software's face: they are written here, whole, in each language. A holder with
another language is written to in French, and the office is told so. The neutral message says nothing of a card nor of an
office: it is for a phone that others may answer.
"""

from dataclasses import dataclass
from datetime import date

from musanada.kit.formats import format_date, isolate

# ISO 639-3, as people are registered, to the four languages written here. Hassaniya and Darija readers read Arabic.
WRITTEN = {
    "fra": "fr",
    "ara": "ar",
    "ary": "ar",
    "arb": "ar",
    "mey": "ar",
    "eng": "en",
    "pcm": "en",
    "spa": "es",
}

SUBJECT = {
    "fr": "Votre carte de séjour arrive à sa fin",
    "ar": "بطاقة إقامتكم تقترب من نهايتها",
    "en": "Your residence card is about to end",
    "es": "Su tarjeta de residencia está a punto de vencer",
}
MESSAGE = {
    "fr": (
        "Bonjour. Votre carte de séjour est valable jusqu'au {day}. Pour la renouveler, venez à votre bureau "
        "({office}) avant cette date, avec votre carte et vos papiers. Après cette date, votre séjour ne "
        "serait plus en règle. Le renouvellement se demande par vous-même : ne donnez d'argent à personne "
        "pour cela."
    ),
    "ar": (
        "تحية طيبة. بطاقة إقامتكم صالحة إلى غاية {day}. لتجديدها، احضروا إلى مكتبكم ({office}) قبل هذا التاريخ، "
        "ومعكم البطاقة ووثائقكم. بعد هذا التاريخ لن تكون إقامتكم قانونية. طلب التجديد تقدمونه بأنفسكم: "
        "لا تدفعوا مالا لأي شخص من أجل ذلك."
    ),
    "en": (
        "Hello. Your residence card is valid until {day}. To renew it, come to your office ({office}) before "
        "that date, with your card and your papers. After that date you would no longer be staying "
        "legally. You ask for the renewal yourself: do not give anybody money for it."
    ),
    "es": (
        "Buenos días. Su tarjeta de residencia es válida hasta el {day}. Para renovarla, acuda a su oficina "
        "({office}) antes de esa fecha, con su tarjeta y sus documentos. Después de esa fecha su estancia ya "
        "no sería regular. La renovación la pide usted misma o usted mismo: no dé dinero a nadie por ello."
    ),
}
NEUTRAL = {
    "fr": "Bonjour. Merci de passer nous voir avant le {day}. Référence : {reference}.",
    "ar": "تحية طيبة. المرجو زيارتنا قبل {day}. المرجع: {reference}.",
    "en": "Hello. Please come and see us before {day}. Reference: {reference}.",
    "es": "Buenos días. Por favor, pase a vernos antes del {day}. Referencia: {reference}.",
}
BRING = {
    "fr": "Apportez, si vous les avez :",
    "ar": "أحضروا معكم ما يتوفر لديكم من:",
    "en": "Bring, if you have them:",
    "es": "Traiga, si los tiene:",
}
LABELS = {
    "fr": ("Carte", "Valable jusqu'au", "Bureau", "Référence"),
    "ar": ("البطاقة", "صالحة إلى غاية", "المكتب", "المرجع"),
    "en": ("Card", "Valid until", "Office", "Reference"),
    "es": ("Tarjeta", "Válida hasta", "Oficina", "Referencia"),
}


@dataclass(frozen=True)
class Words:
    """One reminder in words. ``asked`` is the holder's language; ``own`` is False where French stands in for it."""

    lang: str
    asked: str
    own: bool
    subject: str
    message: str
    neutral: str


def written_in(language: str) -> tuple[str, bool]:
    """The language of the letter, and whether it is the holder's own."""
    found = WRITTEN.get(language)
    return (found, True) if found else ("fr", False)


def words(language: str, ends: date, office: str, reference: str) -> Words:
    lang, own = written_in(language)
    filled = {
        "day": format_date(ends, lang),
        "office": isolate(office) if lang == "ar" else office,
        "reference": isolate(reference) if lang == "ar" else reference,
    }
    return Words(
        lang, language, own, SUBJECT[lang], MESSAGE[lang].format(**filled), NEUTRAL[lang].format(**filled)
    )
