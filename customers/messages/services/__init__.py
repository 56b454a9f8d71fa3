"""Use cases: tell, send, take receipts and replies in, keep the book of promises."""

from customers.messages.services.telling import (
    Recipient,
    Subject,
    Word,
    forget_recipients,
    tell,
    withdraw,
    withdraw_windows,
)

__all__ = ["Recipient", "Subject", "Word", "forget_recipients", "tell", "withdraw", "withdraw_windows"]
