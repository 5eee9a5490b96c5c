"""The demo's score table: an invented Phụ lục 3 with invented persons, imported by the real importer; who may see it, what was done.

As of a real one only what was read of it stays in the portal.
"""

from datetime import datetime

from common import clock
from directives.models import Inspection, Score, ScoreBatch
from directives.services.scores import commit_scores, open_scores, target_of
from directives.services.scores_following import follow_up
from dongthap_remediation.demo.importing import DATA
from units.models import User
from units.roles import Right
from units.services import confirm

READERS = ("tt.theodoi", "xa.mylong", "bd.huyencaolanh")
GIVEN_AT, IMPORTED_AT, FOLLOWED_AT = (datetime.fromisoformat(f"2021-{moment}") for moment in ("02-22T09:00", "02-23T09:30", "03-05T10:00"))
FILE = "phu-luc-3-gia-dinh.xlsx"


def play_scores(people: dict[str, User], inspection: Inspection) -> ScoreBatch:
    """The right is given to three accounts at the machine, the Centre imports, each side writes down what it did."""
    with clock.at(GIVEN_AT):
        for name in READERS:
            confirm(user_id=people[name].pk, right=Right.SCORES, by=None)
    centre, commune, post = (User.objects.get(pk=people[name].pk) for name in READERS)  # with the grants that they have now
    with clock.at(IMPORTED_AT):
        target = target_of(inspection_id=inspection.pk, new_title="", directive_id=None)
        draft = open_scores(by=centre, target=target, content=(DATA / FILE).read_bytes(), file_name="bang-diem.xlsx")
        batch = commit_scores(batch_id=draft.pk, version=draft.version, by=centre, only_valid=False)
    with clock.at(FOLLOWED_AT):
        follow_up(score_id=_score("Nguyễn Thị Mẫu"), by=commune, kind="commend", reason="Biểu dương trong cuộc họp cơ quan tháng 3.")
        follow_up(score_id=_score("Lê Thị Dụ"), by=commune, kind="remind", reason="Tự học lại quy trình, kiểm tra lại cuối tháng 3.")
        follow_up(score_id=_score("Hồ Văn Phỏng"), by=post, kind="remind", reason="Tập huấn lại quy trình tiếp nhận hồ sơ.")
    return batch


def _score(name: str) -> int:
    return Score.objects.values_list("pk", flat=True).get(full_name=name)
