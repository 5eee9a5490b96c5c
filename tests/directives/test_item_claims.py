"""A claim that contradicts itself is asked about, one that comes late says why, and a claim is taken back until the Centre has acted."""

from __future__ import annotations

from datetime import date

import pytest

from common.errors import Conflict, Forbidden, Invalid
from common.models import AuditEvent
from directives.models import Item
from directives.services import items as item_services
from directives.services.difficulties import close_difficulty, raise_difficulty
from tests.directives.test_item_update import get, post
from tests.factories.directives import TODAY, Scene
from units.models import User

NOTE = "Đã in và dán 8/21 TTHC. Số còn lại chờ bìa niêm yết"


@pytest.fixture
def item(scene: Scene) -> Item:
    return scene.item("1.b", "ubnd-30115")


@pytest.fixture
def commune(scene: Scene) -> User:
    return scene.person("ubnd-30115")


def last(item: Item) -> AuditEvent:
    event = AuditEvent.objects.filter(subject_kind="item", subject_id=item.pk).first()
    assert event is not None
    return event


class TestAskedBack:
    def test_the_service_asks_before_a_claim_that_contradicts_itself(self, scene: Scene, item: Item, commune: User) -> None:
        with pytest.raises(Invalid, match="ghi mức 40%, “8/21”, “Số còn lại chờ bìa niêm yết”") as refusal:
            scene.progress(item, 40, NOTE, by=commune, claim=True)
        assert refusal.value.field == "confirmed" and scene.again(item).status == "todo"
        claimed = scene.progress(item, 40, NOTE, by=commune, claim=True, confirmed=True)
        assert (claimed.status, claimed.percent) == ("claimed", 100)
        assert last(item).text.startswith("báo đã xong, đề nghị xác nhận (đã xác nhận lại dù ghi mức 40%, “8/21”")
        assert last(item).data["doubts"] == ["mức 40%", "“8/21”", "“Số còn lại chờ bìa niêm yết”"]

    def test_the_page_asks_in_words_and_takes_the_second_answer(self, scene: Scene, item: Item, commune: User) -> None:
        status, text = post(commune, item, state="claim", percent="40", note=NOTE)
        assert status == 422 and scene.again(item).status == "todo"
        assert "Báo đã xong nhưng ghi mức 40%, “8/21”, “Số còn lại chờ bìa niêm yết”." in text and "Đúng là đã xong" in text
        assert NOTE in text
        status, text = post(commune, item, state="doing", percent="40", note=NOTE)
        assert status == 200 and scene.again(item).status == "doing"
        status, text = post(commune, scene.again(item), state="claim", percent="40", note=NOTE, confirmed="on")
        assert status == 200 and "Đã báo xong" in text and scene.again(item).status == "claimed"

    def test_a_difficulty_that_is_still_open_is_asked_about(self, scene: Scene, item: Item, commune: User) -> None:
        raised = raise_difficulty(by=commune, item_id=item.pk, title="Chưa có kinh phí", text="")
        status, text = post(commune, item, state="claim", percent="100", note="Đã dán đủ 21/21 TTHC")
        assert status == 422 and "Báo đã xong nhưng còn vướng mắc “Chưa có kinh phí”." in text
        close_difficulty(difficulty_id=raised.pk, version=raised.version, by=commune, note="")
        status, _ = post(commune, item, state="claim", percent="100", note="Đã dán đủ 21/21 TTHC")
        assert status == 200 and scene.again(item).status == "claimed" and last(item).data["doubts"] == []

    def test_what_is_in_order_is_not_asked_about(self, scene: Scene, item: Item, commune: User) -> None:
        assert "Đúng là đã xong" not in get(commune, item, "?xong=1") and 'value="100"' in get(commune, item, "?xong=1")
        for percent in ("100", ""):
            status, _ = post(commune, scene.again(item), state="claim", percent=percent, note="Đã dán đủ 21/21 TTHC")
            assert status == 200 and scene.again(item).status == "claimed"
            item_services.take_back(item_id=item.pk, version=scene.again(item).version, by=commune)

    def test_what_is_done_is_no_longer_expected(self, scene: Scene, item: Item, commune: User) -> None:
        scene.progress(item, 40, by=commune, expected_on=date(2021, 3, 30))
        claimed = scene.progress(item, 100, "Đã dán đủ", by=commune, claim=True, expected_on=date(2021, 3, 30))
        assert claimed.expected_on is None


class TestLate:
    @pytest.fixture(autouse=True)
    def missed(self, scene: Scene, item: Item) -> None:
        scene.set_due(item, date(2021, 3, 16))

    def test_a_late_claim_asks_for_the_reason_and_the_history_keeps_it(self, scene: Scene, item: Item, commune: User) -> None:
        with pytest.raises(Invalid, match="trễ hạn 3 ngày") as refusal:
            scene.progress(item, 100, "Đã dán đủ", by=commune, claim=True)
        assert refusal.value.field == "late_reason"
        scene.progress(item, 100, "Đã dán đủ", by=commune, claim=True, late_reason="Chờ bìa")
        assert last(item).text.endswith("Trễ hạn 3 ngày: “Chờ bìa”") and last(item).data["note"] == "Chờ bìa"

    def test_the_page_asks_for_it_at_its_field(self, scene: Scene, item: Item, commune: User) -> None:
        status, text = post(commune, scene.again(item), state="claim", percent="100", note="Đã dán đủ")
        assert status == 422 and "Báo xong trễ hạn 3 ngày. Ghi lý do trễ." in text
        status, _ = post(commune, scene.again(item), state="claim", percent="100", note="Đã dán đủ", late_reason="Chờ bìa")
        assert status == 200 and scene.again(item).status == "claimed"

    def test_on_the_last_day_and_without_a_day_nothing_is_asked(self, scene: Scene, item: Item, commune: User) -> None:
        scene.set_due(item, TODAY)
        assert "Lý do báo xong trễ hạn" not in get(commune, scene.again(item))
        assert scene.progress(item, 100, "Đã dán đủ", by=commune, claim=True).status == "claimed"


class TestTakenBack:
    def test_the_item_is_where_it_was_with_what_was_asked_of_it(self, scene: Scene, item: Item, commune: User) -> None:
        scene.progress(item, 40, by=commune)
        scene.claim(item)
        scene.send_back(item, "Thiếu ảnh")
        scene.progress(item, 60, "Đã chụp ảnh", by=commune)
        claimed = scene.claim(item)
        back = item_services.take_back(item_id=item.pk, version=claimed.version, by=commune)
        assert (back.status, back.percent, back.back_reason, back.claimed_at) == ("doing", 60, "Thiếu ảnh", None)
        assert last(item).text == "rút lại báo xong để làm tiếp"

    def test_the_page_offers_it_while_it_waits(self, scene: Scene, item: Item, commune: User) -> None:
        from tests.directives.test_item_pages import post as act
        from tests.directives.test_item_pages import text_of

        claimed = scene.claim(item)
        assert "Rút lại báo xong" in text_of(commune, claimed) and "Rút lại báo xong" not in text_of(scene.centre, claimed)
        status, text = act(commune, "item_take_back", claimed, version=claimed.version)
        assert status == 200 and f"Đã rút lại báo xong ND‑{item.number:03d}" in text and scene.again(item).status == "doing"

    def test_once_the_centre_has_verified_or_returned_it_there_is_nothing_to_take_back(
        self, scene: Scene, item: Item, commune: User
    ) -> None:
        claimed = scene.claim(item)
        scene.verify(item)
        with pytest.raises(Conflict):
            item_services.take_back(item_id=item.pk, version=claimed.version, by=commune)
        with pytest.raises(Forbidden, match="đang chờ xác nhận"):
            item_services.take_back(item_id=item.pk, version=scene.again(item).version, by=commune)
