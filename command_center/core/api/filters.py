"""What every list can be filtered by."""

import django_filters


class UpdatedSince(django_filters.FilterSet):
    """``?updated_since=`` for clients that keep a copy; ask again from the newest ``updated_at`` you have."""

    updated_since = django_filters.IsoDateTimeFilter(field_name="updated_at", lookup_expr="gte")


class CharIn(django_filters.BaseInFilter, django_filters.CharFilter):
    """One value or several with commas: ``?status=ON_SITE,REPAIRING``."""
