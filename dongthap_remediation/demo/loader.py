"""Plays the demo through the real services, each act at its own hour, so that history and figures are true to the portal's rules."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from common import clock
from common.errors import PortalError
from directives.models import Difficulty, Directive, Item
from directives.proposing.answers import safe_answers
from directives.services import difficulties, evidence, issuing, items
from directives.services.reading import read_dispatch
from directives.workflow import DifficultyStatus
from dongthap_remediation.demo.accounts import DEMO_ACCOUNTS
from dongthap_remediation.demo.importing import DATA, import_annex
from dongthap_remediation.demo.plan_story import PLAN_STORY
from dongthap_remediation.demo.reminders import Rounds
from dongthap_remediation.demo.reports import REPORT_STORY, ReportAct, play_report
from dongthap_remediation.demo.scores import play_scores
from dongthap_remediation.demo.story import CENTRE, STORY, Act
from reading.dispatch.proposal import Proposal
from units.models import Unit, User
from units.services import create_user

OPENED_ON, IMPORTED_AT = (datetime.fromisoformat(f"2021-02-22T{hour}") for hour in ("08:00", "16:30"))


@dataclass(frozen=True)
class Issue:
    """A dispatch of the demo's own files: uploaded and issued at these hours."""

    file: str
    uploaded: str
    when: str


# The real dispatch, and a made-up plan of the next quarter.
DISPATCH = Issue("cong-van-ubnd-kstthc.docx", uploaded="2021-02-22T15:00", when="2021-02-22T16:00")
PLAN = Issue("ke-hoach-quy-2-gia-dinh.docx", uploaded="2021-03-03T08:00", when="2021-03-03T08:30")


def is_loaded() -> bool:
    return Directive.objects.exists()


@transaction.atomic
def load_demo(say: Callable[[str], None]) -> None:
    """Accounts, the real dispatch and the made-up plan read and issued, and the made-up story. All or nothing; refuses outside a demo."""
    if not settings.DEMO:
        raise PortalError("Dữ liệu mẫu chỉ nạp được vào bản chạy thử (PORTAL_DEMO=1).")
    people = _make_accounts()
    say(f"Đã tạo {len(people)} tài khoản mẫu.")
    directive = _issue(people[CENTRE], DISPATCH)
    say("Đã đọc và giao việc theo văn bản thật.")
    with clock.at(IMPORTED_AT):
        batch = import_annex(by=people[CENTRE], directive=directive)
    say(f"Đã nhập phụ lục giả định: {batch.result['counts']['created']} hạn chế.")
    if batch.inspection is not None:
        scores = play_scores(people, batch.inspection)
        say(f"Đã nhập bảng điểm giả định: {scores.counts['created']} người.")
    acts: list[Act | ReportAct | Issue] = [*STORY, *REPORT_STORY, PLAN, *PLAN_STORY]
    today = settings.PORTAL_TODAY or clock.today()
    last = date.fromisoformat(max(act.when for act in acts)[:10])
    rounds = Rounds(IMPORTED_AT.date() + timedelta(days=1), min(today, last) - timedelta(days=1))
    for act in sorted(acts, key=lambda act: act.when):
        rounds.until(datetime.fromisoformat(act.when))
        if isinstance(act, Issue):
            _issue(people[CENTRE], act)
            continue
        with clock.at(datetime.fromisoformat(act.when)):
            if isinstance(act, ReportAct):
                play_report(act, people[act.who], directive)
            else:
                _play(act, people[act.who], _item_of(act))
            rounds.deliver()
    rounds.finish()
    say(f"Đã diễn {len(acts)} việc giả định đến ngày {today:%d/%m/%Y}, với {rounds.made} đợt nhắc việc.")


def _item_of(act: Act) -> int:
    """The item that an act is about: the point's own, or the one of the finding that begins with the act's words; exactly one."""
    items = Item.objects.filter(point__key=act.point, responsible__code=act.unit)
    return (items.filter(finding__text__startswith=act.finding) if act.finding else items.filter(finding=None)).get().pk


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


def _issue(centre: User, issue: Issue) -> Directive:
    content = (DATA / issue.file).read_bytes()
    with clock.at(datetime.fromisoformat(issue.uploaded)):
        draft = issuing.save_draft(by=centre, proposal=read_dispatch(content, issue.file), file_name=issue.file, content=content)
        proposal = Proposal.from_storage(draft.reading.proposal)
        issuing.update_draft(
            directive_id=draft.pk,
            version=draft.version,
            by=centre,
            proposal=proposal,
            answers=safe_answers(proposal),
            changes=["chọn đủ các chỗ phải chọn"],
        )
    with clock.at(datetime.fromisoformat(issue.when)):
        return issuing.issue_directive(directive_id=draft.pk, by=centre).directive


def _play(act: Act, who: User, item_id: int) -> None:
    version = Item.objects.values_list("version", flat=True).get(pk=item_id)
    expected = date.fromisoformat(act.expected) if act.expected else None
    match act.kind:
        case "progress" | "claim":
            claim = act.kind == "claim"
            items.update_progress(
                item_id=item_id,
                version=version,
                by=who,
                percent=act.percent,
                note=act.text,
                expected_on=expected,
                claim=claim,
                late_reason=act.late,
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
            files = []
            for name, moment, caption in act.files:
                upload = SimpleUploadedFile(name, (DATA / name).read_bytes())
                words = f"{caption} (hình vẽ minh họa)"
                files.append(evidence.add_evidence(item_id=item_id, by=who, upload=upload, caption=words, moment=moment))
            evidence.tell_of_files(files, by=who)
        case "stuck":
            difficulties.raise_difficulty(by=who, title=act.text, item_id=item_id)
        case "answer":
            stuck = Difficulty.objects.open().get(item=item_id)
            difficulties.answer_difficulty(
                difficulty_id=stuck.pk, version=stuck.version, by=who, answer=act.text, status=DifficultyStatus.GUIDED
            )
        case "close":
            stuck = Difficulty.objects.open().get(item=item_id)
            difficulties.close_difficulty(difficulty_id=stuck.pk, version=stuck.version, by=who, note=act.text)
        case unknown:
            raise ValueError(unknown)
