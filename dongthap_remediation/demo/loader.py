"""Plays the demo through the real services, each act at its own hour, so that history and figures are true to the portal's rules."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from common import clock
from common.errors import PortalError
from directives.models import Directive, Item
from directives.proposing.answers import safe_answers
from directives.reading.proposal import Proposal
from directives.reading.reader import read
from directives.services import evidence, issuing, items
from dongthap_remediation.demo.accounts import DEMO_ACCOUNTS
from dongthap_remediation.demo.story import CENTRE, STORY, Act
from units.models import Unit, User
from units.services import create_user

DATA = Path(__file__).parent / "data"
DISPATCH = "cong-van-ubnd-kstthc.docx"
OPENED_ON, ISSUED_AT = datetime.fromisoformat("2021-02-22T08:00"), datetime.fromisoformat("2021-02-22T16:00")


def is_loaded() -> bool:
    return Directive.objects.exists()


@transaction.atomic
def load_demo(say: Callable[[str], None]) -> None:
    """Accounts, the real dispatch read and issued, and the made-up story. All or nothing; refuses outside a demo."""
    if not settings.DEMO:
        raise PortalError("Dữ liệu mẫu chỉ nạp được vào bản chạy thử (PORTAL_DEMO=1).")
    people = _make_accounts()
    say(f"Đã tạo {len(people)} tài khoản mẫu.")
    directive = _issue(people[CENTRE])
    say("Đã đọc và giao việc theo văn bản thật.")
    found = {(item.point.key, item.responsible.code): item.pk for item in directive.items.select_related("point", "responsible")}
    for act in sorted(STORY, key=lambda act: act.when):
        with clock.at(datetime.fromisoformat(act.when)):
            _play(act, people[act.who], found[act.point, act.unit])
    say(f"Đã diễn {len(STORY)} việc giả định đến ngày {settings.PORTAL_TODAY or clock.today():%d/%m/%Y}.")


def _make_accounts() -> dict[str, User]:
    units = {unit.code: unit for unit in Unit.objects.with_area()}
    with clock.at(OPENED_ON):
        return {
            account.username: create_user(
                by=None,
                username=account.username,
                full_name=account.title,
                email="" if account.username == "ubnd.thanhbinh" else f"{account.username}@dongthap.example",
                unit=units[account.unit],
                role=account.role,
                password=account.password,
                must_change_password=False,
            )
            for account in DEMO_ACCOUNTS
        }


def _issue(centre: User) -> Directive:
    content = (DATA / DISPATCH).read_bytes()
    with clock.at(OPENED_ON.replace(hour=15)):
        draft = issuing.save_draft(by=centre, proposal=read(content, DISPATCH), file_name=DISPATCH, content=content)
        proposal = Proposal.from_storage(draft.proposal)
        issuing.update_draft(
            directive_id=draft.pk,
            version=draft.version,
            by=centre,
            proposal=proposal,
            answers=safe_answers(proposal),
            changes=["chọn đủ các chỗ phải chọn"],
        )
    with clock.at(ISSUED_AT):
        return issuing.issue_directive(directive_id=draft.pk, by=centre).directive


def _play(act: Act, who: User, item_id: int) -> None:
    version = Item.objects.values_list("version", flat=True).get(pk=item_id)
    expected = date.fromisoformat(act.expected) if act.expected else None
    match act.kind:
        case "progress" | "claim":
            items.update_progress(
                item_id=item_id,
                version=version,
                by=who,
                percent=act.percent,
                note=act.text,
                expected_on=expected,
                claim=act.kind == "claim",
            )
        case "verify":
            items.verify(item_id=item_id, version=version, by=who)
        case "return":
            items.return_item(item_id=item_id, version=version, by=who, reason=act.text)
        case "due":
            items.set_due(item_id=item_id, version=version, by=who, due_on=date.fromisoformat(act.due), reason=act.text)
        case "note":
            items.add_note(item_id=item_id, by=who, text=act.text)
        case "photo":
            for name, moment, caption in act.files:
                upload = SimpleUploadedFile(name, (DATA / name).read_bytes())
                evidence.add_evidence(item_id=item_id, by=who, upload=upload, caption=f"{caption} (hình vẽ minh họa)", moment=moment)
        case unknown:
            raise ValueError(unknown)
