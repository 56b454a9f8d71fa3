"""``/apply/``: an application for a connection by anybody, complete without a script; papers once, photos as a phone takes them."""

import uuid
from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from command_center.ground.core.errors import DomainError
from command_center.screens.connections.public import public_page
from customers.phones import normalise_phone
from workorders.kinds.connection.models import ConnectionDocument
from workorders.kinds.connection.process import CONNECTION
from workorders.kinds.connection.services.applying import MOST_KW, apply
from workorders.matter import Matter
from workorders.services.tracking_links import url_of

PAPERS = [(what.value.lower(), what) for what in ConnectionDocument.What if what != ConnectionDocument.What.OTHER]
# Without a script and without an account there is no other sign of the app or the page than this.
THROUGH = "APP"


class SeveralPhotos(forms.ClearableFileInput):
    allow_multiple_selected = True


class ApplicationForm(forms.Form):
    """``form_id`` makes of a form that is sent twice one application."""

    form_id = forms.UUIDField(widget=forms.HiddenInput)
    sub_kind = forms.ChoiceField(label=_("What is to be supplied"), choices=list(CONNECTION.sub_kinds.items()))
    name = forms.CharField(label=_("Your name"), max_length=80)
    phone = forms.CharField(label=_("Your phone"), max_length=40)
    address = forms.CharField(label=_("Where power is wanted"), max_length=200)
    asked_kw = forms.DecimalField(
        label=_("How much power, in kW (if you know)"), required=False, min_value=0, max_value=MOST_KW, decimal_places=2
    )
    customer_number = forms.CharField(label=_("Your account number, if you have one"), required=False, max_length=20)
    description = forms.CharField(
        label=_("Anything else we should know"), required=False, max_length=2000, widget=forms.Textarea
    )
    lat = forms.FloatField(required=False, min_value=-90, max_value=90, widget=forms.HiddenInput)
    lon = forms.FloatField(required=False, min_value=-180, max_value=180, widget=forms.HiddenInput)
    agreed = forms.BooleanField(label=_("You may use this to supply me with power, and for nothing else."))

    def clean_phone(self) -> str:
        number = normalise_phone(self.cleaned_data["phone"])
        if not number:
            raise forms.ValidationError(_("A number on which we can call you back, with its area code."))
        return number

    def clean_asked_kw(self) -> Any:
        return self.cleaned_data["asked_kw"] or None


@public_page()
def apply_page(request: HttpRequest) -> HttpResponse:
    """The form; sent, it leads to the applicant's own progress page."""
    if request.method != "POST":
        return _shown(request, ApplicationForm(initial={"form_id": uuid.uuid4(), **_asked(request)}))
    form = ApplicationForm(request.POST)
    if not form.is_valid():
        return _shown(request, form, status=422)
    papers = {what.value: request.FILES.getlist(name) for name, what in PAPERS}
    try:
        applied = apply(matter_of(form.cleaned_data), asked_kw=form.cleaned_data["asked_kw"], papers=papers, at=now())
    except DomainError as refusal:
        return _shown(request, form, status=refusal.status, refusal=refusal.detail or refusal.title)
    target = url_of(applied.order)
    return HttpResponseRedirect(target + ("?papers=missing" if applied.refused else "?new=1"))


def _asked(request: HttpRequest) -> dict[str, str]:
    """A link from elsewhere may say what is wanted: ``/apply/?kind=EV_CHARGER``."""
    kind = request.GET.get("kind", "")
    return {"sub_kind": kind} if kind in CONNECTION.sub_kinds else {}


def _shown(request: HttpRequest, form: ApplicationForm, *, status: int = 200, refusal: Any = "") -> HttpResponse:
    context = {"form": form, "papers": PAPERS, "refusal": refusal}
    return render(request, "connections/apply.html", context, status=status)


def _in_words_of_the_house(sub_kind: str) -> str:
    """What is kept is read by everybody, in whatever language the applicant read the form."""
    with override(settings.LANGUAGE_CODE):
        return str(CONNECTION.sub_kinds[sub_kind])


def matter_of(said: dict[str, Any]) -> Matter:
    """``said`` as the form has cleaned it."""
    both = said["lat"] is not None and said["lon"] is not None
    return Matter(
        kind=CONNECTION.kind,
        source=THROUGH,
        source_id=f"apply:{said['form_id']}",
        sub_kind=said["sub_kind"],
        description=said["description"] or _in_words_of_the_house(said["sub_kind"]),
        reporter_name=said["name"],
        reporter_phone=said["phone"],
        customer_number=said["customer_number"],
        address=said["address"],
        latitude=said["lat"] if both else None,
        longitude=said["lon"] if both else None,
    )
