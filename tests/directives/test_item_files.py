"""Evidence files: taken by their content, kept by their hash, served only to who may see the item."""

from __future__ import annotations

import hashlib
import struct
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from common.errors import FileRefused
from directives import filetypes
from directives.models import Evidence
from directives.services import evidence
from directives.services.evidence import display_name, inspect
from tests.factories.directives import PDF, PNG, Scene, pdf, photo, workbook_bytes
from units.roles import Role

JPEG = (
    b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"
    b"\xff\xc0\x00\x0b\x08\x00\x01\x00\x01\x01\x01\x11\x00\xff\xda\x00\x08\x01\x01\x00\x00?\x00\xd2\xff\xd9"
)
WEBP = b"RIFF" + struct.pack("<I", 30) + b"WEBPVP8L" + struct.pack("<I", 18) + b"\x2f" + b"\x00" * 17
HEIC = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic"


def ole(stream: str) -> bytes:
    return (
        bytes.fromhex("D0CF11E0A1B11AE1")
        + b"\0" * 504
        + stream.encode("utf-16-le").ljust(64, b"\0")
        + struct.pack("<H", 2 * len(stream) + 2)
    )


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
        (JPEG, filetypes.JPEG),
        (PNG, filetypes.PNG),
        (WEBP, filetypes.WEBP),
        (HEIC, filetypes.HEIC),
        (PDF, filetypes.PDF),
        (b"\n\n" + PDF, filetypes.PDF),
        (PDF.replace(b"<<", b"<</EncryptMetadata false", 1), filetypes.PDF),
        (workbook_bytes(), filetypes.XLSX),
        (zipped("word/document.xml"), filetypes.DOCX),
        (zipped("word/document2.xml"), filetypes.DOCX),
        (ole("WordDocument"), filetypes.DOC),
        (ole("Workbook"), filetypes.XLS),
        (ole("Book"), filetypes.XLS),
    ],
)
def test_a_file_is_what_its_content_says_whatever_its_name(content: bytes, kind: str) -> None:
    assert kind_of(content, "bien-ban.exe") == kind


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file_invalid"),
        (b"MZ\x90\x00 a program", "file_invalid"),
        (b"<html><script>alert(1)</script></html>", "file_invalid"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "file_invalid"),
        (b"\xff\xd8\xff<script>alert(1)</script>", "file_invalid"),
        (JPEG[:20], "file_invalid"),
        (PNG[:-12], "file_invalid"),
        (WEBP[:20], "file_invalid"),
        (b"%PDF-1.4\ncut off", "file_invalid"),
        (PDF.replace(b"/Root", b"/Encrypt 5 0 R/Root"), "file_encrypted"),
        (ole("EncryptedPackage"), "file_encrypted"),
        (ole("PowerPoint Document") + "Book".encode("utf-16-le"), "file_invalid"),
        (zipped("anh1.jpg", "anh2.jpg"), "file_invalid"),
        (zipped("word/document.xml", "word/vbaProject.bin"), "file_invalid"),
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
    assert b"".join(answer.streaming_content) == PNG
    assert answer.headers["Content-Type"] == "image/png"
    assert answer.headers["Content-Disposition"] == 'inline; filename="bang-niem-yet.png"'
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_a_document_is_a_download_under_its_vietnamese_name(scene: Scene) -> None:
    file = scene.evidence(scene.item("1.b", "ubnd-30115"), pdf("Biên bản đánh giá.pdf"))
    answer = client_of(scene, "ubnd-30115").get(f"/minh-chung/{file.pk}/")
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"] == "attachment; filename*=utf-8''Bi%C3%AAn%20b%E1%BA%A3n%20%C4%91%C3%A1nh%20gi%C3%A1.pdf"


@pytest.mark.parametrize(("name", "saved"), [("ảnh.html", "ảnh.html.png"), ("bang.PNG", "bang.PNG"), ("khong-duoi", "khong-duoi.png")])
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
    assert f'src="/minh-chung/{file.pk}/"' not in page
    assert not Evidence.objects.standing().exists()
    assert client.post(f"/minh-chung/{file.pk}/rut/").status_code == 404


@pytest.mark.parametrize(
    ("unit", "role", "status"), [("buudien-873", Role.OFFICER, 403), ("kstthc-87", Role.CENTRE, 403), ("ubnd-870", Role.OFFICER, 404)]
)
def test_nobody_else_withdraws_it(scene: Scene, unit: str, role: Role, status: int) -> None:
    file = scene.evidence(scene.item("1.b", "ubnd-30115"))
    assert client_of(scene, unit, role).post(f"/minh-chung/{file.pk}/rut/").status_code == status
    assert Evidence.objects.standing().count() == 1
