"""Code lists (domain/systems.md, Appendix E) and the languages of the field (ISO 639-3)."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ServiceFamily(TextChoices):
    """What a need, a service or an activity is about."""

    FOOD = "food", _("Aide alimentaire")
    NFI = "nfi", _("Articles non alimentaires")
    CASH = "cash", _("Aide financière")
    SHELTER = "shelter", _("Hébergement")
    HEALTH = "health", _("Santé")
    MHPSS = "mhpss", _("Santé mentale et soutien psychosocial")
    LEGAL = "legal", _("Aide juridique")
    DOCUMENTATION = "documentation", _("Documents")
    PROTECTION = "protection", _("Protection")
    EDUCATION = "education", _("Éducation")
    LANGUAGE = "language", _("Cours de langue")
    VOCATIONAL = "vocational", _("Formation professionnelle")
    EMPLOYMENT = "employment", _("Emploi et revenus")
    TRANSPORT = "transport", _("Transport")
    RETURN = "return", _("Retour volontaire")
    REINTEGRATION = "reintegration", _("Réintégration")
    TRACING = "tracing", _("Recherche de la famille")
    RESETTLEMENT = "resettlement", _("Information sur la réinstallation")
    CAPACITY = "capacity", _("Renforcement des capacités")


class Qualifier(TextChoices):
    """How exact a printed figure claims to be."""

    EXACT = "exact", _("exactement")
    ABOUT = "about", _("environ")
    MORE_THAN = "more-than", _("plus de")
    NEARLY = "nearly", _("près de")
    UNDER = "under", _("moins de")
    ROUNDED = "rounded", _("arrondi")
    TRUNCATED = "truncated", _("tronqué")
    MOSTLY = "mostly", _("majoritairement")
    MAINLY = "mainly", _("principalement")


class CountryGroupCode(TextChoices):
    """Groups used in releases, completed so that every country has one (lists: ``data/countries.csv``)."""

    WEST_AFRICA = "west_africa", _("Afrique de l'Ouest")
    MAGHREB = "maghreb", _("Maghreb")
    EAST_CENTRAL_AFRICA = "east_central_africa", _("Afrique de l'Est et centrale")
    SOUTHERN_AFRICA = "southern_africa", _("Afrique australe")
    MIDDLE_EAST = "middle_east", _("Moyen-Orient")
    ASIA = "asia", _("Asie")
    EUROPE = "europe", _("Europe")
    AMERICAS = "americas", _("Amériques")
    OCEANIA = "oceania", _("Océanie")


# ISO 639-3, the languages heard at the counters first. Names: ``kit.formats``.
LANGUAGES = (
    *("fra", "ary", "ara", "eng", "spa", "por"),
    *(
        "wol",
        "ful",
        "fuf",
        "fuc",
        "bam",
        "dyu",
        "man",
        "mnk",
        "mku",
        "snk",
        "sus",
        "hau",
        "yor",
        "ibo",
        "pcm",
    ),
    *(
        "lin",
        "swa",
        "kon",
        "lua",
        "sag",
        "ewe",
        "fon",
        "aka",
        "bci",
        "dag",
        "mos",
        "gur",
        "kri",
        "vai",
        "pov",
    ),
    *("tir", "amh", "orm", "som", "luo", "kin", "run"),
    *("zgh", "ber", "rif", "kab", "arq", "aeb", "arz", "apc", "acm", "kur", "fas", "prs", "pus", "tur"),
    *("urd", "ben", "hin", "tgl", "zho", "rus", "ukr", "ron", "ita", "deu", "nld"),
)
