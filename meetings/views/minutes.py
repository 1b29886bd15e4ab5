from django.http import HttpRequest, HttpResponse


def home(request: HttpRequest, **kwargs) -> HttpResponse:
    raise NotImplementedError


def meeting(request: HttpRequest, **kwargs) -> HttpResponse:
    raise NotImplementedError


def team_day(request: HttpRequest, **kwargs) -> HttpResponse:
    raise NotImplementedError
