from django.apps import AppConfig


class ReferenceConfig(AppConfig):
    name = "musanada.reference"
    label = "reference"
