"""What the gallery shows: every part once, with invented people. Used by tests and by whoever wants to look."""

from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from musanada.kit.dates import BirthPrecision, PartialDate
from musanada.kit.formats import country_codes, country_name
from musanada.kit.forms import PartialDateField
from musanada.kit.timeline import Line


class PersonForm(forms.Form):
    """Questions of every kind, two of them answered wrongly."""

    given_name = forms.CharField(label="Quel est son prénom ?", help_text="Comme la personne le dit.")
    birth = PartialDateField(
        label="Quand est-elle née ?",
        help_text="Le jour et le mois peuvent rester vides. Par exemple : 27 3 1987",
        age=True,
    )
    sex = forms.ChoiceField(
        label="Est-ce une femme ou un homme ?",
        widget=forms.RadioSelect,
        choices=[("F", "Femme"), ("M", "Homme"), ("unknown", "Inconnu"), ("refused", "Refus de répondre")],
    )
    nationality = forms.ChoiceField(
        label="Quelle nationalité déclare-t-elle ?",
        choices=lambda: [("", "Choisir…")] + [(c, country_name(c, "fr")) for c in country_codes()],
    )
    needs = forms.MultipleChoiceField(
        label="De quoi a-t-elle besoin ?",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[("food", "Panier alimentaire"), ("health", "Soins"), ("shelter", "Hébergement")],
    )
    photo = forms.FileField(label="Une photo de la pièce présentée", required=False)
    note = forms.CharField(
        label="Autre chose à savoir ?", required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


class ContactForm(forms.Form):
    phone = forms.CharField(label="Téléphone", required=False, widget=forms.TextInput(attrs={"dir": "ltr"}))
    agreed = forms.BooleanField(label="La personne accepte d'être appelée à ce numéro")


class FilterForm(forms.Form):
    q = forms.CharField(label="Nom ou référence", required=False, widget=forms.SearchInput)
    kind = forms.ChoiceField(
        label="Aide", required=False, choices=[("", "Toutes"), ("food", "Panier alimentaire")]
    )
    office = forms.ChoiceField(label="Bureau", required=False, choices=[("", "Tous"), ("rabat", "Rabat")])


class Reader:
    """Who looks at the gallery."""

    pk, is_authenticated = "1", True

    def __str__(self) -> str:
        return "Salma Idrissi"


def request(query: str = "") -> HttpRequest:
    """A request as far as the templates look at it."""
    found = HttpRequest()
    found.path = "/gallery/"
    found.GET = QueryDict(query)
    return found


def context(query: str = "kind=food&sort=-given_on&page=3") -> dict[str, Any]:
    data = QueryDict("birth_day=31&birth_month=2&birth_year=2001&sex=F&needs=food")
    return {
        **_shell(),
        **_records(),
        **_figures(),
        "request": request(query),
        "form": PersonForm(data),
        "second_form": ContactForm(initial={"phone": "+212 6 12 34 56 78"}, auto_id="second_%s"),
        "filter_form": FilterForm(QueryDict(query), auto_id="filter_%s"),
        "chip_items": [
            SimpleNamespace(label="Panier alimentaire", url="?"),
            SimpleNamespace(label="Rabat", url="?"),
        ],
        "page": Paginator(range(36_000), 50).page(3),
    }


def _shell() -> dict[str, Any]:
    words = [
        "Mon travail",
        "Personnes",
        "Accueil du public",
        "Aides",
        "Programmes",
        "Chiffres",
        "Importations",
    ]
    return {
        "user": Reader(),
        "workplace": {"unit": "Bureau de Rabat", "role": "Agente d'accueil"},
        "may_find_people": True,
        "csrf_token": "x" * 32,
        "navigation": [{"label": _(w), "url": f"/{i}/", "current": i == 1} for i, w in enumerate(words)],
        "messages": [],
        "name": "Aïssata Traoré Koné · عائشة تراوري",
    }


def _records() -> dict[str, Any]:
    step = SimpleNamespace
    day = date(2024, 3, 5)
    return {
        "birth": PartialDate(date(1991, 4, 1), BirthPrecision.MONTH),
        "tab_items": [
            step(label="Parcours", url="?", current=True, count=None),
            step(label="Dossiers", url="?", current=False, count=2),
            step(label="Identités", url="?", current=False, count=3),
        ],
        "steps": [
            step(label="Conseil", state="done", note="5 mars 2024, S. Idrissi"),
            step(label="Demande", state="done", note="12 mars 2024"),
            step(label="Approbation", state="here", note="avant le 2 avril 2024"),
            step(label="Voyage", state="blocked", note="laissez-passer expiré"),
            step(label="Suivi", state="next", note=""),
        ],
        "import_steps": [
            step(label="Fichier", state="done", url="?"),
            step(label="Colonnes", state="done", url="?"),
            step(label="Vérification", state="here"),
            step(label="Aperçu", state="next"),
        ],
        "job": step(
            label="Vérification des lignes",
            done=6_420,
            total=10_000,
            state="Encore 12 secondes",
            url="/job/",
            id="job",
        ),
        "lines": [
            Line(
                date(2024, 12, 2),
                "due",
                "Rendez-vous au centre de santé",
                where="Rabat",
                tone="warning",
                state="dans 3 jours",
            ),
            Line(
                date(2024, 11, 20),
                "food",
                "Panier alimentaire",
                "S. Idrissi",
                "Rabat",
                "Urgence 2024",
                url="?",
            ),
            Line(
                date(2024, 3, 5),
                "cash",
                "Aide en espèces",
                "Y. Amrani",
                "Salé",
                "Urgence 2024",
                tone="muted",
                state="annulée",
                note="Saisie deux fois par erreur.",
            ),
            Line(date(2023, 9, 12), "people", "Inscription", "S. Idrissi", "Rabat", url="?"),
        ],
        "states": [
            ("done", "Fait"),
            ("open", "En cours"),
            ("next", "À venir"),
            ("wait", "En attente"),
            ("late", "En retard de 4 jours"),
            ("blocked", "Bloqué"),
            ("void", "Annulé"),
        ],
        "levels": ["P2", "P3", "P4"],
        "files": [
            step(
                title="Retour volontaire",
                detail="Prochaine échéance : 2 avril",
                state="open",
                state_label="En cours",
            ),
            step(title="Cours de langue", detail="Terminé en juin 2023", state="done", state_label="Fait"),
        ],
        "rows": [
            step(
                name="Aïssata Traoré",
                kind="Panier alimentaire",
                state="done",
                state_label="Donné",
                on=day,
                amount=350,
                hidden=False,
            ),
            step(
                name="عائشة تراوري",
                kind="Aide en espèces",
                state="wait",
                state_label="À approuver",
                on=day,
                amount=1500.5,
                hidden=False,
            ),
            step(
                name="Mamadou Bâ",
                kind="Nuitées",
                state="late",
                state_label="En retard",
                on=day,
                amount=0,
                hidden=True,
            ),
        ],
    }


def _figures() -> dict[str, Any]:
    figure = SimpleNamespace
    known = datetime(2025, 1, 15, 9, tzinfo=UTC)
    return {
        "lead_figure": figure(
            label="Personnes assistées",
            value=36_000,
            unit="personnes",
            period="2024",
            known_at=known,
            definition="Personnes ayant reçu au moins une aide dans la période, chacune comptée une fois.",
            change=figure(direction="up", text="60,7 % de plus qu'en 2023"),
            records_url="?",
        ),
        "key_figures": [
            figure(label="Paniers alimentaires", value=10_404, unit="paniers", period="2024", url="?"),
            figure(label="Part des femmes", value=41.26, kind="percent", period="2024", url="?"),
            figure(
                label="Mineurs non accompagnés", value=None, hidden="moins de cinq personnes", period="2024"
            ),
            figure(
                label="Villes", value=7, period="2024", change=figure(direction="equal", text="Comme en 2023")
            ),
        ],
    }
