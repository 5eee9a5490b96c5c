"""A plan as a department drafts it for UBND Tỉnh: headings, points with bodies and times of every kind, an annex of tasks."""

from __future__ import annotations

from io import BytesIO

from docx import Document

HEADINGS = ("Hoàn thiện thể chế", "Phát triển hạ tầng số", "Phát triển dữ liệu số", "Cung cấp dịch vụ số", "Đào tạo nhân lực")
BODIES = (
    "Sở Thông tin và Truyền thông", "Sở Khoa học và Công nghệ", "UBND các huyện, thành phố", "Sở Tài chính", "Văn phòng UBND Tỉnh",
    "Sở Nội vụ", "Công an Tỉnh", "Sở Tư pháp", "Bưu điện Tỉnh",
)  # fmt: skip
WORK = ("rà soát quy định", "nâng cấp hệ thống", "số hóa hồ sơ", "tập huấn cán bộ", "kết nối dữ liệu", "kiểm tra an toàn thông tin")
TIMES = ("trước ngày 30/6/2021", "trong quý III/2021", "hằng quý", "", "trước ngày 15/9/2021", "năm 2021")


def _texts(count: int) -> list[str]:
    found = []
    for place in range(count):
        body, work, time = BODIES[place % len(BODIES)], WORK[place % len(WORK)], TIMES[place % len(TIMES)]
        found.append(f"{body} chủ trì, phối hợp với các cơ quan liên quan {work} số {place + 1}{', ' + time if time else ''}.")
    return found


def a_plan(points: int = 60, tasks: int = 20) -> bytes:
    """A .docx of about 30 pages where it has 60 points and 20 tasks."""
    document = Document()
    for line in (
        "ỦY BAN NHÂN DÂN TỈNH ĐỒNG THÁP", "Số: 25/KH-UBND", "Đồng Tháp, ngày 22 tháng 02 năm 2021", "KẾ HOẠCH",
        "Chuyển đổi số tỉnh Đồng Tháp năm 2021", "Căn cứ Chương trình chuyển đổi số quốc gia, UBND Tỉnh ban hành Kế hoạch như sau:",
    ):  # fmt: skip
        document.add_paragraph(line)
    each = -(-points // len(HEADINGS))
    texts = _texts(points)
    for place, heading in enumerate(HEADINGS):
        document.add_paragraph(f"{('I', 'II', 'III', 'IV', 'V')[place]}. {heading.upper()}")
        for number, text in enumerate(texts[place * each : (place + 1) * each], start=1):
            document.add_paragraph(f"{number}. {text}")
    document.add_paragraph("Trên đây là Kế hoạch chuyển đổi số tỉnh Đồng Tháp năm 2021./.")
    for line in ("Nơi nhận:", "- Như trên;", "- Lưu: VT.", "TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "Phạm Thiện Nghĩa"):
        document.add_paragraph(line)
    if tasks:
        document.add_paragraph("PHỤ LỤC")
        document.add_paragraph("Danh mục nhiệm vụ năm 2021")
        table = document.add_table(rows=1, cols=5)
        for cell, title in zip(table.rows[0].cells, ("STT", "Nhiệm vụ", "Chủ trì", "Phối hợp", "Thời hạn"), strict=True):
            cell.text = title
        for place in range(tasks):
            row = table.add_row().cells
            row[0].text, row[1].text = str(place + 1), f"Xây dựng nền tảng số {place + 1} dùng chung của Tỉnh"
            row[2].text, row[3].text = BODIES[place % len(BODIES)], "Các cơ quan liên quan"
            row[4].text = ("Quý II/2021", "30/9/2021", "Tháng 11/2021", "Thường xuyên")[place % 4]
    content = BytesIO()
    document.save(content)
    return content.getvalue()
