"""Back office of the messages: texts are written here, another version each time; everything that went is looked at only."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.http import HttpRequest
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from command_center.ground.organisation.back_office import History, HistoryInline, Table
from customers.messages.catalogue import KINDS
from customers.messages.gateways import Outgoing, Result, gateway_for
from customers.messages.models import ContactPreference, Message, MessageTemplate, Promise, Reply
from customers.messages.rendering import veiled
from customers.messages.services.templates import write_version
from customers.messages.trial import example_text
from customers.messages.words import kind_words
from customers.phones import mask_phone, normalise_phone


class TemplateForm(forms.ModelForm):
    """``test_to``: where a trial message goes, with invented values; empty: nowhere."""

    test_to = forms.CharField(
        required=False, max_length=30, label=gettext_lazy("Send a trial to"), help_text=gettext_lazy("A phone number")
    )

    class Meta:
        model = MessageTemplate
        fields = ("kind", "language", "text")

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        if said.get("test_to") and not normalise_phone(said["test_to"]):
            raise forms.ValidationError({"test_to": _("This is no phone number.")})
        return said


@admin.register(MessageTemplate)
class MessageTemplateAdmin(Table):
    scope_field = None
    form = TemplateForm
    list_display = ("kind", "language", "version", "text", "author", "at")
    list_filter = ("kind", "language")
    ordering = ("kind", "language", "-version")
    readonly_fields = ("preview", "variables")
    fields = ("kind", "language", "text", "variables", "preview", "test_to")

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """A new version begins with the text in force."""
        kind = KINDS.get(request.GET.get("kind", ""), next(iter(KINDS.values())))
        language = request.GET.get("language", settings.LANGUAGE_CODE)
        last = MessageTemplate.objects.filter(kind=kind.code, language=language).order_by("-version").first()
        return {"kind": kind.code, "language": language, "text": last.text if last else kind.texts.get(language, "")}

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: MessageTemplate, form: Any, change: bool) -> None:
        row = write_version(kind=obj.kind, language=obj.language, text=obj.text, actor=request.user, at=now())
        obj.pk, obj.version, obj.at = row.pk, row.version, row.at
        messages.info(request, _("It reads: %(text)s") % {"text": example_text(row.kind, row.text, row.language)})
        if to := form.cleaned_data.get("test_to"):
            self._send_trial(request, row, normalise_phone(to) or "")

    def _send_trial(self, request: HttpRequest, row: MessageTemplate, phone: str) -> None:
        text = example_text(row.kind, row.text, row.language)
        trial = Outgoing(key=f"trial:{row.pk}", kind=row.kind, to=phone, text=text, language=row.language)
        [outcome] = gateway_for("SMS").send([trial])
        if outcome.result is Result.SENT:
            messages.success(request, _("The trial is on its way to %(phone)s.") % {"phone": mask_phone(phone)})
        else:
            messages.error(request, _("The trial did not go: %(error)s") % {"error": outcome.error})

    @admin.display(description=gettext_lazy("It reads"))
    def preview(self, row: MessageTemplate) -> str:
        return example_text(row.kind, row.text, row.language) if row.pk else "–"

    @admin.display(description=gettext_lazy("Variables"))
    def variables(self, row: MessageTemplate) -> str:
        kinds = [KINDS[row.kind]] if row.pk and row.kind in KINDS else KINDS.values()
        return "; ".join(
            f"{kind_words(kind.code)}: {' '.join(f'{{{name}}}' for name in kind.variables)}" for kind in kinds
        )


@admin.register(ContactPreference)
class ContactPreferenceAdmin(Table):
    scope_field = "customer__org_path"
    list_display = ("customer", "language", "channel", "opted_out", "no_surveys", "consent_at", "updated_at")
    list_filter = ("channel", "language", "opted_out", "no_surveys")
    list_select_related = ("customer",)
    raw_id_fields = ("customer",)
    search_fields = ("customer__number",)
    ordering = ("-updated_at",)


class PromiseInline(HistoryInline):
    model = Promise
    fields = ("chain", "kind", "until_at", "told_at", "contradicts", "reason", "came_true_at", "void_at")


@admin.register(Message)
class MessageAdmin(History):
    list_display = ("created_at", "kind", "subject_ref", "masked_recipient", "channel", "state", "due_at", "sent_at")
    list_filter = ("state", "kind", "channel", "language")
    search_fields = ("subject_ref__exact", "customer__number__exact")
    exclude = ("recipient", "key", "text", "variables")
    readonly_fields = ("masked_recipient", "veiled_text")
    inlines = (PromiseInline,)

    @admin.display(description=gettext_lazy("recipient"))
    def masked_recipient(self, row: Message) -> str:
        return mask_phone(row.recipient)

    @admin.display(description=gettext_lazy("text"))
    def veiled_text(self, row: Message) -> str:
        return veiled(row.text)


@admin.register(Promise)
class PromiseAdmin(History):
    list_display = (
        "told_at",
        "kind",
        "subject_ref",
        "chain",
        "until_at",
        "channel",
        "reason",
        "came_true_at",
        "void_at",
    )
    list_filter = ("kind", "channel")
    search_fields = ("subject_ref__exact", "chain__exact")


@admin.register(Reply)
class ReplyAdmin(History):
    list_display = ("received_at", "channel", "masked_sender", "reading", "text", "settled_at", "settled_how")
    list_filter = ("reading", "channel")
    search_fields = ("reference__exact",)
    exclude = ("sender",)
    readonly_fields = ("masked_sender",)

    @admin.display(description=gettext_lazy("sender"))
    def masked_sender(self, row: Reply) -> str:
        return mask_phone(row.sender)
