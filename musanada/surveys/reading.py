"""From a YAML file to a checked definition; what is wrong becomes sentences that name the question.

Read by the rules of YAML 1.2 for words: an answer coded ``no`` stays ``no``. Aliases are refused (a small file could
unfold without end), and a key given twice is an error, not a silent loss.
"""

import re
from dataclasses import dataclass
from typing import Any

import yaml
from django.utils.translation import gettext as _
from pydantic import ValidationError

from musanada.kit.errors import BadInput
from musanada.surveys.definitions import Definition

LIMIT = 400_000  # characters: a long instrument in four languages has a quarter of that
SHOWN = 12
BESIDE = ("source", "confirmed")


@dataclass(frozen=True)
class Loaded:
    """A definition as read, and what is told beside it."""

    definition: Definition
    source: str = ""
    confirmed: bool = False


class Loader(yaml.SafeLoader):
    """Words stay words; no aliases; no key twice."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):
            raise yaml.YAMLError(_("les alias (« * ») ne sont pas acceptés : écrivez le texte"))
        return super().compose_node(parent, index)

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
        keys = [key.value for key, _value in node.value if isinstance(key.value, str)]
        for key in {k for k in keys if keys.count(k) > 1}:
            raise yaml.YAMLError(
                _("« %(key)s » est donné deux fois, ligne %(line)s")
                % {"key": key, "line": node.start_mark.line + 1}
            )
        found: dict[Any, Any] = super().construct_mapping(node, deep=deep)
        return found


# YAML 1.1 reads yes, no, on and off as truth values, and 2024-05-14 as a day.
Loader.yaml_implicit_resolvers = {
    first: [(tag, rule) for tag, rule in rules if tag.rpartition(":")[2] not in ("bool", "timestamp")]
    for first, rules in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), list("tf"))


def read(text: str) -> Loaded:
    """Raises: BadInput, with every fault found as a sentence of its own line."""
    if len(text) > LIMIT:
        raise BadInput(_("Ce fichier est trop long pour un questionnaire : vérifiez que c'est le bon."))
    content = parsed(text)
    source, confirmed = content.pop("source", ""), content.pop("confirmed", False)
    if not isinstance(source, str) or len(source) > 300:
        raise BadInput(_("« source » dit en une phrase de 300 signes au plus d'où vient le texte."))
    if not isinstance(confirmed, bool):
        raise BadInput(_("« confirmed » vaut true ou false."))
    return Loaded(checked(content), source, confirmed)


def parsed(text: str) -> dict[str, Any]:
    try:
        content = yaml.load(text, Loader=Loader)  # noqa: S506  a safe loader of ours
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        where = _(" (ligne %(line)s)") % {"line": mark.line + 1} if mark else ""
        why = getattr(error, "problem", None) or (str(error) if isinstance(error, yaml.YAMLError) else "")
        raise BadInput(
            _(
                "Le fichier n'est pas du YAML lisible%(where)s : %(why)s. Corrigez-le et chargez-le de nouveau."
            )
            % {"where": where, "why": why or _("il est trop imbriqué")}
        ) from None
    if not isinstance(content, dict):
        raise BadInput(_("Le fichier ne décrit pas un questionnaire : il commence par « code: … »."))
    return content


def checked(content: dict[str, Any]) -> Definition:
    """Raises: BadInput."""
    try:
        return Definition.model_validate(content)
    except ValidationError as error:
        said = [sentence for one in error.errors() for sentence in sentences(one, content)]
    more = len(said) - SHOWN
    if more > 0:
        said = [*said[:SHOWN], _("… et %(n)s autres fautes.") % {"n": more}]
    raise BadInput("\n".join(said))


def sentences(error: Any, content: dict[str, Any]) -> list[str]:
    """What one error of the schema says to whoever wrote the file."""
    kind, place = error["type"], named_place(error["loc"], content)
    message = str(error["msg"]).removeprefix("Value error, ")
    if kind == "value_error" and not error["loc"]:
        return message.splitlines()
    field = str(error["loc"][-1]) if error["loc"] else ""
    return [f"{place} : {word(kind, field, error.get('ctx') or {}, message)}"]


def named_place(loc: tuple[Any, ...], content: Any) -> str:
    """``("items", 3, "weight")`` → "question eco_food, weight": an item by its id, an answer by its code."""
    words: list[str] = []
    here = content
    for step in loc:
        here = inside(here, step)
        if isinstance(step, int):
            name = here.get("id") or here.get("code") if isinstance(here, dict) else None
            words[-1:] = [f"{words[-1] if words else ''} {name or step + 1}".strip()]
        else:
            words.append({"items": _("question"), "answers": _("réponse")}.get(str(step), str(step)))
    return ", ".join(words) or _("questionnaire")


def inside(here: Any, step: Any) -> Any:
    try:
        return here[step]
    except (KeyError, IndexError, TypeError):
        return None


def beyond(told: dict[str, Any]) -> str:
    if "ge" in told:
        return _("le nombre doit être au moins %(limit)s.") % {"limit": told["ge"]}
    if "gt" in told:
        return _("le nombre doit dépasser %(limit)s.") % {"limit": told["gt"]}
    return _("le nombre doit être au plus %(limit)s.") % {"limit": told.get("le", told.get("lt"))}


def word(kind: str, field: str, told: dict[str, Any], message: str) -> str:
    if kind == "missing":
        return _("« %(field)s » manque.") % {"field": field}
    if kind == "extra_forbidden":
        return _("« %(field)s » n'est pas un mot connu ici ; retirez-le ou corrigez son écriture.") % {
            "field": field
        }
    if kind.startswith(("greater_than", "less_than")):
        return beyond(told)
    if kind == "literal_error":
        return _("la valeur doit être l'une de : %(values)s.") % {"values": told.get("expected", "")}
    if kind == "string_pattern_mismatch":
        return _("le code s'écrit en minuscules sans accent, chiffres et « _ », par exemple « eco_food ».")
    if kind.startswith(("string_", "too_")):
        return _("le texte ou la liste est vide, trop court, trop long, ou n'est pas un texte.")
    return message if kind == "value_error" else _("la valeur n'a pas la forme attendue.")
