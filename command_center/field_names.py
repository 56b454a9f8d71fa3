"""Field names in the reader's language, for the back office's columns and forms.

Django names a field after its attribute: "reported at". Those names go through the catalogue here, once, instead of being
written a second time in every model. Migrations do not see it: they compare what the model's author wrote.
"""

from django.apps import apps
from django.utils.translation import gettext_lazy

APPS = ("command_center", "customers", "workorders", "dispatch", "outages")


def translate_field_names() -> None:
    """Called once at start, by the roof's AppConfig."""
    for model in apps.get_models():
        if model.__module__.partition(".")[0] in APPS:
            for field in (*model._meta.local_fields, *model._meta.local_many_to_many):
                if type(field.verbose_name) is str:
                    field.verbose_name = gettext_lazy(field.verbose_name)
