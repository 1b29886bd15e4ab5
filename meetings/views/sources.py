import io
from pathlib import PurePosixPath

from csp.decorators import csp
from django.http import FileResponse, HttpRequest
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from meetings.models import SourceDocument


@require_safe
@csp({"default-src": ["'none'"], "sandbox": True})
def source(request: HttpRequest, pk: int) -> FileResponse:
    """The imported note, byte for byte, as a download: never shown, whatever it claims to be."""
    document = get_object_or_404(SourceDocument.objects.visible_to(request.user), pk=pk)
    return FileResponse(
        io.BytesIO(document.raw),
        as_attachment=True,
        filename=PurePosixPath(document.path).name,
        content_type="application/octet-stream",
    )
