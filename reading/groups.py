"""Requirement groups (nhóm yêu cầu): the list proposed for a new dispatch, and which group a text speaks of."""

from collections.abc import Iterable
from dataclasses import dataclass

from common.text import match_key


@dataclass(frozen=True)
class GroupSpec:
    """One group: its name, the words that tell it, whether it takes what no other takes, and the heading from which it comes, if any."""

    name: str
    words: tuple[str, ...] = ()
    is_default: bool = False
    point: str = ""


GENERAL = GroupSpec("Yêu cầu chung", (), is_default=True)
KNOWN_GROUPS: tuple[GroupSpec, ...] = (
    GroupSpec(
        "Cơ sở vật chất",
        ("trụ sở", "trang thiết bị", "cơ sở vật chất", "máy quét", "máy in", "máy tính", "đường truyền", "mái che", "bàn ghế"),
    ),
    GroupSpec("Niêm yết công khai", ("niêm yết", "công khai")),
    GroupSpec("Hồ sơ ghi mẫu", ("hồ sơ ghi mẫu", "hồ sơ mẫu", "ghi mẫu", "mẫu đơn", "mẫu tờ khai")),
    GroupSpec("Đánh giá định kỳ", ("định kỳ đánh giá", "đánh giá định kỳ", "đánh giá việc thực hiện")),
    GroupSpec("Tập huấn hỗ trợ", ("tập huấn", "bồi dưỡng nghiệp vụ", "hướng dẫn nghiệp vụ", "quy trình, nghiệp vụ")),
    GroupSpec("Thông tin tuyên truyền", ("tuyên truyền", "thông tin về đề án", "truyền thông")),
    GroupSpec("Bố trí nhân sự", ("bố trí, sắp xếp", "bố trí nhân sự", "bố trí công chức", "bố trí nhân viên", "thay thế nhân viên")),
)


def _hits(text: str, group: GroupSpec) -> int:
    key = match_key(text)
    return sum(match_key(word) in key for word in group.words if word.strip())


def propose_groups(text: str) -> list[GroupSpec]:
    """The groups that the text of a dispatch speaks of, and the general one last."""
    return [group for group in KNOWN_GROUPS if _hits(text, group)] + [GENERAL]


def group_of_point(text: str, groups: Iterable[GroupSpec]) -> str:
    """The group of a point's item: the only group that the text names, and by two of its words or more; else the general one.

    A point that asks for several things belongs to none of their groups.
    """
    groups = list(groups)
    named = [(group, hits) for group in groups if (hits := _hits(text, group))]
    if len(named) == 1 and named[0][1] > 1:
        return named[0][0].name
    return _default(groups)


def group_of_finding(text: str, groups: Iterable[GroupSpec], *, heading: str = "", remedy: str = "") -> str:
    """The group that the words of a finding name most often; what names none is looked for in the remedy, then goes to the general one.

    ``heading`` is the requirement area over the finding's column, where the annex has several.
    """
    groups = list(groups)
    for words in (f"{heading} {text}", remedy):
        hits = [(_hits(words, group), group) for group in groups]
        most = max((count for count, _ in hits), default=0)
        if most:
            return next(group.name for count, group in hits if count == most)
    return _default(groups)


def _default(groups: list[GroupSpec]) -> str:
    return next((group.name for group in groups if group.is_default), groups[-1].name if groups else GENERAL.name)
