from django.apps import AppConfig


class ReportingConfig(AppConfig):
    name = "musanada.reporting"
    label = "reporting"
