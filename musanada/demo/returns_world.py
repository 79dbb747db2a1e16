"""Where returns are organised and from what they are paid: two missions abroad, fundings, the schemes of each donor.

Invented but for one thing: the memorandum of 2007 by which the Ministry pays air tickets (``domain/systems.md``, §5).
"""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from uuid import UUID

from musanada.access.commands import found_organisation, open_unit
from musanada.access.models import Unit, User
from musanada.demo.chance import Chance
from musanada.demo.returnees import Waiting
from musanada.demo.world import of_town
from musanada.kit.choices import Side
from musanada.programmes.models import Donor
from musanada.reference.models import Country
from musanada.returns.commands.schemes import (
    BenefitDraft,
    FundingDraft,
    SchemeDraft,
    create_funding,
    create_scheme,
)
from musanada.returns.models import Funding
from musanada.returns.past_files import Hands

OFFICES = ("oim-rab", "oim-cas", "oim-ouj", "oim-tng")
OFFICE_SHARES = (44, 72, 90, 100)  # cumulative
MISSIONS = {
    "tur": ("OIM Türkiye (démonstration)", "المنظمة الدولية للهجرة بتركيا (عرض)", "Istanbul", "إسطنبول"),
    "civ": ("OIM Côte d'Ivoire (démonstration)", "المنظمة الدولية للهجرة بكوت ديفوار (عرض)", "Abidjan", "أبيدجان"),
}  # fmt: skip
FUNDINGS = (  # code, unit, channel, donor, from, to, French, Arabic
    ("etat-budget", "interieur", "state", "", "2004-01-01", "", "Budget de l'État", "ميزانية الدولة"),
    ("ambassades", "interieur", "embassy", "", "2004-01-01", "", "Ambassades des pays d'origine", "سفارات بلدان الأصل"),
    ("rv-fonds", "oim", "iom", "", "2005-01-01", "2017-01-01", "Fonds du retour volontaire 2005-2016",
     "صناديق العودة الطوعية 2005-2016"),
    ("rv-ue", "oim", "iom", "UE", "2017-01-01", "", "Union européenne · protection et retour",
     "الاتحاد الأوروبي · الحماية والعودة"),
    ("rv-pays-bas", "oim", "iom", "NLD", "2019-01-01", "", "Pays-Bas · retour et réintégration",
     "هولندا · العودة وإعادة الإدماج"),
    ("rv-billets", "oim", "iom", "", "2007-06-11", "", "Ministère de l'Intérieur · billets d'avion",
     "وزارة الداخلية · تذاكر الطائرة"),
    ("retour-mre", "oim", "iom", "DEU", "2020-01-01", "", "Retour et réintégration de Marocains",
     "عودة المغاربة وإعادة إدماجهم"),
)  # fmt: skip
SCHEMES = (  # code, funding, direction, country, whom, cap, French, Arabic, benefits
    ("reintegration", "rv-ue", "from_morocco", "", "everyone", "1200", "Réintégration au pays d'origine",
     "إعادة الإدماج في بلد الأصل",
     (("cash", "cash", "400", 1, ""), ("training", "service", "500", 2, "attendance"),
      ("cash", "cash", "400", 6, "visit"), ("psychosocial", "service", "200", 1, ""))),
    ("reintegration-renforcee", "rv-ue", "from_morocco", "", "vulnerable", "1800", "Réintégration renforcée",
     "إعادة إدماج معززة",
     (("cash", "cash", "600", 1, ""), ("cash", "cash", "500", 6, "visit"), ("training", "service", "500", 2, "attendance"),
      ("psychosocial", "service", "300", 1, ""))),
    ("retour-maroc", "retour-mre", "to_morocco", "", "everyone", "2000", "Réinstallation au Maroc",
     "إعادة الاستقرار بالمغرب",
     (("reception", "cash", "100", 0, ""), ("cash", "cash", "600", 1, ""), ("business", "kind", "1200", 2, "quote receipt"),
      ("business", "kind", "600", 8, "visit"), ("training", "service", "600", 2, "attendance"),
      ("medical", "service", "400", 1, "prescription"))),
    ("retour-maroc-allemagne", "retour-mre", "to_morocco", "DEU", "everyone", "3000", "Réinstallation depuis l'Allemagne",
     "إعادة الاستقرار من ألمانيا",
     (("cash", "cash", "1000", 0, ""), ("business", "kind", "2000", 6, "quote receipt"))),
)  # fmt: skip
SINCE = date(2023, 1, 1)


@dataclass
class Estate:
    """What the loading of returns needs of the world."""

    actor: User
    chance: Chance
    units: dict[str, Unit]
    staff: dict[str, User] = field(default_factory=dict)  # by account name: "travel-officer.rabat"
    hands: dict[str, Hands] = field(default_factory=dict)
    fundings: dict[str, UUID] = field(default_factory=dict)
    schemes: dict[str, UUID] = field(default_factory=dict)
    waiting: Waiting = field(default_factory=Waiting)

    def hands_at(self, code: str) -> Hands:
        return self.hands.get(code) or self.hands["oim"]


def open_missions(actor: User, units: dict[str, Unit]) -> None:
    """Two missions abroad, each an organisation of its own with one office."""
    for code, (name, arabic, town, town_ar) in MISSIONS.items():
        root = units[f"oim-{code}"] = found_organisation(
            f"oim-{code}", name, name_ar=arabic, side=Side.HUMANITARIAN
        )
        units[f"oim-{code}-1"] = open_unit(
            actor,
            root,
            code=f"oim-{code}-1",
            name_fr=f"Bureau {of_town(town)}",
            name_ar=f"مكتب {town_ar}",
            kind="office",
        )


def found(actor: User, chance: Chance, units: dict[str, Unit], staff: dict[str, User]) -> Estate:
    """Fundings, schemes, and whose hands did the work at each office."""
    estate = Estate(actor, chance, units, staff, hands_of(staff))
    held = found_fundings(estate)
    estate.fundings = {code: one.pk for code, one in held.items()}
    for code, funding, direction, country, whom, cap, name, arabic, given in SCHEMES:
        draft = SchemeDraft(
            code=code.upper(),
            name_fr=name,
            name_ar=arabic,
            funding=held[funding],
            direction=direction,
            country=Country.objects.get(pk=country) if country else None,
            whom=whom,
            cap=Decimal(cap),
            currency="EUR",
            valid_from=SINCE,
            source="Inventé pour la démonstration",
        )
        benefits = [
            BenefitDraft(kind, form, Decimal(amount), months, proofs.split())
            for kind, form, amount, months, proofs in given
        ]
        estate.schemes[code] = create_scheme(actor, units["oim"], draft=draft, benefits=benefits).pk
    return estate


def found_fundings(estate: Estate) -> dict[str, Funding]:
    donors = {one.code: one for one in Donor.objects.all()}
    return {
        code: create_funding(
            estate.actor,
            estate.units[unit],
            draft=FundingDraft(
                code=code.upper(),
                name_fr=name,
                name_ar=arabic,
                channel=channel,
                donor=donors.get(donor),
                valid_from=date.fromisoformat(since),
                valid_to=date.fromisoformat(until) if until else None,
            ),
        )
        for code, unit, channel, donor, since, until, name, arabic in FUNDINGS
    }


def hands_of(staff: dict[str, User]) -> dict[str, Hands]:
    """Those who have an account at an office did its work; of the others, the seat's."""
    places = {
        "oim-ouj": "oujda",
        "oim-cas": "casablanca",
        "oim-rab": "rabat",
        "oim-tur-1": "turquie",
        "oim-civ-1": "abidjan",
    }
    national = staff["programme-manager.national"].pk

    def of(role: str, place: str) -> UUID:
        return staff.get(f"{role}.{place}", staff[f"{role}.oujda"]).pk

    made = {
        unit: Hands(
            counsel=of("case-manager", place),
            travel=of("travel-officer", place),
            protect=of("protection-officer", place),
            approve=national,
            pay=staff["finance-officer.national"].pk,
        )
        for unit, place in places.items()
    }
    return made | {"oim": made["oim-rab"]}
