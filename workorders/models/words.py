"""What an order can be found by."""

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models.functions import Right
from django.utils.translation import gettext_lazy as _

from workorders.models.orders import WorkOrder

MOBILE = r"^\+861\d{10}$"
SHOWN_DIGITS = 4  # of a mobile number, by its mask


class OrderWords(models.Model):
    """The words of an order, kept by a trigger (migration 0003), whoever writes the order.

    A table of its own: an order is written a dozen times in its life, and each time every index of its row is written
    too; its words hardly ever change. ``words`` is lower case and begins with a blank, as does each field in it.
    """

    order = models.OneToOneField(WorkOrder, primary_key=True, on_delete=models.CASCADE, related_name="words")
    words = models.TextField()
    reporter_name = models.CharField(max_length=80)
    reporter_phone = models.CharField(max_length=20)

    class Meta:
        verbose_name = _("words of an order")
        verbose_name_plural = _("words of orders")
        indexes = [
            GinIndex(OpClass("words", "gin_trgm_ops"), name="order_words_trigrams"),
            models.Index(OpClass("reporter_name", "varchar_pattern_ops"), name="order_by_reporter"),
            models.Index(fields=["reporter_phone"], name="order_by_reporter_phone"),
            # Of every phone, for only then PostgreSQL counts how many share an end.
            models.Index(Right("reporter_phone", SHOWN_DIGITS), name="order_by_phone_end"),
        ]

    def __str__(self) -> str:
        return self.words[:60]
