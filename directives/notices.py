"""The words of what units are told of items and difficulties, by mail too: asked for when it happens, and again when the mail leaves."""

from urllib.parse import urlencode

from django.urls import reverse

from common.formats import code_nb, vn_num
from common.models import AuditEvent
from directives.models import Difficulty, Directive, Item, Point
from directives.workflow import DIFFICULTY_FLOW, DIRECTIVE_FLOW, ITEM_FLOW, DifficultyRight
from notifications import notices
from notifications.notices import Notice, told
from units.models import Unit


def register() -> None:
    """Called when the app is ready."""
    notices.register("item", say=say_of_item)
    notices.register("difficulty", say=say_of_answer)
    notices.register("directive", say=say_of_directive)
    notices.register("point", say=say_of_point)


def directive_topic(directive: Directive, step: str) -> str:
    return f"directive:{directive.pk}:v{directive.version}:{step}"


def item_topic(item: Item, step: str) -> str:
    return f"item:{item.pk}:v{item.version}:{step}"


def point_topic(point: Point, seen: int) -> str:
    return f"point:{point.pk}:v{seen}"


def answer_topic(difficulty: Difficulty) -> str:
    return f"difficulty:{difficulty.pk}:v{difficulty.version}"


def about(item: Item | None) -> str:
    """' về ND‑044' after "nêu vướng mắc"; nothing for one raised in general."""
    return f" về {code_nb(item.code)}" if item else ""


def say_of_directive(unit_id: int, topic: str) -> Notice | None:
    """The end of following a dispatch or its taking up again, while that stands."""
    _, pk, _, verb = topic.split(":")
    directive = Directive.objects.filter(pk=pk).first()
    step = DIRECTIVE_FLOW.by_verb(verb)
    if directive is None or directive.status != step.target:
        return None
    detail = f"“{directive.status_reason}”"
    return told(step, reverse("directive_detail", args=[directive.pk]), detail, thing=f"directive:{pk}", reference=directive.reference)


def say_of_item(unit_id: int, topic: str) -> Notice | None:
    """A decision on an item, while it stands and the unit does it or answers for it."""
    _, pk, _, verb = topic.split(":")
    item = Item.objects.select_related("responsible", "accountable").filter(pk=pk).first()
    step = ITEM_FLOW.by_verb(verb)
    if item is not None and step.name == "give":
        return _say_of_given(unit_id, item)
    if item is None or item.status != step.target or unit_id not in (item.responsible_id, item.accountable_id):
        return None
    reason = getattr(item, step.keeps) if step.needs else ""
    if step.needs and not reason:
        return None
    detail = f"“{reason}”" if reason else item.title
    return told(step, reverse("item_detail", args=[item.number]), detail, thing=f"item:{pk}", code=code_nb(item.code))


def _say_of_given(unit_id: int, item: Item) -> Notice | None:
    """Both sides of the last giving hear it, while the item is where it went; who no longer takes part is not led to its page."""
    step = ITEM_FLOW["give"]
    act = AuditEvent.objects.filter(subject_kind="item", subject_id=item.pk, verb=f"item.{step.verb}").first()
    if act is None or act.data["responsible"][1] != item.responsible.code:
        return None
    units = {unit.code: unit for unit in Unit.objects.filter(code__in=[*act.data["responsible"], *act.data["accountable"]])}
    if unit_id not in {unit.pk for unit in units.values()}:
        return None
    takes_part = unit_id in (item.responsible_id, item.accountable_id)
    path = reverse("item_detail", args=[item.number]) if takes_part else reverse("my_work")
    old, new = (units[code].name for code in act.data["responsible"])
    reason = act.data["reason"]
    return told(step, path, f"“{reason}”", thing=f"item:{item.pk}", code=code_nb(item.code), old=old, new=new)


def say_of_point(unit_id: int, topic: str) -> Notice | None:
    """What was withdrawn of a point that this unit does or answers for, while it is."""
    pk = topic.split(":")[1]
    gone = Item.objects.withdrawn().of_unit(unit_id).filter(point=int(pk)).select_related("point", "directive").order_by("-number")
    last = gone.first()
    if last is None:
        return None
    path = f"{reverse('item_list')}?{urlencode({'diem': pk, 'tinh_trang': 'withdrawn', 'van_ban': last.directive_id})}"
    what = f"Trung tâm rút điểm {last.point.key} của văn bản {last.directive.reference}"
    title = f"{what}: {vn_num(gone.count())} nội dung không phải thực hiện nữa"
    return Notice(title, path, f"“{last.correction_reason}”", "Đã rút", about=f"point:{pk}")


def say_of_answer(unit_id: int, topic: str) -> Notice | None:
    """The Centre's answer to a difficulty of this unit, as it reads now, until the unit says that it is solved."""
    pk = topic.split(":")[1]
    difficulty = Difficulty.objects.select_related("item").filter(pk=pk, unit=unit_id).first()
    step = DIFFICULTY_FLOW.leading(difficulty.status, DifficultyRight.ANSWERS) if difficulty else None
    if difficulty is None or step is None:
        return None
    which = f"của {code_nb(difficulty.item.code)}" if difficulty.item else f"“{difficulty.title}”"
    path = reverse("difficulty_detail", args=[difficulty.pk])
    return told(step, path, f"“{difficulty.answer}”", thing=f"difficulty:{pk}", about=which)
