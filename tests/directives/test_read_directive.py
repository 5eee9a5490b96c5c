"""The command ``read_directive`` prints what the reader proposes, as docs/reading.md says, with the units that the database knows."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from common.errors import FileRefused
from directives.models import Directive
from directives.services.reading import read_dispatch

SAMPLES = Path(__file__).parents[1] / "samples" / "directives"
OLE = bytes.fromhex("D0CF11E0A1B11AE1") + bytes(600)
pytestmark = pytest.mark.usefixtures("db", "units_there")


def test_a_file_over_the_limit_is_refused_before_it_is_opened(settings: object) -> None:
    settings.UPLOAD_MAX_BYTES = 1000  # type: ignore[attr-defined]
    with pytest.raises(FileRefused) as refused:
        read_dispatch(b"PK" + bytes(2000), "a.docx")
    assert refused.value.code == "file_too_large"


def _run(*arguments: str) -> dict[str, object]:
    out = StringIO()
    call_command("read_directive", *arguments, "--json", stdout=out, stderr=StringIO())
    document: dict[str, object] = json.loads(out.getvalue())
    return document


def test_the_command_prints_the_contracts_document() -> None:
    path = SAMPLES / "cong_van_that.docx"
    document = _run(str(path))
    assert list(document) == [
        "number", "symbol", "kind", "issuer", "place", "issued_on", "issued_text", "subject", "signer",
        "signer_title", "signed_for", "addressees", "points",
        "recipients", "warnings", "file_errors",
    ]  # fmt: skip
    assert document == read_dispatch(path.read_bytes(), path.name).to_json()
    assert Directive.objects.count() == 0


def test_the_command_saves_a_draft_when_asked() -> None:
    document = _run(str(SAMPLES / "cong_van_that.docx"), "--save")
    directive = Directive.objects.get(pk=document["id"])
    assert (directive.status, directive.symbol, len(directive.reading.proposal["points"])) == ("draft", "UBND-KSTTHC", 8)


def test_the_command_ends_with_1_when_the_file_cannot_be_used(tmp_path: Path) -> None:
    path = tmp_path / "cu.docx"
    path.write_bytes(OLE)
    out = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("read_directive", str(path), "--json", stdout=out, stderr=StringIO())
    document = json.loads(out.getvalue())
    assert ended.value.code == 1
    assert [error["code"] for error in document["file_errors"]] == ["file_invalid"]
    assert document["points"] == []


def test_the_command_ends_with_2_when_there_is_no_such_file() -> None:
    with pytest.raises(CommandError) as ended:
        call_command("read_directive", "khong_co.docx", "--json", stdout=StringIO(), stderr=StringIO())
    assert ended.value.returncode == 2
