"""Where one portal's embedded servers live, and whether what lies there is a whole portal.

PostgreSQL refuses to run as root: there both servers run as ``nobody``, on data under /var/tmp, as ``nobody`` may not enter root's folders.
An ordinary user's servers live in his PORTAL_DATA, so one folder holds all.
"""

import hashlib
import os
import re
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from dongthap_remediation import environment
from dongthap_remediation.environment import Refused

if sys.platform != "win32":
    import pwd

SOCKET_BYTES = 80  # the kernel refuses socket paths over 107 bytes, PostgreSQL adds its file's name


class ServicesError(Refused):
    """The servers can't be had."""


@dataclass(frozen=True)
class LocalPlaces:
    """Where one profile keeps its things: locks and addresses in ``folder``, what the servers own in ``state`` (the same unless root)."""

    profile: str
    folder: Path
    state: Path

    @classmethod
    def of(cls, profile: str) -> Self:
        if not re.fullmatch(r"[a-z][a-z0-9-]{0,30}", profile):
            raise ServicesError(f"PORTAL_PROFILE không hợp lệ: {profile!r}. Dùng chữ thường không dấu, ví dụ run.")
        folder = environment.data_dir() / profile
        return cls(profile, folder, _state_of(folder))

    @property
    def lease(self) -> Path:
        return self.folder / "lease"

    @property
    def ready(self) -> Path:
        """URLs of the running servers, readable by the owner only; there while a host believes that it serves."""
        return self.folder / "ready.json"

    @property
    def valkey_url(self) -> Path:
        """Port and password of Valkey, kept over restarts so that running clients find it again."""
        return self.folder / "valkey.url"

    @property
    def log(self) -> Path:
        return self.folder / "services.log"

    @property
    def marker(self) -> Path:
        """A portal was made here. It says in which folder, for a folder may have been copied or moved since."""
        return self.folder / "initialised"

    def made_in(self) -> Path | None:
        """The folder in which this portal was made; ``None`` for a new one."""
        try:
            return Path(self.marker.read_text(encoding="utf-8") or self.folder)
        except FileNotFoundError:
            return None

    def at(self, folder: Path) -> "LocalPlaces":
        """The places of the same profile, had it been made in ``folder``."""
        return LocalPlaces(self.profile, folder, _state_of(folder))

    def check(self) -> None:
        """Refuse a portal whose database is not there: it would open as an empty one, without a word."""
        made_in = self.made_in()
        if made_in is None or is_whole(self.pgdata):
            return
        there = self.at(made_in).pgdata
        why = "khi chạy bằng root, PostgreSQL giữ dữ liệu ở đó chứ không trong PORTAL_DATA. " if is_root() else ""
        if made_in != self.folder:
            way = f"Thư mục đã được chép hoặc chuyển từ {made_in.parent}. Đưa nó về chỗ cũ (PORTAL_DATA={made_in.parent}) rồi mở lại"
        else:
            way = "Phục hồi cơ sở dữ liệu ấy từ bản sao lưu rồi mở lại"
        raise ServicesError(
            f"{self.folder} có dấu của một cổng đã chạy, nhưng cơ sở dữ liệu của cổng ấy nằm ở {there}; {why}"
            f"Cổng không mở, để không thành một cổng trống. {way}; nếu đúng là muốn một cổng trống thì xóa tệp {self.marker}."
        )

    @property
    def pgdata(self) -> Path:
        return self.state / "pgdata"

    def prepare(self) -> None:
        """Make the folders, each for this user alone; refuse one that somebody else put in our way."""
        try:
            self.folder.parent.mkdir(parents=True, exist_ok=True)
            own_folder(self.folder, 0o700)
        except OSError as error:
            reason = f"Không tạo được thư mục dữ liệu {self.folder} ({error.strerror})."
            raise ServicesError(f"{reason} Đặt PORTAL_DATA vào nơi ghi được.") from error
        if self.state != self.folder:
            own_folder(self.state.parent, 0o711)
            own_folder(self.state, 0o711)


def _state_of(folder: Path) -> Path:
    return Path("/var/tmp", f"portal-{tag(folder.parent)}", folder.name) if is_root() else folder


def is_whole(pgdata: Path) -> bool:
    return (pgdata / "PG_VERSION").exists()


def socket_folder(places: LocalPlaces) -> Path:
    folder = places.state / "socket"
    if len(os.fsencode(folder)) > SOCKET_BYTES or "," in str(folder):  # a comma would end the path for PostgreSQL
        return Path(tempfile.gettempdir(), f"portal-{tag(places.folder)}-{os.geteuid()}")
    return folder


def is_root() -> bool:
    return sys.platform != "win32" and os.geteuid() == 0


def nobody() -> pwd.struct_passwd:
    try:
        return pwd.getpwnam("nobody")
    except KeyError:
        raise ServicesError("PostgreSQL không chạy bằng root và máy không có người dùng nobody. Chạy bằng người dùng thường.") from None


def own_folder(path: Path, mode: int, *, servers_own: bool = False) -> None:
    """Make ``path`` with this mode; it must be a real folder of ours (or of ``nobody``, for what the servers own)."""
    created = not path.is_symlink() and not path.exists()
    path.mkdir(mode=mode, exist_ok=True)
    owner = nobody().pw_uid if servers_own and is_root() else os.geteuid()
    if created:
        os.chown(path, owner, -1)
    facts = path.lstat()
    if path.is_symlink() or not path.is_dir() or facts.st_uid != owner:
        raise ServicesError(f"{path} là của người dùng khác. Xóa nó, hoặc đặt PORTAL_DATA vào thư mục của mình.")
    path.chmod(mode)


def tag(*parts: object) -> str:
    return hashlib.sha256(repr(tuple(str(part) for part in parts)).encode(errors="surrogateescape")).hexdigest()[:12]
