"""Encryption at rest: what a copied disk or a curious reader of tables must not tell (``docs/encryption.md``).

Fields     ``EncryptedTextField``, ``EncryptedCharField``, ``EncryptedJSONField`` are always encrypted;
           ``SealableCharField`` only where the value is ``Sealed``; ``WrappedKeyField`` keeps a person's own key.
Search     ``blind_index`` (write) and ``blind_indexes`` (look up): equal texts are found, nothing else.
Per person ``new_wrapped_key``, ``seal_with``, ``open_with``: destroying the wrapped key erases every frozen copy.
Files      ``write_sealed_file``, ``read_sealed_file`` over ``encrypt_bytes`` and ``decrypt_bytes``.
"""

from musanada.kit.secrets.errors import Unreadable
from musanada.kit.secrets.fields import (
    BlindIndexField,
    EncryptedCharField,
    EncryptedJSONField,
    EncryptedTextField,
    SealableCharField,
    Sealed,
    WrappedKeyField,
)
from musanada.kit.secrets.files import (
    SEALED_FOLDERS,
    SealedFolder,
    decrypt_bytes,
    encrypt_bytes,
    read_sealed_file,
    write_sealed_file,
)
from musanada.kit.secrets.index import BLIND_INDEXES, BlindIndex, blind_index, blind_indexes
from musanada.kit.secrets.personal import new_wrapped_key, open_with, seal_with
from musanada.kit.secrets.text import decrypt, encrypt, is_encrypted, open_text

__all__ = (
    "BLIND_INDEXES",
    "SEALED_FOLDERS",
    "BlindIndex",
    "BlindIndexField",
    "EncryptedCharField",
    "EncryptedJSONField",
    "EncryptedTextField",
    "SealableCharField",
    "Sealed",
    "SealedFolder",
    "Unreadable",
    "WrappedKeyField",
    "blind_index",
    "blind_indexes",
    "decrypt",
    "decrypt_bytes",
    "encrypt",
    "encrypt_bytes",
    "is_encrypted",
    "new_wrapped_key",
    "open_text",
    "open_with",
    "read_sealed_file",
    "seal_with",
    "write_sealed_file",
)
