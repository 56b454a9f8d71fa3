"""Every model can be looked at in the back office: by itself or within its parent."""

from django.contrib import admin

from tests.house.test_structure import our_models


def test_every_model_is_in_the_back_office():
    admin.autodiscover()
    pages = admin.site._registry
    shown = {*pages, *(inline.model for page in pages.values() for inline in page.inlines)}
    assert {model._meta.label for model in our_models() if model not in shown} == set()
