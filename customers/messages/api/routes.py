"""Routes of the messages under /api/v1/."""

from django.urls import path

from customers.messages.api import calls, log

urlpatterns = [
    path("messages/", log.MessageList.as_view(), name="messages"),
    path("messages/<int:message_id>/settle/", log.settle, name="message-settle"),
    path("promises/", log.PromiseList.as_view(), name="promises"),
    path("message-replies/", log.ReplyList.as_view(), name="message-replies"),
    path("message-replies/<int:reply_id>/settle/", log.settle_answer, name="message-reply-settle"),
    path("message-calls/receipts/", calls.receipts, name="message-receipts"),
    path("message-calls/replies/", calls.replies, name="message-calls-replies"),
]
