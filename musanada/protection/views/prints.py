"""The dossier on paper: a reason first, a line in the journal, then the pages, each marked with who printed and when."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from musanada.access.pages import Request, page
from musanada.people.attempt import attempt
from musanada.protection import forms_common as forms
from musanada.protection.commands.prints import print_dossier
from musanada.protection.dossier_paper import dossier_pdf
from musanada.protection.queries import files
from musanada.protection.queries.work import url_of
from musanada.protection.views.common import METHODS, workable


@page(files.VIEW)
@require_http_methods(METHODS)
def dossier(request: Request, case: UUID) -> HttpResponse:
    actor, file = request.user, workable(request.user, case, files.VIEW)
    form = forms.PrintForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        number = attempt(form, lambda: print_dossier(actor, file, **said))
        if number:
            answer = HttpResponse(
                dossier_pdf(actor, file, said["lang"], number), content_type="application/pdf"
            )
            answer["Content-Disposition"] = f'attachment; filename="dossier-{file.case.reference}.pdf"'
            answer["Cache-Control"] = "no-store"
            return answer
    context = {
        "file": file,
        "case": file.case,
        "title": _("Imprimer le dossier"),
        "form": form,
        "button": _("Imprimer"),
        "back": url_of(file, "prints"),
        "notice": _(
            "Chaque page portera votre nom, l'heure et la référence. L'impression est notée au dossier. Un papier perdu ne se "
            "rappelle pas : gardez-le sous clé, détruisez-le quand il ne sert plus."
        ),
    }
    return render(request, "protection/print.html", context, status=422 if form.errors else 200)
