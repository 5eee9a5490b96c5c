"""The main acts of the portal, each as a person does it in the browser: one function an act, in the words of the pages."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from playwright.sync_api import expect

from tests.e2e.people import Person

DISPATCH = Path(__file__).resolve().parent.parent / "samples" / "directives" / "cong_van_that.docx"
PICTURES = Path(__file__).resolve().parent.parent.parent / "dongthap_remediation" / "demo" / "data"
BEFORE, AFTER = PICTURES / "bang-niem-yet-truoc.png", PICTURES / "bang-niem-yet-sau.png"


def upload(centre: Person, file: Path = DISPATCH) -> int:
    """Step 1; the number of the draft."""
    centre.open("/van-ban/")
    centre.follow("Đọc văn bản mới")
    centre.attach("Tệp văn bản", [file])
    centre.press("Tải lên và đọc")
    centre.arrives("Xem lại đề xuất")
    found = re.search(r"/van-ban/(\d+)/de-xuat/", centre.page.url)
    assert found is not None, centre.page.url
    return int(found[1])


def answer_all(centre: Person) -> None:
    """Step 2: the three readings that the text does not force; Tân Hồng is left for a decision."""
    centre.choose(re.compile("^Để chờ xác định"))
    centre.choose("Báo cáo")
    centre.choose("Cả 12 Bưu điện cấp huyện")
    centre.press("Xem trước khi giao")


def issue(centre: Person) -> None:
    """Step 3."""
    centre.page.get_by_role("checkbox", name=re.compile("Đã đối chiếu với bản gốc")).check()
    centre.press("Giao việc")
    expect(centre.page.get_by_text(re.compile("Đã giao .* nội dung và .* báo cáo"))).to_be_visible()


def decide_on_tan_hong(centre: Person, reason: str) -> None:
    """Take in the unit that waits."""
    centre.page.locator("summary", has_text="Ghi quyết định về UBND huyện Tân Hồng").click()
    centre.choose(re.compile("Đưa vào phạm vi"))
    centre.fill("Căn cứ, lý do", reason)
    centre.press(re.compile("^Ghi quyết định"))
    centre.sees(re.compile("Đã ghi quyết định: UBND huyện Tân Hồng"))


def upload_annex(centre: Person, file: Path, title: str) -> None:
    """An annex of a new inspection, up to its preview or what is wrong with it."""
    centre.open("/nhap-ket-qua/")
    centre.attach("Tệp Excel hoặc Word có bảng hạn chế", [file])
    centre.fill("Tên đợt kiểm tra mới", title)
    centre.press("Tải lên và xem trước")


def start(officer: Person, percent: int, note: str) -> None:
    """From "Việc của đơn vị tôi": the first progress on the task that stands first."""
    officer.page.locator("main").get_by_role("link", name=re.compile("^(Cập nhật tiến độ|Gửi ảnh và cập nhật)")).first.click()
    officer.choose("Đang thực hiện")
    officer.fill(re.compile("Ước đạt bao nhiêu phần trăm"), str(percent))
    officer.fill("Kết quả đã làm được", note)
    officer.press("Lưu cập nhật")


def claim(officer: Person, number: int, note: str, pictures: Sequence[Path] = ()) -> None:
    """Say on the item's page that it is done, with pictures."""
    officer.open(f"/noi-dung/{number}/")
    officer.follow("Báo đã xong")
    expect(officer.page.get_by_role("radio", name=re.compile("Đã xong, đề nghị Trung tâm xác nhận"))).to_be_checked()
    officer.fill("Kết quả đã làm được", note)
    if pictures:
        officer.attach("Ảnh, văn bản minh chứng", pictures)
        officer.choose("Sau khi khắc phục")
        officer.fill("Chú thích ảnh", "Bảng niêm yết sau khi sửa")
    officer.press("Lưu cập nhật")
    expect(officer.page.locator("main .head")).to_contain_text("Chờ xác nhận")


def send_back(centre: Person, number: int, reason: str) -> None:
    centre.open(f"/noi-dung/{number}/")
    centre.follow("Trả lại để bổ sung")
    centre.fill("Lý do", reason)
    centre.press("Trả lại để bổ sung")
    expect(centre.page.locator("main .head")).to_contain_text("Cần bổ sung")


def verify(centre: Person, number: int) -> None:
    centre.open(f"/noi-dung/{number}/")
    centre.press("Xác nhận hoàn thành")
    expect(centre.page.locator("main .head")).to_contain_text("Hoàn thành")
