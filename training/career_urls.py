"""The addresses of careers."""

from django.urls import path

from . import career_pages

urlpatterns = [
    path("my-career/", career_pages.my_career, name="my_career"),
    path("careers/", career_pages.people_careers, name="careers"),
    path("careers/ladder/", career_pages.ladder, name="ladder"),
    path("careers/ladder/<uuid:public_id>/", career_pages.level, name="level"),
    path("careers/<uuid:public_id>/", career_pages.career, name="career"),
]
