from django.http import HttpRequest, HttpResponse


def team_learnings(request: HttpRequest, **kwargs) -> HttpResponse:
    raise NotImplementedError
