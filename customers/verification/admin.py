"""Back office of codes: that one was sent, how often it was tried; nothing of the number or the code."""

from django.contrib import admin

from command_center.ground.organisation.back_office import History
from customers.verification.models import PhoneCode


@admin.register(PhoneCode)
class PhoneCodeAdmin(History):
    scope_field = None
    list_display = ("purpose", "reference", "sent_at", "expires_at", "tries", "used_at")
    list_filter = ("purpose",)
    search_fields = ("reference__exact",)
    exclude = ("phone_digest", "code_digest")
