"""Questions asked about a session: where and when, who sits, who is there, what the commission says of a file."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.kit.forms import DayInput
from musanada.regularisation.queries import sessions as queries

EMPTY = [("", _("Choisir…"))]
MET = "met"  # in bulk: of each file, the category claimed that its examination found met
Choices = list[tuple[str, Any]]


class WhenForm(forms.Form):
    """The day and the room of a session."""

    held_on = forms.DateField(label=_("Quel jour ?"), widget=DayInput())
    where = forms.CharField(label=_("Où ?"), required=False, max_length=160)


class PrepareForm(WhenForm):
    """A session of one of the actor's commissions."""

    commission = forms.ChoiceField(label=_("Quelle commission ?"))
    quorum = forms.IntegerField(
        label=_("Quorum"),
        required=False,
        min_value=1,
        max_value=99,
        help_text=_("Laissez vide pour celui de l'opération. Il peut être plus élevé, jamais plus bas."),
    )
    field_order = ("commission", "held_on", "where", "quorum")

    def __init__(self, commissions: list[Any], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = [(one.word, one.label) for one in commissions]
        self.fields["commission"].choices = words if len(words) == 1 else [*EMPTY, *words]  # type: ignore[attr-defined]


class CallForm(forms.Form):
    """A colleague called, and in which capacity."""

    user = forms.ChoiceField(label=_("Qui ?"))
    capacity = forms.ChoiceField(
        label=_("En quelle qualité ?"), choices=queries.CAPACITIES, widget=forms.RadioSelect()
    )

    def __init__(self, users: list[Any], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user"].choices = [*EMPTY, *((str(u.pk), u.display_name) for u in users)]  # type: ignore[attr-defined]


class PresenceForm(forms.Form):
    """Who is there."""

    present = forms.MultipleChoiceField(
        label=_("Qui est présent ?"), required=False, widget=forms.CheckboxSelectMultiple()
    )

    def __init__(self, members: list[Any], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["present"].choices = [  # type: ignore[attr-defined]
            (str(one.pk), f"{one.user.display_name} · {one.get_capacity_display()}") for one in members
        ]
        self.fields["present"].initial = [str(one.pk) for one in members if one.present is not False]


class AddForm(forms.Form):
    """The first files by due date, or those that are ticked."""

    first = forms.IntegerField(
        label=_("Les premiers par échéance"), required=False, min_value=1, max_value=1000
    )


class CloseForm(forms.Form):
    put_back = forms.BooleanField(label=_("Remettre en attente les dossiers sans résultat"), required=False)
    remark = forms.CharField(
        label=_("Observations au procès-verbal"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("N'écrivez le nom d'aucun demandeur."),
    )


class SignForm(forms.Form):
    """The copy that members signed."""

    signed_on = forms.DateField(label=_("Signé le"), widget=DayInput(), initial=timezone.localdate)
    file = forms.FileField(
        label=_("Procès-verbal signé"), help_text=_("PDF ou image. La copie est gardée chiffrée.")
    )


class AsideForm(forms.Form):
    reason = forms.CharField(
        label=_("Pourquoi vous retirez-vous ?"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_(
            "Le secrétariat garde ce motif. Le procès-verbal dit seulement que vous vous êtes retiré."
        ),
    )


class OpinionForm(forms.Form):
    """Result, category or reasons, words. What each result needs is said by the command."""

    result = forms.ChoiceField(label=_("Quel avis ?"), choices=queries.RESULTS, widget=forms.RadioSelect())
    retained = forms.ChoiceField(label=_("Si favorable : quelle catégorie est retenue ?"), required=False)
    reasons = forms.MultipleChoiceField(
        label=_("Si défavorable : pour quels motifs ?"),
        choices=queries.REASONS,
        required=False,
        widget=forms.CheckboxSelectMultiple(),
    )
    text = forms.CharField(
        label=_("En toutes lettres"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "Nécessaire pour ajourner et pour le motif « autre ». N'écrivez pas de nom : ces mots vont au procès-verbal."
        ),
    )

    def __init__(self, versions: Choices, *args: Any, in_bulk: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own: Choices = [(MET, _("De chaque dossier, celle que l'examen dit remplie"))] if in_bulk else []
        self.fields["retained"].choices = [*EMPTY, *own, *versions]  # type: ignore[attr-defined]


class BulkForm(OpinionForm):
    """The same opinion on many files: those ticked, or all that a present member has read."""

    which = forms.ChoiceField(
        label=_("Quels dossiers ?"),
        choices=[("chosen", _("Ceux que j'ai cochés")), ("ready", _("Tous ceux qu'un membre présent a lus"))],
        initial="chosen",
        widget=forms.RadioSelect(),
    )
    field_order = ("which", "result", "retained", "reasons", "text")
