"""The addresses of careers."""

from django.urls import path

from training.volunteers import views as volunteers_views

from . import goal_views, promotion_views
from . import views as careers_views

urlpatterns = [
    path("my-career/", careers_views.my_career, name="my_career"),
    path("my-career/goals/<uuid:public_id>/", goal_views.goal, name="goal"),
    path("my-career/ask/<uuid:public_id>/", promotion_views.ask_level, name="ask_level"),
    path("careers/", careers_views.people_careers, name="people_careers"),
    path("careers/ladder/", careers_views.ladder, name="ladder"),
    path("careers/ladder/<uuid:public_id>/", careers_views.level, name="level"),
    path("careers/requests/<uuid:public_id>/", promotion_views.promotion, name="promotion"),
    path("careers/<uuid:public_id>/", careers_views.career, name="career"),
    path(
        "careers/<uuid:public_id>/volunteer/",
        volunteers_views.volunteer_terms,
        name="volunteer_terms",
    ),
]
