from django.apps import AppConfig


class LinkageConfig(AppConfig):
    name = "musanada.linkage"
    label = "linkage"
