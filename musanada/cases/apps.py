from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "musanada.cases"
    label = "cases"
