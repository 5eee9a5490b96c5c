"""Many accounts at once from the rows of a workbook. Passwords are made here, handed back once and must be changed at the first log-in."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from common import clock
from common.errors import Invalid
from common.list_runs import ListRun, all_or_nothing
from common.lists import ListOutcome, ListRow
from common.text import fold, match_key
from units import rules, services
from units.entries import UnitKind
from units.finding import find_unit
from units.models import Membership, Unit, User
from units.roles import Role

COLUMNS = {"username": "Tên đăng nhập", "full_name": "Họ tên hoặc chức danh", "email": "Địa chỉ thư", "unit": "Đơn vị", "role": "Vai trò"}
NEEDED = ("username", "full_name", "unit", "role")
MOST_ROWS = 500
_ROLES = {match_key(role.label): role.value for role in Role} | {role.value: role.value for role in Role}
_ROLE_WORDS = ", ".join(f"“{role.label}”" for role in Role)


@dataclass(frozen=True)
class Slip:
    """What one person is given on paper."""

    user: User
    password: str


def proposed_rows() -> list[dict[str, str]]:
    """A row for each UBND and post office in force that has no account in use, to be corrected and sent back."""
    staffed = Membership.objects.filter(unit=OuterRef("pk"), ended_on=None, user__is_active=True)
    units = Unit.objects.active_on(clock.today()).with_area().filter(~Exists(staffed), kind__in=(UnitKind.UBND, UnitKind.POST))
    taken = set(User.objects.values_list("username", flat=True))
    rows = []
    for unit in units.exclude(parent=None, kind=UnitKind.UBND).order_by("kind", "sort_key", "code"):
        name = f"{unit.kind}.{fold(unit.short_name.removeprefix('Bưu điện ')).replace(' ', '')}"[:60]
        name = unit.code.replace("-", ".") if name in taken else name
        taken.add(name)
        rows.append(
            {"username": name, "full_name": Role.OFFICER.label, "email": "", "unit": unit.qualified_name, "role": Role.OFFICER.label}
        )
    return rows


def import_accounts(*, by: User, rows: list[ListRow], store: bool) -> ListOutcome:
    """Open an account a row, all or nothing; ``made`` of what was stored are the ``Slip``s. A row whose account is there already, in the
    same unit and role, changes nothing.
    """
    rules.check_can_manage_users(by)
    if len(rows) > MOST_ROWS:
        raise Invalid(f"Tệp có {len(rows)} dòng. Mỗi lần thêm tối đa {MOST_ROWS} tài khoản; chia thành nhiều tệp.")
    present = {user.username: user for user in User.objects.filter(username__in=[row.get("username") for row in rows])}
    seen: dict[str, int] = {}

    def work(run: ListRun) -> None:
        for row in rows:
            name = row.get("username")
            if seen.setdefault(name, row.number) != row.number:
                run.refuse(row, "username", f"Tên đăng nhập này đã có ở dòng {seen[name]}. Mỗi người một tên.")
                continue
            _open(run, row, by, present.get(name), store=store)

    return all_or_nothing(ListRun(COLUMNS, rows), work, store=store)


def _open(run: ListRun, row: ListRow, by: User, present: User | None, *, store: bool) -> None:
    unit, role = _unit(run, row), _ROLES.get(match_key(row.get("role")), "")
    if not role:
        run.refuse(row, "role", f"Ghi vai trò là một trong: {_ROLE_WORDS}.")
    if not rules.USERNAME.fullmatch(row.get("username")):
        run.refuse(row, "username", rules.USERNAME_WORDS)
    if not row.get("full_name"):
        run.refuse(row, "full_name", "Ghi họ tên hoặc chức danh.")
    if unit is None or run.failed(row):
        return
    post = present.open_post if present is not None and present.is_active else None
    if post is not None and (post.unit, post.role) == (unit, role):
        return
    password = services.one_time_password() if store else None  # a check costs no hash
    values = {field: row.get(field) for field in ("username", "full_name", "email")}
    words = f"{Role(role).label}, {unit.qualified_name}"
    user = run.attempt(row, values["username"], words, services.create_user, by=by, unit=unit, role=role, password=password, **values)
    if user is not None and password is not None:
        run.made.append(Slip(user, password))


def _unit(run: ListRun, row: ListRow) -> Unit | None:
    if not row.get("unit"):
        run.refuse(row, "unit", "Ghi tên đầy đủ hoặc mã của đơn vị.")
        return None
    try:
        return find_unit(row.get("unit"))
    except Invalid as error:
        run.refuse(row, "unit", error.message)
        return None
