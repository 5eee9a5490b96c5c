"""Evidence files, served only to who may see their item, as what their content is and never as what their name says."""

from pathlib import PurePath

from django.http import Http404, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.views.decorators.http import require_safe

from directives.models import Evidence
from directives.photos import photo_name
from directives.views.stored import file_answer
from reading.files.sniff import EXTENSIONS, PICTURES, Kind
from units.querysets import reach
from units.requests import SignedIn


@require_safe
def evidence_file(request: SignedIn, pk: int) -> HttpResponseBase:
    """A picture to be looked at, everything else as a download."""
    file = _seen(request, pk)
    etag = quote_etag(file.sha256)
    known = get_conditional_response(request, etag=etag)
    if known is not None and known.status_code == 304:
        return known
    answer = file_answer(file.file, name=download_name(file), content_type=file.content_type, inline=file.content_type in PICTURES)
    answer.headers["ETag"] = etag
    return answer


@require_safe
def evidence_thumbnail(request: SignedIn, pk: int) -> HttpResponseBase:
    """The small picture of a page; where none was made, the picture itself."""
    file = _seen(request, pk)
    if not file.thumbnail:
        return evidence_file(request, pk)
    return file_answer(file.thumbnail, name=download_name(file), content_type=Kind.JPEG, inline=True)


@require_safe
def evidence_original(request: SignedIn, pk: int) -> HttpResponseBase:
    """The picture as it was sent, as a download, where its sender asked for it to be kept."""
    file = _seen(request, pk)
    if not file.original:
        raise Http404("Không giữ tệp gốc của ảnh này.")
    return file_answer(file.original, name=named_by(file.name, file.original_type), content_type=file.original_type)


def _seen(request: SignedIn, pk: int) -> Evidence:
    """A withdrawn file is there only for those who steer."""
    files = Evidence.objects.visible_to(request.user)
    if not reach(request.user)["steer_work"]:
        files = files.standing()
    return get_object_or_404(files, pk=pk)


def download_name(file: Evidence) -> str:
    """The file's own name with the ending that its content has: what is a PDF is not opened as a web page."""
    return photo_name(file.name) if file.content_type == Kind.JPEG else named_by(file.name, file.content_type)


def named_by(name: str, content_type: str) -> str:
    endings = EXTENSIONS[content_type]
    return name if PurePath(name).suffix.lower() in endings else name + endings[0]
