from django.http import HttpRequest, HttpResponse


def team(request: HttpRequest, **kwargs) -> HttpResponse:
    raise NotImplementedError


def team_days(request: HttpRequest, **kwargs) -> HttpResponse:
    raise NotImplementedError
