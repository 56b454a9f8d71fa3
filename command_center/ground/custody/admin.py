"""Back office of custody: who was on duty, who answered for what, who handed over to whom. Read only."""

from django.contrib import admin

from command_center.ground.custody.models import Custody, DeskDuty, Handover, HandoverLine, HandoverReceipt
from command_center.ground.organisation.back_office import History, HistoryInline


@admin.register(DeskDuty)
class DeskDutyAdmin(History):
    scope_field = "centre__path"
    list_display = ("person", "centre", "role", "since", "until", "ended_by", "end_reason")
    list_filter = ("role",)
    list_select_related = ("person", "centre", "ended_by")
    search_fields = ("person__username", "person__name")


@admin.register(Custody)
class CustodyAdmin(History):
    list_display = ("item_kind", "item_id", "holder", "centre", "since", "until", "why", "given_by", "remark")
    list_filter = ("item_kind", "why")
    list_select_related = ("holder", "centre", "given_by")
    search_fields = ("=item_id",)


class ReceiptInline(HistoryInline):
    model = HandoverReceipt


class LineInline(HistoryInline):
    model = HandoverLine


@admin.register(Handover)
class HandoverAdmin(History):
    list_display = ("giver", "centre", "started_at", "closed_at", "dropped_at", "rest_to")
    list_select_related = ("giver", "centre", "rest_to")
    search_fields = ("giver__username", "giver__name")
    inlines = (ReceiptInline, LineInline)
