from django.http import HttpRequest, HttpResponse


def class_list(request: HttpRequest, **kwargs) -> HttpResponse:
    raise NotImplementedError


def master_class(request: HttpRequest, **kwargs) -> HttpResponse:
    raise NotImplementedError


def class_note(request: HttpRequest, **kwargs) -> HttpResponse:
    raise NotImplementedError
