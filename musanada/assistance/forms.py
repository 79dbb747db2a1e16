"""Questions asked when assistance is recorded. What makes an act wrong is for the kinds and commands."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.access.models import User
from musanada.assistance import queries
from musanada.assistance.drafts import ActDraft
from musanada.assistance.kinds import KINDS
from musanada.kit.forms import DayInput
from musanada.kit.ids import new_id
from musanada.programmes import queries as programmes
from musanada.reference.codes import ServiceFamily

CURRENCIES = [("MAD", _("Dirham marocain (MAD)")), ("EUR", _("Euro (EUR)")), ("USD", _("Dollar (USD)"))]
EMPTY = [("", _("Choisir…"))]


def grouped_services() -> list[tuple[Any, Any]]:
    """The catalogue by family, for a select."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for service in queries.services():
        groups.setdefault(service.family, []).append((service.code, str(service)))
    return [*EMPTY, *((ServiceFamily(family).label, rows) for family, rows in groups.items())]


class PlaceAndTime(forms.Form):
    """Where, when, in which programme, by whom."""

    given_on = forms.DateField(label=_("Quel jour ?"), initial=timezone.localdate, widget=DayInput())
    programme = forms.ChoiceField(label=_("Dans quel programme ?"), required=False)
    partner = forms.ChoiceField(label=_("Avec quel partenaire ?"), required=False)
    unit = forms.ChoiceField(label=_("À quelle unité ?"))

    def __init__(self, actor: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = list(queries.units_to_record_at(actor))
        self.units = {str(u.pk): u for u in units}
        self.fields["unit"].choices = [(str(u.pk), str(u)) for u in units]  # type: ignore[attr-defined]
        self.fields["programme"].choices = [*EMPTY, *programme_choices(actor)]  # type: ignore[attr-defined]
        self.fields["partner"].choices = [*EMPTY, *partner_choices(actor)]  # type: ignore[attr-defined]
        if len(units) == 1:
            self.fields["unit"].widget = forms.HiddenInput()
            self.fields["unit"].initial = str(units[0].pk)


def programme_choices(actor: User) -> list[tuple[str, str]]:
    return [(str(p.pk), f"{p.code} · {p}") for p in programmes.programmes(actor)]


def partner_choices(actor: User) -> list[tuple[str, str]]:
    from musanada.partners.queries import partners

    return [(str(p.pk), str(p)) for p in partners(actor)]


class RecordForm(PlaceAndTime):
    """One act of a chosen service: the service's kind says which questions remain."""

    field_order = ("quantity", "amount", "currency", "given_on", "until_on", "programme", "partner", "unit")
    id = forms.UUIDField(widget=forms.HiddenInput(), initial=new_id)
    quantity = forms.DecimalField(label=_("Combien ?"), initial=1, min_value=Decimal(0))
    amount = forms.DecimalField(label=_("Quel montant ?"), decimal_places=2)
    currency = forms.ChoiceField(label=_("En quelle monnaie ?"), choices=CURRENCIES, initial="MAD")
    until_on = forms.DateField(
        label=_("Jusqu'à quel jour ?"),
        required=False,
        help_text=_("Le jour du départ, s'il est déjà connu."),
        widget=DayInput(),
    )

    def __init__(self, actor: User, service: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(actor, *args, **kwargs)
        self.service = service
        asked = KINDS[queries.service(service).kind].fields
        for name in ("quantity", "amount", "currency", "until_on"):
            if name not in asked:
                del self.fields[name]
        self.initial = {**self.initial, **queries.usual(actor, service)}

    def draft(self, person: UUID) -> ActDraft:
        return drafted(person, self.service, self.cleaned_data, self.cleaned_data["id"])


def drafted(person: UUID, code: str, answers: dict[str, Any], key: UUID) -> ActDraft:
    fields = KINDS[queries.service(code).kind].fields
    kept = {name: answers[name] for name in fields if answers.get(name) not in (None, "")}
    if "quantity" in fields:
        kept.setdefault("quantity", Decimal(1))
    if "amount" in fields:
        kept.setdefault("currency", "MAD")
    return ActDraft(
        person=person,
        service=code,
        given_on=answers["given_on"],
        programme=UUID(answers["programme"]) if answers.get("programme") else None,
        partner=UUID(answers["partner"]) if answers.get("partner") else None,
        id=key,
        **kept,
    )


class DistributionForm(PlaceAndTime):
    """One service for a list of people: references scanned or typed, one a line."""

    field_order = ("service", "quantity", "amount", "given_on", "programme", "partner", "unit", "references")
    occasion = forms.UUIDField(widget=forms.HiddenInput(), initial=new_id)
    service = forms.ChoiceField(label=_("Quelle aide est distribuée ?"))
    quantity = forms.DecimalField(label=_("Combien à chacun ?"), required=False, min_value=Decimal(0))
    amount = forms.DecimalField(label=_("Quel montant à chacun ?"), required=False, decimal_places=2)
    references = forms.CharField(
        label=_("À qui ?"),
        help_text=_("Une référence par ligne, lue sur le billet ou scannée. Jusqu'à 500 lignes."),
        widget=forms.Textarea(
            attrs={"rows": 10, "dir": "ltr", "autocapitalize": "characters", "spellcheck": "false"}
        ),
        max_length=20_000,
    )

    def __init__(self, actor: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(actor, *args, **kwargs)
        self.fields["service"].choices = grouped_services()  # type: ignore[attr-defined]

    def lines(self) -> list[str]:
        """What was typed, a reference a line; blank lines and repeats left out."""
        return list(
            dict.fromkeys(
                line.strip() for line in self.cleaned_data["references"].splitlines() if line.strip()
            )
        )


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Pourquoi ?"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))


class DepartureForm(forms.Form):
    until_on = forms.DateField(
        label=_("Quel jour la personne est-elle partie ?"),
        initial=timezone.localdate,
        widget=DayInput(),
    )


class FilterForm(forms.Form):
    family = forms.ChoiceField(label=_("Famille"), required=False)
    state = forms.ChoiceField(label=_("État"), required=False)
    programme = forms.ChoiceField(label=_("Programme"), required=False)

    def __init__(self, actor: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["family"].choices = [("", _("Toutes")), *ServiceFamily.choices]  # type: ignore[attr-defined]
        self.fields["state"].choices = [("", _("Tous")), *queries.STATES]  # type: ignore[attr-defined]
        known = [(p.code, f"{p.code} · {p}") for p in programmes.programmes(actor)]
        self.fields["programme"].choices = [("", _("Tous")), *known]  # type: ignore[attr-defined]


class ServiceForm(forms.Form):
    """A row of the catalogue."""

    code = forms.SlugField(
        label=_("Code"), help_text=_("Court, en lettres minuscules : panier-ramadan."), max_length=40
    )
    family = forms.ChoiceField(label=_("De quelle famille est-ce ?"), choices=ServiceFamily.choices)
    kind = forms.ChoiceField(label=_("Comment se comporte-t-elle ?"))
    modality = forms.ChoiceField(
        label=_("Sous quelle forme est-elle donnée ?"), choices=lambda: queries.MODALITIES
    )
    name_fr = forms.CharField(label=_("Nom en français"), max_length=120)
    name_ar = forms.CharField(
        label=_("Nom en arabe"), max_length=120, required=False, widget=forms.TextInput(attrs={"dir": "rtl"})
    )
    name_en = forms.CharField(label=_("Nom en anglais"), max_length=120, required=False)
    name_es = forms.CharField(label=_("Nom en espagnol"), max_length=120, required=False)
    reached = forms.ChoiceField(label=_("Qui est compté comme atteint ?"), choices=lambda: queries.REACHED)
    repeat_days = forms.IntegerField(
        label=_("Combien de jours entre deux remises ?"), required=False, min_value=1, max_value=1000
    )
    ceiling = forms.DecimalField(
        label=_("Au-dessus de quel montant faut-il une approbation ?"),
        required=False,
        min_value=Decimal(0),
        decimal_places=2,
    )
    active = forms.BooleanField(label=_("Proposée aux guichets"), required=False, initial=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        from musanada.assistance.kinds import choices

        self.fields["kind"].choices = choices()  # type: ignore[attr-defined]
