from django.apps import AppConfig


class KitConfig(AppConfig):
    name = "musanada.kit"
    label = "kit"
