"""Model fields that keep their value encrypted. Code reads and writes the clear value; the table never holds it.

Only emptiness can be asked of such a column; to find a row by its value, keep a ``blind_index`` beside it.
"""

import json
from typing import Any

from django.core.exceptions import FieldError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models.lookups import Exact, IsNull

from musanada.kit.secrets.errors import damaged
from musanada.kit.secrets.index import LENGTH
from musanada.kit.secrets.personal import CONTEXT as WRAPPED
from musanada.kit.secrets.text import decrypt, encrypt, is_encrypted

Field = models.Field[Any, Any]
EMPTY = ("[]", "{}", '""')


class Sealed(str):
    """A text that a ``SealableCharField`` keeps encrypted. Its methods give plain ``str``: seal again what is kept."""

    __slots__ = ()


class OnlyEmpty(Exact):
    """``column = ''``: all that can be asked of a ciphertext."""

    def get_prep_lookup(self) -> Any:
        if self.rhs is not None and self.rhs not in ("", [], {}):  # ``= None`` becomes IS NULL
            raise not_searchable(self.lhs.output_field)
        return super().get_prep_lookup()


def not_searchable(field: Field) -> FieldError:
    return FieldError(
        f"{field} is encrypted at rest: only isnull and exact '' can be asked of it. Search its blind index."
    )


class Sealing(models.Field[Any, Any]):
    """What all encrypted fields share. ``context`` binds a ciphertext to its place: table and column by default."""

    def __init__(self, *args: Any, context: str = "", **kwargs: Any) -> None:
        self.given_context = context
        super().__init__(*args, **kwargs)

    @property
    def context(self) -> str:
        return self.given_context or f"{self.model._meta.db_table}.{self.column}"

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        if self.given_context:
            kwargs["context"] = self.given_context
        return name, path, args, kwargs

    def get_internal_type(self) -> str:
        return "TextField"  # a ciphertext is longer than the clear text it keeps

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        value = super().get_db_prep_value(value, connection, prepared)
        return self.to_table(value)

    def to_table(self, value: Any) -> Any:
        """The value as the table keeps it; also for rows written without the ORM (``access.bulk``)."""
        return encrypt(str(value), self.context) if value not in (None, "") else value

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        return decrypt(value, self.context) if value not in (None, "") else value

    def get_lookup(self, lookup_name: str) -> Any:
        if lookup_name == "exact":
            return OnlyEmpty
        if lookup_name == "isnull":
            return IsNull
        raise not_searchable(self)

    def get_transform(self, lookup_name: str) -> Any:
        raise not_searchable(self)


class EncryptedTextField(Sealing, models.TextField[Any, Any]):
    """Free text, always encrypted."""


class EncryptedCharField(Sealing, models.CharField[Any, Any]):
    """A short text, always encrypted; ``max_length`` is that of the clear text."""


class WrappedKeyField(models.TextField[Any, Any]):
    """A person's own key as ``new_wrapped_key`` gives it: found by rotation, emptied by erasure."""

    context = WRAPPED


class EncryptedJSONField(Sealing, models.TextField[Any, Any]):
    """Lists and dicts of text, always encrypted, as one JSON text."""

    def to_python(self, value: Any) -> Any:
        return value

    def get_prep_value(self, value: Any) -> Any:
        if value is None or hasattr(value, "as_sql"):
            return value
        return json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False, separators=(",", ":"))

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        text = value if prepared else self.get_prep_value(value)
        return text if text is None or text in EMPTY else encrypt(text, self.context)

    def to_table(self, value: Any) -> Any:
        return self.get_db_prep_value(value, None)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        return (
            value if value is None else json.loads(value if value in EMPTY else decrypt(value, self.context))
        )

    def value_to_string(self, obj: Any) -> str:
        return str(self.get_prep_value(self.value_from_object(obj)))


class SealableCharField(models.CharField[Any, Any]):
    """A text kept clear, unless it is ``Sealed``: then it is encrypted, and reads back ``Sealed``.

    Columns of one ``context`` (the names of people) can be read through a subquery or a bare output field.
    """

    def __init__(self, *args: Any, context: str, **kwargs: Any) -> None:
        self.context = context
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "context": self.context}

    def get_internal_type(self) -> str:
        return "TextField"

    def to_python(self, value: Any) -> Any:
        return value if isinstance(value, Sealed) else super().to_python(value)

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        sealed = isinstance(value, Sealed)
        value = super().get_db_prep_value(value, connection, prepared)
        return self.to_table(Sealed(value) if sealed and isinstance(value, str) else value)

    def to_table(self, value: Any) -> Any:
        if isinstance(value, Sealed):
            return encrypt(str(value), self.context) if value else ""
        if isinstance(value, str) and is_encrypted(value):
            raise damaged()  # a ciphertext is never a clear value: it came from a table behind the field's back
        return value

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        if isinstance(value, str) and is_encrypted(value):
            return Sealed(decrypt(value, self.context))
        return value


class BlindIndexField(models.CharField[Any, Any]):
    """The token by which an encrypted value is found (``blind_index``)."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", LENGTH)
        kwargs.setdefault("editable", False)
        super().__init__(*args, **kwargs)
