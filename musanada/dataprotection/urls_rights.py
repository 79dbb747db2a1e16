"""Addresses of what a person may ask, of the lists that leave and of what is kept how long."""

from django.urls import path

from musanada.dataprotection.views import erasures, exports, retention, rights

RIGHTS = [
    path("people/<uuid:pk>/", rights.person, name="person-rights"),
    path("people/<uuid:pk>/report/", rights.report_new, name="report-new"),
    path("people/<uuid:pk>/erase/", erasures.ask, name="erasure-ask"),
    path("reports/<uuid:pk>/", rights.report, name="report"),
    path("reports/<uuid:pk>/file/", rights.report_file, name="report-file"),
    path("erasures/", erasures.listing, name="erasures"),
    path("erasures/<uuid:pk>/", erasures.detail, name="erasure"),
    path("erasures/<uuid:pk>/certificate.pdf", erasures.certificate, name="erasure-certificate"),
    path("erasures/<uuid:pk>/<slug:step>/", erasures.step, name="erasure-step"),
    path("exports/", exports.listing, name="exports"),
    path("exports/new/", exports.new, name="export-new"),
    path("exports/threshold/", exports.threshold, name="export-threshold"),
    path("exports/<uuid:pk>/", exports.detail, name="export"),
    path("exports/<uuid:pk>/<slug:step>/", exports.step, name="export-step"),
    path("retention/", retention.overview, name="retention"),
    path("retention/<slug:kind>/", retention.kind, name="retention-kind"),
    path("retention/<slug:kind>/edit/", retention.edit, name="retention-edit"),
    path("disposals/<uuid:pk>/", retention.disposal, name="disposal"),
    path("disposals/<uuid:pk>/<slug:step>/", retention.decide, name="disposal-step"),
]
