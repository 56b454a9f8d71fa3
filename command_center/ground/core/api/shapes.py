"""Rows as the API shows them."""

from typing import Any, ClassVar, TypeVar

from django.db import models
from rest_framework import serializers

from command_center.ground.core.api.moments import Day, Moment

Row = TypeVar("Row", bound=models.Model)


class RowShape(serializers.ModelSerializer[Row]):
    """A model's fields with all moments in UTC."""

    serializer_field_mapping: ClassVar[Any] = {
        **serializers.ModelSerializer.serializer_field_mapping,
        models.DateTimeField: Moment,
        models.DateField: Day,
    }
