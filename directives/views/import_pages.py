"""The pages of one import, whatever its file holds: upload, say what columns hold, look through and mend, commit, throw away, take back.

What differs between annexes and score tables is said by the two classes that inherit ``ImportPages`` (``imports``, ``scores_import``).
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from typing import Any, ClassVar, Generic, TypeVar

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from common.acting import attempt, refuse
from common.errors import Conflict, FileRefused, Forbidden, Invalid
from common.once import once
from directives import rules
from directives.forms.file_choices import FileChoicesForm, FileHeaderForm
from directives.forms.unit_list import UnitNames
from directives.presenters.file_choices import FilePreview, HeadersPage
from directives.services.drafts import B, Imports, Obstacle, P, Undone
from directives.views.asking import Question, ask
from directives.workflow import ImportStatus
from units.requests import SignedIn

F = TypeVar("F", bound=FileChoicesForm)


class ImportPages(ABC, Generic[B, P, F]):
    """``urls`` begins the names of addresses and templates; ``stays`` is what undoing does not touch."""

    imports: Imports[B, P]
    urls: ClassVar[str]
    stays: ClassVar[str] = ""

    # ---- what differs ----

    @abstractmethod
    def form(self, data: Any, batch: B, found: P, names: UnitNames, page: str | None) -> F:
        """The decisions of a draft."""

    @abstractmethod
    def preview_page(self, batch: B, found: P, form: F, page: str | None) -> FilePreview[Any, P]:
        """What the preview shows."""

    @abstractmethod
    def result_page(self, batch: B, page: str | None, obstacles: Sequence[Obstacle]) -> Any:
        """What a committed batch brought in; the undo button or what stands in the way."""

    def refused(self, request: SignedIn) -> HttpResponse | None:
        """What stands before anything of the file is shown."""
        return None

    def looked(self, request: SignedIn, people: int) -> None:
        """Told before rows of the file leave the portal."""

    @abstractmethod
    def losses(self, batch: B) -> list[str]:
        """What goes with a draft, or with the undoing of what was committed."""

    @abstractmethod
    def undone_words(self, undone: Undone) -> str:
        """What undoing did."""

    def waiting(self, request: SignedIn, batch: B) -> HttpResponse | None:
        """The page of a draft that somebody else is committing."""
        return None

    @abstractmethod
    def commit(self, request: SignedIn, batch: B, found: P, *, only_valid: bool) -> None:
        """Commit what the person saw, and say so."""

    def views(self) -> tuple[Callable[..., HttpResponse], ...]:
        """The batch itself, taking it back, throwing it away."""
        takes = require_http_methods(["GET", "HEAD", "POST"])
        return takes(self.batch), once(takes(self.undo)), once(takes(self.discard))

    # ---- the pages ----

    def show(self, request: SignedIn, batch: B, found: P, form: F, status: int = 200) -> HttpResponse:
        """The preview."""
        if (refused := self.refused(request)) is not None:
            return refused
        page = self.preview_page(batch, found, form, request.GET.get("trang"))
        self.looked(request, page.people)
        return render(request, f"directives/{self.urls}_preview.html", {"page": page, "form": form, "batch": batch}, status=status)

    def show_result(self, request: SignedIn, batch: B, obstacles: Sequence[Obstacle] = (), status: int = 200) -> HttpResponse:
        page = self.result_page(batch, request.GET.get("trang"), obstacles)
        return render(request, f"directives/{self.urls}_result.html", {"page": page, "batch": batch}, status=status)

    def find(self, request: SignedIn, pk: int) -> B:
        """The batch; for those who may not import it does not exist."""
        if not rules.can(self.imports.check_may, request.user):
            raise Http404
        batch: B = get_object_or_404(self.imports.model.objects.select_related(*self.imports.related, "created_by", "undone_by"), pk=pk)
        return batch

    def address(self, batch: B) -> str:
        return reverse(f"{self.urls}_batch", args=[batch.pk])

    def batch(self, request: SignedIn, pk: int) -> HttpResponse:
        """What the batch is at: done, being committed, without a header, or to be looked through."""
        batch = self.find(request, pk)
        if batch.status != ImportStatus.DRAFT:
            return self._done(request, batch)
        if (waiting := self.waiting(request, batch)) is not None:
            return waiting
        try:
            found = self.imports.preview(batch)
        except FileRefused as refusal:
            return self._columns(request, batch, refusal)
        except Invalid as error:
            messages.error(request, error.message)
            return redirect(f"{self.urls}_upload")
        book, page = found.checked.book, request.GET.get("trang")
        names = UnitNames(book.units, book)
        fresh = self.form(None, batch, found, names, page)
        if request.method != "POST":
            return self.show(request, batch, found, fresh)
        if (request.POST.get("version"), request.POST.get("mark")) != (str(batch.version), fresh.page_mark()):
            words = f"Có người vừa sửa {self.imports.thing}. Chưa lưu những gì anh/chị vừa gửi; trang này là bản mới nhất."
            messages.warning(request, words)
            return self.show(request, batch, found, fresh, status=409)
        form = self.form(request.POST, batch, found, names, page)
        return self._act(request, batch, found, form) if form.is_valid() else self.show(request, batch, found, form, status=422)

    def _act(self, request: SignedIn, batch: B, found: P, form: F) -> HttpResponse:
        """Keep the decisions; only where nothing was decided anew is what the person saw what is committed."""
        button = request.POST.get("viec", "")
        try:
            batch, changed = self._choose(request, batch, form)
            if changed:
                messages.success(request, "Đã ghi các lựa chọn và kiểm tra lại. Chưa nhập gì; xem lại rồi bấm nhập.")
            elif button in ("nhap", "nhap-hop-le"):
                self.commit(request, batch, found, only_valid=button == "nhap-hop-le")
            else:
                messages.info(request, "Đã kiểm tra lại, không có gì thay đổi.")
        except Conflict as error:
            refuse(form, error)
            return self.show(request, batch, found, form, status=409)
        except Invalid as error:
            refuse(form, error)
            return self.show(request, batch, found, form, status=422)
        except Forbidden as error:  # somebody was faster: what became of it stands on the page
            messages.warning(request, error.message)
        return redirect(self._same_page(request, batch))

    def _choose(self, request: SignedIn, batch: B, form: FileChoicesForm | FileHeaderForm) -> tuple[B, bool]:
        return self.imports.choose(batch_id=batch.pk, version=form.cleaned_data["version"], by=request.user, changes=form.changes())

    def _same_page(self, request: SignedIn, batch: B) -> str:
        """The page of the preview on which the person was; the batch itself once there is no preview any more."""
        page = request.GET.get("trang", "")
        still = page.isdecimal() and self.imports.model.objects.filter(pk=batch.pk, status=ImportStatus.DRAFT).exists()
        return f"{self.address(batch)}?trang={page}" if still else self.address(batch)

    def _columns(self, request: SignedIn, batch: B, refusal: FileRefused) -> HttpResponse:
        """No header was found: a person says what the columns of the likeliest row hold."""
        guesses = self.imports.guesses_of(batch) if refusal.code == "header_missing" else []
        form = FileHeaderForm(request.POST or None, version=batch.version, kind=self.imports.columns, guesses=guesses)
        try:
            if attempt(form, lambda: self._choose(request, batch, form)) is not None:
                messages.success(request, "Đã ghép cột. Chưa nhập gì; xem lại rồi bấm nhập.")
                return redirect(self.address(batch))
        except Conflict as error:
            refuse(form, error)
        if (refused := self.refused(request)) is not None:
            return refused
        self.looked(request, len(guesses))  # the first cells below the row may be names
        page = HeadersPage(batch, form, refusal.message)
        return render(request, f"directives/{self.urls}_columns.html", {"page": page, "form": form}, status=422 if form.is_bound else 200)

    def _done(self, request: SignedIn, batch: B) -> HttpResponse:
        if request.method == "POST":
            thing = self.imports.thing
            messages.info(request, f"{thing[:1].upper()}{thing[1:]} đã xong, xem kết quả ở dưới.")
            return redirect(self.address(batch))
        return self.show_result(request, batch)

    def undo(self, request: SignedIn, pk: int) -> HttpResponse:
        """Take a committed import back after asking, or say what was built on it."""
        batch = self.find(request, pk)
        if request.method != "POST":
            question = Question("Hoàn tác lần nhập này?", self.losses(batch), "Hoàn tác lần nhập", self.address(batch), self.stays)
            return ask(request, question) if batch.status == ImportStatus.COMMITTED else redirect(self.address(batch))
        undone = self.imports.undo(batch_id=batch.pk, by=request.user)
        if undone.obstacles:
            return self.show_result(request, batch, undone.obstacles, status=409)
        messages.success(request, f"Đã hoàn tác: {self.undone_words(undone)}.")
        return redirect(self.address(batch))

    def discard(self, request: SignedIn, pk: int) -> HttpResponse:
        """Throw a draft away after asking; nothing was imported from it."""
        batch = self.find(request, pk)
        if request.method != "POST":
            stays = "Chưa nhập gì từ tệp này nên không đơn vị nào bị ảnh hưởng."
            title, button = f"{self.imports.discard_label}?", self.imports.discard_label.removesuffix(" này")
            question = Question(title, self.losses(batch), button, self.address(batch), stays)
            return ask(request, question) if batch.status == ImportStatus.DRAFT else redirect(self.address(batch))
        self.imports.discard(batch_id=batch.pk, by=request.user)
        messages.success(request, f"Đã bỏ {self.imports.named(batch)}, chưa nhập gì từ tệp này.")
        return redirect(f"{self.urls}_upload")
