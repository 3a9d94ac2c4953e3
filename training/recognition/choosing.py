"""Show a page on which a colleague is chosen; what is typed meanwhile gets suggestions."""

from django.http import HttpRequest, HttpResponse

from people.writing.forms import page_with_problems


def shown_to_somebody(request: HttpRequest, name: str, context: dict) -> HttpResponse:
    """Answer a form that was sent, or while a name is typed only with who could be meant.

    What is not filled in yet is no mistake while a name is typed.
    """
    form, suggesting = context["form"], request.POST.get("do") == "suggest"
    context |= {"suggesting": suggesting, "problems": [] if suggesting else form.problems()}
    return page_with_problems(request, f"training/recognition/{name}.html", context)
