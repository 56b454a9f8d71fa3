"""What customers say of how they want to be told."""

from django.db import transaction

from customers.messages.models import ContactPreference


@transaction.atomic
def want_no_surveys(customer_id: int) -> None:
    """They are not asked any more how we did; everything else is told as before."""
    ContactPreference.objects.update_or_create(customer_id=customer_id, defaults={"no_surveys": True})
