"""Addresses of money: instalments, payments, suppliers, the ledger, schemes and what decides over amounts."""

from django.urls import path

from musanada.returns.views import ledger, payments, schemes, suppliers, tranches

urlpatterns = [
    path("money/", tranches.listed, name="tranches"),
    path("money/tranches/<uuid:pk>/", tranches.show, name="tranche"),
    path("money/tranches/<uuid:pk>/change/", tranches.edit, name="tranche-change"),
    path("money/tranches/<uuid:pk>/cancel/", tranches.cancel, name="tranche-cancel"),
    path("money/tranches/<uuid:pk>/evidence/", tranches.bring, name="tranche-evidence"),
    path(
        "money/tranches/<uuid:pk>/evidence/<uuid:proof>/", tranches.set_aside, name="tranche-evidence-aside"
    ),
    path("money/tranches/<uuid:pk>/submit/", tranches.submit, name="tranche-submit"),
    path("money/tranches/<uuid:pk>/take-back/", tranches.take_back, name="tranche-take-back"),
    path("money/tranches/<uuid:pk>/approve/", tranches.approve, name="tranche-approve"),
    path("money/tranches/<uuid:pk>/send-back/", tranches.send_back, name="tranche-send-back"),
    path("money/tranches/<uuid:pk>/pay/", payments.pay, name="tranche-pay"),
    path("money/activities/<uuid:pk>/new/", tranches.new, name="tranche-new"),
    path("money/activities/<uuid:pk>/from-scheme/", tranches.from_scheme, name="tranches-from-scheme"),
    path("money/payments/<uuid:line>/refund/", payments.refund, name="payment-refund"),
    path("money/payments/<uuid:line>/receipt/<str:language>/", payments.receipt, name="payment-receipt"),
    path("money/projects/<uuid:pk>/invoice/", payments.invoice, name="project-invoice"),
    path("money/suppliers/", suppliers.listed, name="suppliers"),
    path("money/suppliers/new/", suppliers.new, name="supplier-new"),
    path("money/suppliers/<uuid:pk>/", suppliers.show, name="supplier"),
    path("money/suppliers/<uuid:pk>/use/", suppliers.use, name="supplier-use"),
    path("money/ledger/", ledger.show, name="ledger"),
    path("money/ledger/export/<str:kind>/", ledger.export, name="ledger-export"),
    path("money/schemes/", schemes.listed, name="schemes"),
    path("money/schemes/new/", schemes.new, name="scheme-new"),
    path("money/schemes/<uuid:pk>/", schemes.show, name="scheme"),
    path("money/schemes/<uuid:pk>/version/", schemes.renew, name="scheme-version"),
    path("money/schemes/<uuid:pk>/end/", schemes.end, name="scheme-end"),
    path("money/schemes/<uuid:pk>/confirm/", schemes.confirm, name="scheme-confirm"),
    path("money/funding/new/", schemes.funding_new, name="funding-new"),
    path("money/funding/<uuid:pk>/", schemes.funding_edit, name="funding"),
    path("money/rules/", schemes.rules, name="money-rules"),
    path("money/rules/limit/", schemes.limit_new, name="limit-new"),
    path("money/rules/rate/", schemes.rate_new, name="rate-new"),
]
