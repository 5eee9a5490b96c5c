"""The components: what they say, how they are wired for a screen reader, and that unknown names are errors."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any

import pytest
from django import forms
from django.template import engines
from django.utils import timezone

from common import clock, formats, vocabulary
from common.icons import ICONS
from common.page_parts import Chip, HistoryLine, Pager
from common.templatetags import components
from directives.models import Directive
from directives.workflow import ItemStatus
from tests.markup import flat

TODAY = date(2021, 3, 19)


def draw(source: str, **context: Any) -> str:
    return flat(engines["django"].from_string(source).render(context))


# --- words ------------------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("due_on", "status", "tone", "words"),
    [
        (date(2021, 3, 16), "doing", "late", "Quá hạn 3 ngày"),
        (date(2021, 3, 18), "todo", "late", "Quá hạn 1 ngày"),
        (date(2021, 3, 19), "doing", "soon", "Hạn hôm nay"),
        (date(2021, 3, 20), "doing", "soon", "Còn 1 ngày"),
        (date(2021, 3, 26), "doing", "soon", "Còn 7 ngày"),
        (date(2021, 3, 27), "doing", "", "Còn 8 ngày"),
        (None, "doing", "", "Không ghi hạn"),
        (date(2021, 3, 1), "verified", "", "Đã xong"),
    ],
)
def test_a_deadline_is_inclusive_soon_within_seven_days_and_stands_still_once_claimed(
    due_on: date | None, status: str, tone: str, words: str
) -> None:
    state = vocabulary.due_state(due_on, TODAY, status)
    assert state is not None
    assert (state.tone, state.label) == (tone, words)
    assert words in components.due_tag(due_on, TODAY, status)


def test_a_missing_date_can_be_left_unsaid_and_a_claim_can_wait_for_another_body() -> None:
    assert components.due_tag(None, TODAY, "todo", none="") == ""
    assert components.due_tag(TODAY, TODAY, "claimed") == ""  # who has to act is told by the page that knows its reader
    assert "Chờ Văn phòng" in components.due_tag(None, TODAY, "claimed", waiting="Chờ Văn phòng")


@pytest.mark.parametrize(
    ("status", "returned", "blocked", "css", "label"),
    [
        ("todo", False, False, "s-todo", "Chưa bắt đầu"),
        ("doing", False, False, "s-doing", "Đang thực hiện"),
        ("claimed", False, False, "s-wait", "Chờ xác nhận"),
        ("verified", False, False, "s-done", "Hoàn thành"),
        ("doing", True, False, "s-soon", "Cần bổ sung"),
        ("todo", False, True, "s-block", "Đang vướng mắc"),
        ("doing", True, True, "s-block", "Đang vướng mắc"),
        ("claimed", True, True, "s-wait", "Chờ xác nhận"),
        ("verified", True, True, "s-done", "Hoàn thành"),
    ],
)
def test_a_state_is_shown_by_colour_icon_and_words_and_overlays_only_open_work(
    status: str, returned: bool, blocked: bool, css: str, label: str
) -> None:
    drawn = components.status_tag(status, returned, blocked)
    assert f'class="tag {css}"' in drawn
    assert '<svg class="icon"' in drawn
    assert drawn.endswith(f"{label}</span>")


@pytest.mark.parametrize(
    "source",
    [
        '{% icon "nope" %}',
        '{% status_tag "accepted" %}',
        '{% due_tag None None "draft" %}',
        '{% tag "pink" "x" "a" %}',
        '{% account_tag "gone" %}',
    ],
)
def test_an_unknown_name_is_an_error_and_not_an_empty_place(source: str) -> None:
    with pytest.raises(ValueError, match="unknown"):
        draw(source)


def test_the_words_of_a_stored_status_are_those_of_the_workflow() -> None:
    assert {status: vocabulary.item_state(status).label for status in ItemStatus.values} == dict(ItemStatus.choices)


def test_every_state_names_an_icon_that_exists() -> None:
    states = [*vocabulary.ITEM_STATES.values(), *vocabulary.ACCOUNT_STATES.values()]
    assert {state.icon for state in states} <= set(ICONS)
    assert {state.tone for state in states} <= vocabulary.TONES


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (0, "0"),
        (999, "999"),
        (1234, "1.234"),
        (1234567, "1.234.567"),
        (45.5, "45,5"),
        (45.0, "45"),
        (0.25, "0,3"),
        (-1234.5, "-1.234,5"),
        (None, ""),
    ],
)
def test_numbers_have_a_point_between_thousands_and_a_comma_before_decimals(value: float | None, words: str) -> None:
    assert formats.vn_num(value) == words


def test_dates_times_codes_and_sizes_are_written_the_vietnamese_way() -> None:
    moment = datetime(2021, 3, 19, 1, 50, tzinfo=timezone.get_fixed_timezone(0))
    assert formats.vn_date(date(2021, 3, 31)) == "31/03/2021"
    assert formats.vn_date(datetime(2021, 3, 31, 23, tzinfo=timezone.get_fixed_timezone(0))) == "01/04/2021"
    assert formats.vn_datetime(moment) == "08:50, 19/03/2021"
    assert formats.vn_percent(45.5) == "45,5%"
    assert formats.code_nb("ND-044") == "ND\u2011044"
    assert [formats.file_size(size) for size in (0, 1, 245_760, 2_516_582)] == ["0 kB", "1 kB", "240 kB", "2,4 MB"]
    assert draw("{% day d %}", d=date(2021, 3, 31)) == '<time datetime="2021-03-31">31/03/2021</time>'
    assert draw("{% day d %}", d=None) == ""


def test_a_dispatch_without_number_or_date_shows_the_gap_and_invents_nothing() -> None:
    label = components.doc_label
    blank = Directive(kind="công văn", symbol="UBND-KSTTHC", issued_year=2021)
    full = Directive(kind="công văn", number="12", symbol="UBND-KSTTHC", issued_on=date(2021, 2, 22), issued_year=2021)
    assert label(blank) == "Công văn số …/UBND\u2011KSTTHC năm 2021"
    assert label(full, inline=True) == "công văn số 12/UBND\u2011KSTTHC ngày 22/02/2021"
    assert label(Directive(kind="", symbol="")) == "Văn bản chưa có số"


# --- bars -------------------------------------------------------------------------------------------------------------------------------


def test_a_stacked_bar_keeps_its_order_says_its_numbers_and_fills_its_width() -> None:
    drawn = draw("{% stacked_bar counts %}", counts={"todo": 1, "verified": 4, "claimed": 0, "doing": 5})
    assert 'aria-label="hoàn thành 4, chờ xác nhận 0, đang thực hiện 5, chưa bắt đầu 1"' in drawn
    assert re.findall(r'class="f s-(\w+)" x="([\d.]+)" width="([\d.]+)"', drawn) == [
        ("done", "0.00", "39.40"),
        ("doing", "40.00", "49.40"),
        ("todo", "90.00", "9.40"),
    ]


def test_a_bar_of_nothing_says_so_and_an_unknown_state_is_refused() -> None:
    assert "chưa có nội dung nào" in draw("{% stacked_bar counts %}", counts={"todo": 0})
    with pytest.raises(ValueError, match="unknown states"):
        draw("{% stacked_bar counts %}", counts={"accepted": 1})


def test_a_progress_bar_never_leaves_its_frame_and_never_writes_a_comma_into_svg() -> None:
    assert 'width="45.5"' in draw("{% progress_bar 45.5 %}")
    assert 'width="100"' in draw("{% progress_bar 140 %}")


# --- forms ------------------------------------------------------------------------------------------------------------------------------


class Sample(forms.Form):
    state = forms.ChoiceField(label="Đã làm đến đâu?", choices=[("a", "Chưa"), ("b", "Xong")], widget=forms.RadioSelect)
    percent = forms.IntegerField(label="Ước đạt", help_text="Số từ 0 đến 100 & không lẻ")
    unit = forms.ChoiceField(label="Đơn vị", choices=[("", "Chọn"), ("x", "X")], required=False)
    sure = forms.BooleanField(label="Đã kiểm tra")
    version = forms.IntegerField(widget=forms.HiddenInput)


def test_a_field_wires_label_hint_and_error_to_its_control() -> None:
    drawn = draw("{% field form.percent %}", form=Sample({"percent": "nhiều"}))
    assert '<label class="form-label" for="id_percent">Ước đạt</label>' in drawn
    assert '<div class="hint" id="id_percent-h">Số từ 0 đến 100 &amp; không lẻ</div>' in drawn
    control = re.search(r"<input[^>]*>", drawn)
    assert control is not None
    assert 'aria-describedby="id_percent-h id_percent-e"' in control[0]
    assert 'aria-invalid="true"' in control[0]
    assert 'id="id_percent-e"' in drawn
    order = [drawn.index(part) for part in ("<label", 'class="hint"', 'class="err"', "<input")]
    assert order == sorted(order)


def test_a_field_without_hint_or_error_describes_nothing() -> None:
    drawn = draw("{% field form.unit %}", form=Sample())
    assert "aria-describedby" not in drawn
    assert "aria-invalid" not in drawn
    assert "(không bắt buộc)" in drawn


def test_radio_buttons_stand_in_a_fieldset_with_a_legend_and_a_label_each() -> None:
    drawn = draw("{% field form.state %}", form=Sample({}))
    assert "<legend>Đã làm đến đâu?" in drawn
    assert 'aria-describedby="id_state-e"' in drawn
    assert re.findall(r'<label for="(id_state_\d)">(\w+)</label>', drawn) == [("id_state_0", "Chưa"), ("id_state_1", "Xong")]
    assert drawn.count('class="form-check-input"') == 2


def test_the_summary_links_each_error_to_its_field_with_words_that_help() -> None:
    drawn = draw("{% error_summary form %}", form=Sample({"percent": "", "version": "x"}))
    assert 'role="alert"' in drawn
    assert "Còn 4 chỗ cần sửa" in drawn
    assert '<a href="#id_state_0">Chọn “Đã làm đến đâu”</a>' in drawn
    assert '<a href="#id_percent">Nhập “Ước đạt”</a>' in drawn
    assert '<a href="#id_sure">Đánh dấu “Đã kiểm tra”</a>' in drawn
    assert 'href="#id_version"' not in drawn
    assert "Nhập “Ước đạt”" in draw("{% field form.percent %}", form=Sample({}))


def test_a_refusal_that_lies_in_no_field_counts_no_places() -> None:
    form = Sample({"state": "0", "percent": "5", "sure": "on", "version": "1"})
    form.add_error(None, "Tên đăng nhập hoặc mật khẩu không đúng.")
    for name in list(form.errors):
        if name != "__all__":
            del form.errors[name]
    assert "Chưa thực hiện được" in draw("{% error_summary form %}", form=form)
    named = draw('{% error_summary form title="Chưa đăng nhập được" %}', form=form)
    assert "Chưa đăng nhập được" in named and "chỗ cần sửa" not in named


def test_a_valid_or_unsent_form_has_no_summary_and_no_mark_in_the_title() -> None:
    good = Sample({"state": "a", "percent": 1, "sure": "on", "version": 1})
    for form in (Sample(), good):
        assert draw("{% error_summary form %}", form=form).strip() == ""
        assert draw("{% error_prefix form %}", form=form) == ""
    assert draw("{% error_prefix form %}", form=Sample({})) == "Lỗi: "


def test_what_people_type_is_escaped_everywhere() -> None:
    evil = "<b>x</b>"
    drawn = draw(
        '{% note "late" %}{{ evil }}{% endnote %}{% nothing evil %}{{ evil }}{% endnothing %}{% unit_link evil "" %}'
        '{% tag "todo" "x" evil %}{% timeline events %}{% chips chips label=evil %}{% crumbs evil %}{% stats rows %}',
        evil=evil,
        events=[HistoryLine(evil, evil, clock.now(), note=evil)],
        chips=[Chip(evil, "/")],
        rows=[{"value": 1, "label": evil}],
    )
    assert evil not in drawn
    assert drawn.count("&lt;b&gt;") == 12


# --- lists ------------------------------------------------------------------------------------------------------------------------------


def test_the_pager_links_only_where_there_is_something() -> None:
    drawn = draw("{% pager page %}", page=Pager("Xem 51–100 trong 1.234 nội dung", "?a", "?b", "", ""))
    assert "Xem 51–100 trong 1.234 nội dung" in drawn
    assert re.findall(r'href="([^"]*)"', drawn) == ["?a", "?b"]
    assert "<ul>" not in draw("{% pager page %}", page=Pager("Xem 1–2 trong 2 đơn vị", "", "", "", ""))


def test_chips_mark_the_chosen_one_and_show_a_count_of_zero() -> None:
    drawn = draw("{% chips chips label='Nhóm' %}", chips=[Chip("A", "/a", current=True, count=0), Chip("B", "/b")])
    assert '<a class="chip" href="/a" aria-current="true">A <b class="num">0</b></a>' in drawn
    assert '<a class="chip" href="/b">B</a>' in drawn


def test_the_head_of_a_table_says_its_columns_and_speaks_those_that_need_no_words() -> None:
    assert draw('{% columns "Kỳ" "Quá hạn|r" "Thao tác|vh" %}') == (
        '<thead role="rowgroup"><tr role="row"><th role="columnheader" scope="col">Kỳ</th>'
        '<th role="columnheader" scope="col" class="r">Quá hạn</th>'
        '<th role="columnheader" scope="col"><span class="vh">Thao tác</span></th></tr></thead>'
    )
    assert "<i>" not in draw("{% columns name %}", name="<i>")
