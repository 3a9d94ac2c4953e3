from django.apps import AppConfig


class PeopleApp(AppConfig):
    """Who is who, where they belong, who may see whom, and who looked."""

    name = "people"
