"""Files kept encrypted, in blocks: nothing larger than a block is held in memory, nothing unverified is given out.

Layout: ``MSNE1`` + key id (8) + salt (32), then blocks of 64 KiB of AES-256-GCM under a key derived for this file
(HKDF of the data key, the salt and the context). The nonce of a block is its number and whether it is the last: blocks
can be neither swapped, nor dropped, nor cut off at the end.
"""

import os
import secrets
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from musanada.kit.registry import Registry
from musanada.kit.secrets.errors import damaged
from musanada.kit.secrets.keyring import Key, keyring, keyring_with

MAGIC = b"MSNE1"
BLOCK = 64 * 1024
TAG, SALT, KEY_ID = 16, 32, 8
HEADER = len(MAGIC) + KEY_ID + SALT


@dataclass(frozen=True)
class SealedFolder:
    """Files that ``musanada keys rotate`` re-encrypts: where they are and the context each was sealed with."""

    folder: Callable[[], Path]
    context: Callable[[Path], str]


SEALED_FOLDERS: Registry[SealedFolder] = Registry("sealed folder")


def encrypt_bytes(blocks: Iterable[bytes], context: str) -> Iterator[bytes]:
    """The encrypted stream of a file. ``context`` says whose it is: it does not open in another's place."""
    key, salt = keyring().current, secrets.token_bytes(SALT)
    header = MAGIC + key.id.encode() + salt
    cipher = file_cipher(key, salt, context)
    yield header
    for number, (block, last) in enumerate(marked(even(blocks, BLOCK))):
        yield cipher.encrypt(nonce(number, last), block, header)


def decrypt_bytes(blocks: Iterable[bytes], context: str) -> Iterator[bytes]:
    """What ``encrypt_bytes`` was given. Raises: Unreadable at the first block that does not hold."""
    source = iter(blocks)
    head = b""
    while len(head) < HEADER:
        more = next(source, None)
        if more is None:
            raise damaged()
        head += more
    header, rest = head[:HEADER], head[HEADER:]
    key_id = key_id_of(header)
    key = keyring_with(key_id).key(key_id)
    if key is None:
        raise damaged()
    cipher = file_cipher(key, header[-SALT:], context)
    for number, (block, last) in enumerate(marked(even(chain(rest, source), BLOCK + TAG))):
        try:
            yield cipher.decrypt(nonce(number, last), block, header)
        except InvalidTag:
            raise damaged() from None


def key_id_of(header: bytes) -> str:
    """The id of the key a file was sealed with. Raises: Unreadable when this is no sealed file."""
    if not header.startswith(MAGIC):
        raise damaged()
    return header[len(MAGIC) : len(MAGIC) + KEY_ID].decode("ascii", "replace")


def file_cipher(key: Key, salt: bytes, context: str) -> AESGCM:
    derived = HKDF(SHA256(), 32, salt=salt, info=b"musanada file\0" + context.encode())
    return AESGCM(derived.derive(key.bytes))


def nonce(number: int, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])


def chain(first: bytes, rest: Iterable[bytes]) -> Iterator[bytes]:
    yield first
    yield from rest


def even(blocks: Iterable[bytes], size: int) -> Iterator[bytes]:
    """The same bytes in pieces of one size; the last may be shorter, and is empty for an empty input."""
    held, given = bytearray(), False
    for block in blocks:
        held += block
        while len(held) >= size:
            yield bytes(held[:size])
            del held[:size]
            given = True
    if held or not given:
        yield bytes(held)


def marked(pieces: Iterable[bytes]) -> Iterator[tuple[bytes, bool]]:
    """Each piece, and whether it is the last."""
    source = iter(pieces)
    before = next(source, b"")
    for piece in source:
        yield before, False
        before = piece
    yield before, True


def write_sealed_file(path: Path, blocks: Iterable[bytes], context: str) -> int:
    """Write a file encrypted, whole or not at all, readable by its owner only. Returns its clear size."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    size = 0

    def counted() -> Iterator[bytes]:
        nonlocal size
        for block in blocks:
            size += len(block)
            yield block

    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            for block in encrypt_bytes(counted(), context):
                file.write(block)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    return size


def read_sealed_file(path: Path, context: str) -> Iterator[bytes]:
    """The clear content, block by block. Raises: Unreadable; FileNotFoundError."""
    with path.open("rb") as file:
        yield from decrypt_bytes(iter(lambda: file.read(BLOCK), b""), context)
