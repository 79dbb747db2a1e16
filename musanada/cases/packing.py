"""What lies in a package: a summary on paper in French and Arabic, and the same as data; sealed as a ZIP under AES-256.

WinZip's AES-256 opens with the programs people have (7-Zip, Keka, the file managers). No name stands in a file name: a
ZIP does not encrypt those.
"""

import hashlib
import io
import json
from typing import Any

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from musanada.cases.contents import Contents, gather, shown
from musanada.cases.guards import canonical
from musanada.cases.models import Referral
from musanada.kit.formats import format_date, format_datetime, isolate
from musanada.kit.ids import show_reference
from musanada.people.queries.register import cluster

LANGUAGES = ("fr", "ar")
Files = dict[str, bytes]


def hashed(token: str) -> str:
    """How the table recognises the word of a link without keeping it."""
    return hashlib.sha256(token.encode()).hexdigest()


def file_name(referral: Referral) -> str:
    return f"transmission-{referral.reference}.zip"


def contents_of(referral: Referral, answer_url: str) -> Files:
    """The files of the package: the consented groups only, as they are now."""
    held = gather(cluster(canonical(referral)), referral.group_set)
    files: Files = {"donnees.json": as_json(referral, held, answer_url)}
    for language in LANGUAGES:
        with translation.override(language):
            files[f"resume-{language}.pdf"] = on_paper(referral, held, answer_url, language)
    return files


def as_json(referral: Referral, held: Contents, answer_url: str) -> bytes:
    data: dict[str, Any] = {
        "reference": referral.reference,
        "from": referral.from_unit.name_fr,
        "to": referral.receiver,
        "need": referral.need,
        "urgency": referral.urgency,
        "respond_by": referral.respond_by.isoformat() if referral.respond_by else None,
        "note": referral.note,
        "groups": held,
        "answer": answer_url,
    }
    return json.dumps(data, ensure_ascii=False, indent=1).encode()


def on_paper(referral: Referral, held: Contents, answer_url: str, language: str) -> bytes:
    from musanada.kit.pdf import render

    due = format_datetime(referral.respond_by, language) if referral.respond_by else ""
    data = {
        "title": _("Orientation %(reference)s") % {"reference": isolate(show_reference(referral.reference))},
        "header": str(referral.from_unit),
        "footer": _("Confidentiel : pour %(receiver)s seulement") % {"receiver": referral.receiver},
        "facts": [
            [_("De"), str(referral.from_unit)],
            [_("À"), referral.receiver],
            [_("Besoin"), str(referral.get_need_display())],
            [_("Urgence"), str(referral.get_urgency_display())],
            [_("Réponse attendue avant"), isolate(due)],
            [_("Établi le"), isolate(format_date(timezone.localdate(), language))],
        ],
        "note": referral.note,
        "parts": [
            [str(group), [[str(label), value] for label, value in rows] or [[_("Rien n'est noté"), "–"]]]
            for group, rows in shown(held)
        ],
        "answer_title": _("Votre réponse"),
        "answer": _("Dites à cette adresse si vous acceptez, refusez, ou avez rendu le service :"),
        "answer_url": answer_url,
        "duty": _(
            "La personne a accepté que ces informations, et celles-ci seulement, vous soient transmises pour ce "
            "besoin. Ne les transmettez pas plus loin et détruisez-les quand elles ne servent plus."
        ),
    }
    return render("cases/typst/package.typ", data, language, dated=timezone.localdate())


def zipped(files: Files, passphrase: str) -> bytes:
    """A ZIP under AES-256 (WinZip AE-2), opened by the passphrase alone."""
    import pyzipper

    out = io.BytesIO()
    with pyzipper.AESZipFile(
        out, "w", compression=pyzipper.ZIP_DEFLATED, encryption=pyzipper.WZ_AES
    ) as archive:
        archive.setpassword(passphrase.encode())
        archive.setencryption(pyzipper.WZ_AES, nbits=256)
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()
