"""The addresses of trainings and certificates, under /training/."""

from django.urls import path

from . import views

urlpatterns = [
    path("", views.training, name="training"),
    path("sessions/new/", views.plan_session, name="plan_session"),
    path("sessions/<uuid:public_id>/", views.session, name="session"),
    path("courses/", views.courses, name="courses"),
    path("mine/", views.my_certificates, name="my_certificates"),
]
