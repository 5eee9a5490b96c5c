"""Evidence files: taken by their content, kept by their hash, served only to who may see the item."""

from __future__ import annotations

import hashlib
import re
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from common.errors import FileRefused
from directives.models import Evidence
from directives.services import evidence
from directives.services.evidence import display_name, inspect
from reading.files.sniff import Kind
from tests.factories.compound import book, compound, word
from tests.factories.directives import PDF, Scene, pdf, photo, picture, workbook_bytes
from tests.factories.packages import changed, word_package
from units.roles import Role


def zipped(*names: str) -> bytes:
    target = BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name in names:
            archive.writestr(name, "<x/>")
    return target.getvalue()


def kind_of(content: bytes, name: str = "tep.bin") -> str:
    return inspect(SimpleUploadedFile(name, content)).kind


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (picture("JPEG"), Kind.JPEG),
        (picture("PNG"), Kind.PNG),
        (picture("WEBP"), Kind.WEBP),
        (PDF, Kind.PDF),
        (b"\n\n" + PDF, Kind.PDF),
        (PDF.replace(b"<<", b"<</EncryptMetadata false", 1), Kind.PDF),
        (workbook_bytes(), Kind.XLSX),
        (zipped("word/document.xml"), Kind.DOCX),
        (changed(word_package(), types={"word/document.xml": "x"}), Kind.DOCX),
        (compound(word()), Kind.DOC),
        (compound(book()), Kind.XLS),
    ],
)
def test_a_file_is_what_its_content_says_whatever_its_name(content: bytes, kind: str) -> None:
    assert kind_of(content, "bien-ban.exe") == kind


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file_invalid"),
        (b"MZ\x90\x00 a program", "file_invalid"),
        (b"\xff\xd8\xff<script>alert(1)</script>", "file_invalid"),
        (picture("JPEG")[:20], "file_invalid"),
        (picture("PNG")[:-40], "file_invalid"),
        (picture("WEBP")[:20], "file_invalid"),
        (b"%PDF-1.4\ncut off", "file_invalid"),
        (PDF.replace(b"/Root", b"/Encrypt 5 0 R/Root"), "file_encrypted"),
        (compound({"PowerPoint Document": "Book".encode("utf-16-le")}), "file_invalid"),
        (zipped("anh1.jpg", "anh2.jpg"), "file_invalid"),
        (zipped("ppt/presentation.xml"), "file_invalid"),
        (zipped("mimetype", "content.xml"), "file_invalid"),
        (b"PK\x03\x04 no archive at all", "file_invalid"),
    ],
)
def test_what_is_no_photo_no_pdf_no_word_and_no_excel_is_refused_with_a_sentence(content: bytes, code: str) -> None:
    with pytest.raises(FileRefused) as refusal:
        kind_of(content, "Biên bản.pdf")
    assert refusal.value.code == code
    assert "“Biên bản.pdf”" in refusal.value.message
    assert refusal.value.message.endswith(".")


def test_a_file_over_the_limit_is_refused(settings: object) -> None:
    settings.UPLOAD_MAX_BYTES = 1024 * 1024  # type: ignore[attr-defined]
    with pytest.raises(FileRefused, match="lớn hơn 1 MB") as refusal:
        inspect(SimpleUploadedFile("to.pdf", PDF + b"0" * 1024 * 1024))
    assert refusal.value.code == "file_too_large"


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("C:\\Users\\xa\\Biên bản.pdf", "Biên bản.pdf"),
        ("../../etc/passwd", "passwd"),
        ("a\x00b\u202egpj.exe", "abgpj.exe"),
        ("", "tep"),
        ("x" * 300, "x" * 200),
    ],
)
def test_a_name_is_shown_without_folders_and_tricks(written: str, shown: str) -> None:
    assert display_name(written) == shown


def test_a_file_lies_under_its_hash_outside_of_any_static_folder(scene: Scene) -> None:
    file = scene.evidence(scene.item("1.b", "ubnd-30115"), pdf("Biên bản.pdf"))
    digest = hashlib.sha256(PDF).hexdigest()
    assert (file.sha256, file.file.name) == (digest, f"evidence/{digest[:2]}/{digest}")
    assert Path(settings.MEDIA_ROOT, file.file.name).read_bytes() == PDF
    assert not settings.MEDIA_URL.strip("/") or Client().get(f"/{file.file.name}").status_code in (302, 404)


def client_of(scene: Scene, unit: str, role: Role = Role.OFFICER) -> Client:
    client = Client()
    client.force_login(scene.person(unit, role))
    return client


def test_a_photo_is_shown_in_the_page(scene: Scene) -> None:
    file = scene.evidence(scene.item("1.b", "ubnd-30115"))
    answer = client_of(scene, "ubnd-30115").get(f"/minh-chung/{file.pk}/")
    content = b"".join(answer.streaming_content)
    assert (hashlib.sha256(content).hexdigest(), len(content)) == (file.sha256, file.size)  # of what is kept and served
    assert answer.headers["Content-Type"] == "image/jpeg"
    assert answer.headers["Content-Disposition"] == 'inline; filename="bang-niem-yet.jpg"'


@pytest.mark.parametrize("address", ["", "anh-nho/", "tep-goc/"])
def test_no_file_runs_anything_or_belongs_to_a_page(scene: Scene, address: str) -> None:
    file = scene.evidence(scene.item("1.b", "ubnd-30115"), keep_original=True)
    headers = client_of(scene, "ubnd-30115").get(f"/minh-chung/{file.pk}/{address}").headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in headers["Content-Security-Policy"]
    assert headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert headers["Cache-Control"] == "private, no-store"


def test_pages_show_the_thumbnail_and_link_to_the_picture(scene: Scene) -> None:
    item = scene.item("1.b", "ubnd-30115")
    file = scene.evidence(item, SimpleUploadedFile("to.jpg", picture("JPEG", (3000, 2000))))
    client = client_of(scene, "ubnd-30115")
    page = client.get(f"/noi-dung/{item.number}/").content.decode()
    assert f'<a href="/minh-chung/{file.pk}/"><img src="/minh-chung/{file.pk}/anh-nho/"' in page
    thumbnail = client.get(f"/minh-chung/{file.pk}/anh-nho/")
    assert {type(value) for value in thumbnail.headers.values()} == {str}, "a server refuses what is no plain text"
    assert Image.open(BytesIO(b"".join(thumbnail.streaming_content))).size == (400, 267)
    assert Image.open(BytesIO(b"".join(client.get(f"/minh-chung/{file.pk}/").streaming_content))).size == (2048, 1365)


def test_a_picture_without_a_thumbnail_is_shown_itself(scene: Scene) -> None:
    file = scene.evidence(scene.item("1.b", "ubnd-30115"))
    Evidence.objects.filter(pk=file.pk).update(thumbnail="")
    answer = client_of(scene, "ubnd-30115").get(f"/minh-chung/{file.pk}/anh-nho/")
    assert hashlib.sha256(b"".join(answer.streaming_content)).hexdigest() == file.sha256


def test_the_original_is_kept_only_where_it_was_asked_for(scene: Scene) -> None:
    item, sent = scene.item("1.b", "ubnd-30115"), picture("PNG", (3000, 2000))
    client = client_of(scene, "ubnd-30115")
    plain = scene.evidence(item)
    assert client.get(f"/minh-chung/{plain.pk}/tep-goc/").status_code == 404
    assert "Tải tệp gốc" not in client.get(f"/noi-dung/{item.number}/").content.decode()
    kept = scene.evidence(item, SimpleUploadedFile("to.png", sent), keep_original=True)
    assert f'href="/minh-chung/{kept.pk}/tep-goc/"' in client.get(f"/noi-dung/{item.number}/").content.decode()
    answer = client.get(f"/minh-chung/{kept.pk}/tep-goc/")
    assert b"".join(answer.streaming_content) == sent
    assert answer.headers["Content-Disposition"] == 'attachment; filename="to.png"'


def test_where_a_picture_was_taken_reaches_nobody_and_when_is_shown(scene: Scene) -> None:
    item, camera = scene.item("1.b", "ubnd-30115"), Image.Exif()
    camera.get_ifd(0x8769)[36867] = "2021:03:14 08:20:00"
    camera.get_ifd(0x8825).update({1: "N", 2: (10.0, 27.0, 36.0)})
    file = scene.evidence(item, SimpleUploadedFile("anh.jpg", picture("JPEG", exif=camera)))
    client = client_of(scene, "ubnd-30115")
    assert "Máy ảnh ghi chụp lúc 08:20, 14/03/2021" in client.get(f"/noi-dung/{item.number}/").content.decode()
    assert not Image.open(BytesIO(b"".join(client.get(f"/minh-chung/{file.pk}/").streaming_content))).getexif()


def test_a_document_is_a_download_under_its_vietnamese_name(scene: Scene) -> None:
    file = scene.evidence(scene.item("1.b", "ubnd-30115"), pdf("Biên bản đánh giá.pdf"))
    answer = client_of(scene, "ubnd-30115").get(f"/minh-chung/{file.pk}/")
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"] == "attachment; filename*=utf-8''Bi%C3%AAn%20b%E1%BA%A3n%20%C4%91%C3%A1nh%20gi%C3%A1.pdf"


@pytest.mark.parametrize(("name", "saved"), [("ảnh.html", "ảnh.html.jpg"), ("bang.PNG", "bang.jpg"), ("khong-duoi", "khong-duoi.jpg")])
def test_a_download_has_the_ending_of_its_content(scene: Scene, name: str, saved: str) -> None:
    from directives.views.items_files import download_name

    assert download_name(scene.evidence(scene.item("1.b", "ubnd-30115"), photo(name))) == saved


def test_the_same_photo_is_not_sent_twice_but_the_right_is_asked_each_time(scene: Scene) -> None:
    file = scene.evidence(scene.item("1.b", "ubnd-30115"))
    etag = f'"{file.sha256}"'
    assert client_of(scene, "ubnd-30115").get(f"/minh-chung/{file.pk}/", headers={"If-None-Match": etag}).status_code == 304
    assert client_of(scene, "ubnd-870").get(f"/minh-chung/{file.pk}/", headers={"If-None-Match": etag}).status_code == 404


SEE = [
    ("ubnd-30115", Role.OFFICER),
    ("ubnd-873", Role.OFFICER),
    ("buudien-873", Role.OFFICER),
    ("kstthc-87", Role.CENTRE),
    ("ubnd-87", Role.LEADER),
]
NOT_SEE = [("ubnd-30103", Role.OFFICER), ("ubnd-870", Role.OFFICER), ("buudien-870", Role.OFFICER), ("so-noi-vu-87", Role.READER)]


@pytest.mark.parametrize(("unit", "role"), [*SEE, *NOT_SEE])
def test_a_file_is_served_to_who_sees_the_item_and_to_nobody_else(scene: Scene, unit: str, role: Role) -> None:
    file = scene.evidence(scene.item("1.b", "ubnd-30115"))
    expected = 200 if (unit, role) in SEE else 404
    assert client_of(scene, unit, role).get(f"/minh-chung/{file.pk}/").status_code == expected


def test_a_stranger_is_sent_to_the_log_in(scene: Scene) -> None:
    file = scene.evidence(scene.item("1.b", "ubnd-30115"))
    answer = Client().get(f"/minh-chung/{file.pk}/")
    assert (answer.status_code, answer.headers["Location"].partition("?")[0]) == (302, "/dang-nhap/")


def test_a_withdrawn_file_is_there_for_the_centre_alone(scene: Scene) -> None:
    file = scene.evidence(scene.item("1.b", "ubnd-30115"))
    evidence.withdraw_evidence(evidence_id=file.pk, by=scene.person("ubnd-30115"))
    assert client_of(scene, "kstthc-87", Role.CENTRE).get(f"/minh-chung/{file.pk}/").status_code == 200
    for unit, role in SEE:
        if role is not Role.CENTRE:
            assert client_of(scene, unit, role).get(f"/minh-chung/{file.pk}/").status_code == 404


def test_a_file_that_is_gone_from_the_store_is_a_404_and_no_crash(scene: Scene) -> None:
    file = scene.evidence(scene.item("1.b", "ubnd-30115"))
    file.file.storage.delete(file.file.name)
    assert client_of(scene, "ubnd-30115").get(f"/minh-chung/{file.pk}/").status_code == 404


def test_withdrawing_in_the_browser_takes_the_file_off_the_page_and_tells_it(scene: Scene) -> None:
    item = scene.item("1.b", "ubnd-30115")
    file = scene.evidence(item)
    client = client_of(scene, "ubnd-30115")
    page = client.post(f"/minh-chung/{file.pk}/rut/", follow=True).content.decode()
    assert "Đã rút tệp “bang-niem-yet.png”" in page
    assert f'src="/minh-chung/{file.pk}/' not in page
    assert not Evidence.objects.standing().exists()
    assert client.post(f"/minh-chung/{file.pk}/rut/").status_code == 404


@pytest.mark.parametrize(
    ("unit", "role", "status"), [("buudien-873", Role.OFFICER, 403), ("kstthc-87", Role.CENTRE, 403), ("ubnd-870", Role.OFFICER, 404)]
)
def test_nobody_else_withdraws_it(scene: Scene, unit: str, role: Role, status: int) -> None:
    file = scene.evidence(scene.item("1.b", "ubnd-30115"))
    assert client_of(scene, unit, role).post(f"/minh-chung/{file.pk}/rut/").status_code == status
    assert Evidence.objects.standing().count() == 1


def test_a_page_of_two_telephone_photos_weighs_a_fifteenth_of_them(scene: Scene) -> None:
    item = scene.item("1.b", "ubnd-30115")
    client = client_of(scene, "ubnd-30115")
    sent = [picture("JPEG", (4000, 3000), noise=place, quality=60) for place in (1, 2)]
    for place, content in enumerate(sent):
        scene.evidence(item, SimpleUploadedFile(f"IMG_{place}.jpg", content))
    page = client.get(f"/noi-dung/{item.number}/").content
    shown = [client.get(address) for address in re.findall(r'<img src="(/minh-chung/[^"]+)"', page.decode())]
    weight = len(page) + sum(len(b"".join(answer.streaming_content)) for answer in shown)
    assert len(shown) == 2
    assert sum(map(len, sent)) > 3_000_000
    assert weight < sum(map(len, sent)) / 15
