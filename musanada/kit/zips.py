"""A file under AES-256, and the passphrase that opens it: shown once, kept nowhere."""

import io
import secrets

from musanada.kit.ids import ALPHABET

GROUPS, LENGTH = 5, 5  # 28 symbols: 25 of them are worth 120 bits


def new_passphrase() -> str:
    """Five groups of five symbols without look-alikes: ``K7M2Q-XB9TR-…``, to be read aloud over another channel."""
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(LENGTH)) for _ in range(GROUPS))


def sealed_zip(name: str, content: bytes, passphrase: str) -> bytes:
    """One file in a ZIP under AES-256 (WinZip AE-2). The name stays readable: let it say nothing."""
    import pyzipper

    out = io.BytesIO()
    with pyzipper.AESZipFile(
        out, "w", compression=pyzipper.ZIP_DEFLATED, encryption=pyzipper.WZ_AES
    ) as archive:
        archive.setencryption(pyzipper.WZ_AES, nbits=256)
        archive.setpassword(passphrase.encode())
        archive.writestr(name, content)
    return out.getvalue()
