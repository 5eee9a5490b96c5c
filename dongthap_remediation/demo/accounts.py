"""Accounts of the demo: one a role that a visitor may try, and the officers who play the story. They exist only in a demo portal."""

from dataclasses import dataclass

from units.roles import Role

DEMO_PASSWORD = "DongThap-2021"  # noqa: S105 - the demo's own, shown on its log-in page


@dataclass(frozen=True)
class DemoAccount:
    """``shown``: listed on the log-in page and by ``make run``."""

    username: str
    role: Role
    unit: str
    title: str
    about: str = ""
    shown: bool = False

    @property
    def password(self) -> str:
        return DEMO_PASSWORD


DEMO_ACCOUNTS: tuple[DemoAccount, ...] = (
    DemoAccount("tt.theodoi", Role.CENTRE, "kstthc-87", "Cán bộ theo dõi", "Trung tâm: đọc văn bản, giao việc, xác nhận", True),
    DemoAccount("vp.xacnhan", Role.VERIFIER, "vpubnd-87", "Cán bộ xác nhận", "Văn phòng UBND Tỉnh: xác nhận việc của Trung tâm", True),
    DemoAccount("ld.ubndtinh", Role.LEADER, "ubnd-87", "Lãnh đạo UBND Tỉnh", "Lãnh đạo: chỉ xem", True),
    DemoAccount("ubnd.huyencaolanh", Role.OFFICER, "ubnd-873", "Cán bộ đầu mối", "UBND huyện Cao Lãnh", True),
    DemoAccount("bd.huyencaolanh", Role.OFFICER, "buudien-873", "Cán bộ phối hợp", "Bưu điện huyện Cao Lãnh", True),
    DemoAccount("bd.tinh", Role.OFFICER, "buudien-87", "Cán bộ đầu mối", "Bưu điện Tỉnh", True),
    DemoAccount("xa.mylong", Role.OFFICER, "ubnd-30115", "Công chức Một cửa", "UBND xã Mỹ Long, huyện Cao Lãnh", True),
    DemoAccount("so.noivu", Role.READER, "so-noi-vu-87", "Chuyên viên", "Sở Nội vụ: đọc văn bản", True),
    DemoAccount("tt.quantri", Role.ADMIN, "kstthc-87", "Quản trị", "Quản trị tài khoản, đơn vị", True),
    DemoAccount("ubnd.tphongngu", Role.OFFICER, "ubnd-868", "Cán bộ đầu mối"),
    DemoAccount("ubnd.tanhong", Role.OFFICER, "ubnd-869", "Cán bộ đầu mối"),
    DemoAccount("ubnd.huyenhongngu", Role.OFFICER, "ubnd-870", "Cán bộ đầu mối"),
    DemoAccount("ubnd.tamnong", Role.OFFICER, "ubnd-871", "Cán bộ đầu mối"),
    DemoAccount("ubnd.thapmuoi", Role.OFFICER, "ubnd-872", "Cán bộ đầu mối"),
    DemoAccount("ubnd.thanhbinh", Role.OFFICER, "ubnd-874", "Cán bộ đầu mối"),
    DemoAccount("ubnd.laivung", Role.OFFICER, "ubnd-876", "Cán bộ đầu mối"),
    DemoAccount("ubnd.chauthanh", Role.OFFICER, "ubnd-877", "Cán bộ đầu mối"),
    DemoAccount("bd.thapmuoi", Role.OFFICER, "buudien-872", "Cán bộ phối hợp"),
    DemoAccount("xa.binhhangtay", Role.OFFICER, "ubnd-30124", "Công chức Một cửa"),
    DemoAccount("xa.tanhoitrung", Role.OFFICER, "ubnd-30103", "Công chức Một cửa"),
    DemoAccount("xa.hoatan", Role.OFFICER, "ubnd-30277", "Công chức Một cửa"),
    DemoAccount("xa.longkhanha", Role.OFFICER, "ubnd-29980", "Công chức Một cửa"),
    DemoAccount("xa.phuthuana", Role.OFFICER, "ubnd-29998", "Công chức Một cửa"),
    DemoAccount("xa.tancongsinh", Role.OFFICER, "ubnd-30007", "Công chức Một cửa"),
    DemoAccount("xa.phuduc", Role.OFFICER, "ubnd-30013", "Công chức Một cửa"),
    DemoAccount("xa.anlong", Role.OFFICER, "ubnd-30022", "Công chức Một cửa"),
    DemoAccount("xa.binhtan", Role.OFFICER, "ubnd-30148", "Công chức Một cửa"),
    DemoAccount("xa.anphong", Role.OFFICER, "ubnd-30139", "Công chức Một cửa"),
    DemoAccount("xa.mydong", Role.OFFICER, "ubnd-30058", "Công chức Một cửa"),
    DemoAccount("xa.truongxuan", Role.OFFICER, "ubnd-30046", "Công chức Một cửa"),
    DemoAccount("p.anbinhb", Role.OFFICER, "ubnd-29986", "Công chức Một cửa"),
    DemoAccount("xa.tanthanh.laivung", Role.OFFICER, "ubnd-30226", "Công chức Một cửa"),
)
SHOWN_ACCOUNTS = tuple(account for account in DEMO_ACCOUNTS if account.shown)
