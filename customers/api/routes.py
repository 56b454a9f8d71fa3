"""Routes under /api/v1/customers/."""

from django.urls import path

from customers.api import views

urlpatterns = [
    path("", views.look_up, name="customers"),
    path("<str:number>/reveal/", views.reveal, name="customer-reveal"),
]
