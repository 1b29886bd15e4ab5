from django.http import HttpRequest, HttpResponse


def member(request: HttpRequest, **kwargs) -> HttpResponse:
    raise NotImplementedError
