from django.http import HttpRequest, HttpResponse


def team_questions(request: HttpRequest, **kwargs) -> HttpResponse:
    raise NotImplementedError


def question(request: HttpRequest, **kwargs) -> HttpResponse:
    raise NotImplementedError
