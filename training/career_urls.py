"""The addresses of careers."""

from django.urls import path

from . import career_pages, goal_pages, promotion_pages
from .volunteers import views as volunteers_views

urlpatterns = [
    path("my-career/", career_pages.my_career, name="my_career"),
    path("my-career/goals/<uuid:public_id>/", goal_pages.goal, name="goal"),
    path("my-career/ask/<uuid:public_id>/", promotion_pages.ask_level, name="ask_level"),
    path("careers/", career_pages.people_careers, name="careers"),
    path("careers/ladder/", career_pages.ladder, name="ladder"),
    path("careers/ladder/<uuid:public_id>/", career_pages.level, name="level"),
    path("careers/requests/<uuid:public_id>/", promotion_pages.promotion, name="promotion"),
    path("careers/<uuid:public_id>/", career_pages.career, name="career"),
    path(
        "careers/<uuid:public_id>/volunteer/",
        volunteers_views.volunteer_terms,
        name="volunteer_terms",
    ),
]
