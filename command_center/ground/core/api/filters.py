"""What every list can be asked, and that a typo is said: what is not understood would otherwise be an answer to another question."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

import django_filters
from django import forms
from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_filters.rest_framework import DjangoFilterBackend
from django_filters.widgets import BaseCSVWidget
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers
from rest_framework.filters import OrderingFilter
from rest_framework.request import Request

from command_center.ground.core.api.moments import MomentFilter
from command_center.ground.core.errors import Invalid

# ``?lang=`` chooses the language of any address (screens/middleware).
EVERYWHERE = {"lang"}
LARGEST = 2**31 - 1


class UpdatedSince(django_filters.FilterSet):
    """``?updated_since=`` for clients that keep a copy (docs/api.md)."""

    updated_since = MomentFilter(field_name="updated_at", lookup_expr="gte")


class _EveryValue(BaseCSVWidget, forms.TextInput):
    """``?status=A,B`` and ``?status=A&status=B`` are the same question."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str] | None:
        said = data.getlist(name) if hasattr(data, "getlist") else [data[name]] if name in data else []
        return [one for each in said for one in str(each).split(",") if one] if said else None


class CharIn(django_filters.BaseInFilter, django_filters.CharFilter):
    """One value or several with commas: ``?unit=422826T01,422826T02``."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, widget=_EveryValue, **options)


class ChoiceIn(django_filters.BaseInFilter, django_filters.ChoiceFilter):
    """One or several of a known set: ``?status=ON_SITE,REPAIRING``."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, widget=_EveryValue, **options)


class _YesNoField(forms.NullBooleanField):
    words = {"true": True, "1": True, "false": False, "0": False, "": None}

    def clean(self, value: Any) -> bool | None:
        try:
            return self.words[str(value if value is not None else "").lower()]
        except KeyError:
            raise forms.ValidationError(gettext_lazy("true or false.")) from None


class YesNoFilter(django_filters.BooleanFilter):
    """``true``, ``false``, ``1`` or ``0``."""

    field_class = _YesNoField

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, widget=forms.TextInput, **options)


class WholeFilter(django_filters.NumberFilter):
    """A whole number, e.g. an id."""

    field_class = forms.IntegerField

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, min_value=0, max_value=LARGEST, **options)

    def get_max_validator(self) -> None:
        """The bounds above are the field's own."""


class WholeIn(django_filters.BaseInFilter, WholeFilter):
    """One whole number or several with commas: ``?id=17,18``."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, widget=_EveryValue, **options)


def refuse_unknown(request: Request, known: Iterable[str]) -> None:
    """Raise ``ValidationError`` with a pointer to each parameter that the address has and nobody reads."""
    known = {*known, *EVERYWHERE}
    unknown = sorted(set(request.query_params) - known)
    if unknown:
        words = _("There is no such parameter here. There are: %(known)s.") % {"known": ", ".join(sorted(known))}
        raise serializers.ValidationError({name: [words] for name in unknown})


def filtered(
    kind: type[django_filters.FilterSet], rows: "QuerySet[Any]", request: Request, more: Collection[str] = ()
) -> "QuerySet[Any]":
    """``rows`` as the address asks for them, where no list view does it. Raises ``ValidationError``."""
    refuse_unknown(request, {*kind.base_filters, *more})
    filters = kind(request.query_params, queryset=rows, request=request)
    if not filters.is_valid():
        raise serializers.ValidationError(filters.errors)
    found: QuerySet[Any] = filters.qs
    return found


def described_filters(kind: type[django_filters.FilterSet]) -> list[OpenApiParameter]:
    """The filters of a list for the description of a feed that takes them too."""
    types: dict[type, type] = {MomentFilter: datetime, YesNoFilter: bool, WholeFilter: int}
    return [
        OpenApiParameter(name, types.get(type(each), str), description=str(each.label or ""))
        for name, each in kind.base_filters.items()
    ]


class KnownFilters(DjangoFilterBackend):
    """The filters of a list, and nothing else in its address."""

    def filter_queryset(self, request: Request, queryset: "QuerySet[Model]", view: Any) -> "QuerySet[Model]":
        kind = self.get_filterset_class(view, queryset)
        known = set(kind.base_filters if kind else ()) | set(view.paginator.parameters)
        if getattr(view, "ordering_fields", ()):
            known.add(KnownOrdering.ordering_param)
        refuse_unknown(request, known | set(getattr(view, "parameters", ())))
        rows: QuerySet[Model] = super().filter_queryset(request, queryset, view)
        return rows


class KnownOrdering(OrderingFilter):
    """``?ordering=`` one or several of the view's ``ordering_fields``, each with ``-`` for the other way round."""

    ordering_fields: list[str] = []

    def get_ordering(self, request: Request, queryset: "QuerySet[Model]", view: Any) -> list[str]:
        asked = [name.strip() for name in request.query_params.get(self.ordering_param, "").split(",") if name.strip()]
        known = getattr(view, "ordering_fields", [])
        if any(name.removeprefix("-") not in known for name in asked):
            words = _("This list can be ordered by: %(known)s.") % {"known": ", ".join(known)}
            raise Invalid(words, pointer=f"/{self.ordering_param}")
        return asked or list(view.ordering)

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        names = getattr(view, "ordering_fields", [])
        if not names:
            return []
        one = f"-?({'|'.join(names)})"
        described = f"One or several with commas of {', '.join(names)}; with `-` the other way round"
        schema = {"type": "string", "pattern": f"^{one}(,{one})*$"}
        return [
            {"name": self.ordering_param, "required": False, "in": "query", "description": described, "schema": schema}
        ]
