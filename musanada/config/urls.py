"""The address book. Each app brings its own; an app that is not there yet has no addresses."""

from pathlib import Path

from django.urls import include, path

from musanada.config import keys  # noqa: F401  its words for the journal

MOUNTS = (
    ("", "musanada.web.urls"),
    ("people/", "musanada.people.urls"),
    ("twins/", "musanada.linkage.urls"),
    ("intake/", "musanada.intake.urls"),
    ("imports/", "musanada.intake.urls_imports"),
    ("assistance/", "musanada.assistance.urls"),
    ("programmes/", "musanada.programmes.urls"),
    ("partners/", "musanada.partners.urls"),
    ("figures/", "musanada.reporting.urls"),
    ("monitoring/", "musanada.monitoring.urls"),
    ("press/", "musanada.press.urls"),
    ("publications/", "musanada.publications.urls"),
    ("published/", "musanada.publications.urls_public"),
    ("files/", "musanada.cases.urls_files"),
    ("clearances/", "musanada.cases.urls_clearances"),
    ("procedures/", "musanada.cases.urls_procedures"),
    ("regularisation/", "musanada.regularisation.urls"),
    ("returns/", "musanada.returns.urls"),
    ("protection/", "musanada.protection.urls"),
    ("surveys/", "musanada.surveys.urls"),
    ("window/", "musanada.regularisation.urls_window"),
    ("referrals/", "musanada.cases.urls"),
    ("packages/", "musanada.cases.urls_packages"),
    ("protected/", "musanada.people.urls_protected"),
    ("consents/", "musanada.people.urls_consents"),
    ("data-protection/", "musanada.dataprotection.urls"),
    ("account/", "musanada.access.urls_account"),
    ("administration/", "musanada.access.urls"),
)

PACKAGE = Path(__file__).resolve().parents[1]
urlpatterns = [
    path(prefix, include(module))
    for prefix, module in MOUNTS
    if (PACKAGE / module.replace(".", "/")[9:]).with_suffix(".py").exists()
]
handler400 = "musanada.web.views.bad_request"
handler403 = "musanada.web.views.forbidden"
handler404 = "musanada.web.views.not_found"
handler500 = "musanada.web.views.failed"
