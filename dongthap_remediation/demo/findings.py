"""The findings of the demo's annex, as data. Everything is made up: what the inspection really found is not known to the portal.

Communes are the 17 of the dispatch; due dates give every page something to show. "" stands for no due date: the Centre may set one.
"""

QUARTER = "Quý I/2021"
# district → commune → (finding, remedy, due)
FINDINGS: dict[str, dict[str, list[tuple[str, str, str]]]] = {
    "Thành phố Hồng Ngự": {
        "Phường An Bình B": [
            ("Bảng niêm yết thiếu 3 TTHC lĩnh vực chứng thực", "Niêm yết đầy đủ TTHC", "05/03/2021"),
            ("Chưa có hồ sơ ghi mẫu lĩnh vực hộ tịch", "Chuẩn bị sẵn hồ sơ ghi mẫu các TTHC thông dụng", "10/03/2021"),
            ("Chưa tuyên truyền về Đề án trên bảng tin của phường", "Tuyên truyền trên bảng tin, đài truyền thanh", "10/03/2021"),
        ]
    },
    "Huyện Hồng Ngự": {
        "Xã Long Khánh A": [
            ("Chưa niêm yết danh mục TTHC thực hiện qua Bưu điện", "Niêm yết đầy đủ danh mục", "12/03/2021"),
            ("Nhân viên Bưu điện chưa được tập huấn quy trình tiếp nhận hồ sơ", "Tập huấn quy trình, nghiệp vụ", "12/03/2021"),
        ],
        "Xã Phú Thuận A": [
            (
                "Thiếu máy quét, đường truyền không ổn định tại Bộ phận Một cửa kết hợp Bưu điện",
                "Trang bị máy quét, nâng cấp đường truyền",
                "",
            ),
            (
                "Chưa đánh giá định kỳ việc hỗ trợ tiếp nhận hồ sơ của nhân viên Bưu điện",
                "Đánh giá định kỳ hằng tháng, có biên bản",
                QUARTER,
            ),
            ("Hồ sơ ghi mẫu lĩnh vực đất đai đã cũ", "Thay hồ sơ ghi mẫu theo mẫu đơn hiện hành", QUARTER),
        ],
    },
    "Huyện Tam Nông": {
        "Xã Tân Công Sinh": [
            ("Chưa chuẩn bị hồ sơ ghi mẫu các TTHC thông dụng", "Chuẩn bị sẵn hồ sơ ghi mẫu các TTHC thông dụng", "12/03/2021"),
            ("Người dân chưa biết nơi tiếp nhận mới, việc tuyên truyền còn ít", "Tuyên truyền về Đề án trên đài truyền thanh", QUARTER),
            ("Chưa niêm yết TTHC lĩnh vực đất đai tại Bưu điện xã", "Niêm yết đầy đủ TTHC", "10/03/2021"),
        ],
        "Xã Phú Đức": [
            (
                "Chưa niêm yết địa chỉ, số điện thoại tiếp nhận phản ánh, kiến nghị",
                "Niêm yết nội dung tiếp nhận phản ánh, kiến nghị",
                "24/03/2021",
            ),
            ("Nhân viên Bưu điện còn lúng túng khi nhập hồ sơ, chưa được tập huấn lại", "Tập huấn quy trình tiếp nhận hồ sơ", QUARTER),
        ],
        "Xã An Long": [
            (
                "Chưa đánh giá định kỳ việc hỗ trợ tiếp nhận hồ sơ, trả kết quả của nhân viên Bưu điện",
                "Đánh giá định kỳ, có biên bản",
                "22/03/2021",
            ),
            ("Bảng niêm yết để khuất sau tủ hồ sơ", "Dời bảng niêm yết ra nơi dễ thấy", "10/03/2021"),
            ("Hồ sơ ghi mẫu chỉ có 4 trong 20 TTHC thông dụng", "Chuẩn bị đủ hồ sơ ghi mẫu", QUARTER),
        ],
    },
    "Huyện Thanh Bình": {
        "Xã Bình Tấn": [
            ("Thiếu máy in, máy quét tại Bộ phận Một cửa kết hợp Bưu điện", "Trang bị máy in, máy quét, đường truyền ổn định", ""),
            ("Niêm yết thiếu TTHC lĩnh vực bảo trợ xã hội", "Niêm yết đầy đủ TTHC", "12/03/2021"),
            ("Chưa tuyên truyền về Đề án tại các ấp", "Tuyên truyền tại các ấp, trên đài truyền thanh", "15/03/2021"),
        ],
        "Xã An Phong": [
            ("Chưa công khai phí, lệ phí, thời hạn giải quyết TTHC", "Công khai phí, lệ phí, thời hạn giải quyết", "22/03/2021"),
            ("Nhân viên Bưu điện nghỉ việc, chưa bố trí nhân viên thay thế", "Bố trí nhân sự thay thế", QUARTER),
            ("Chưa tập huấn cho nhân viên Bưu điện mới", "Tập huấn quy trình, nghiệp vụ", QUARTER),
        ],
    },
    "Huyện Tháp Mười": {
        "Xã Mỹ Đông": [
            ("Danh mục TTHC niêm yết chưa cập nhật quyết định công bố mới", "Niêm yết đầy đủ TTHC đã công bố", "10/03/2021"),
            ("Chưa đánh giá định kỳ nhân viên Bưu điện", "Đánh giá định kỳ hằng tháng", "12/03/2021"),
        ],
        "Xã Trường Xuân": [
            ("Thiếu bàn ghế chờ, máy quét hư tại nơi tiếp nhận hồ sơ", "Bổ sung bàn ghế, sửa máy quét", "15/03/2021"),
            ("Bảng niêm yết chữ nhỏ, thiếu mức phí", "Niêm yết, công khai rõ mức phí", "12/03/2021"),
            ("Công chức, nhân viên chưa thống nhất khi hướng dẫn, cần tập huấn lại", "Tập huấn quy trình, nghiệp vụ", QUARTER),
        ],
    },
    "Huyện Cao Lãnh": {
        "Xã Mỹ Long": [
            ("Mới có 8 trong 20 hồ sơ ghi mẫu các TTHC thông dụng", "Chuẩn bị đủ hồ sơ ghi mẫu", "25/03/2021"),
            ("Chưa tuyên truyền về Đề án trên đài truyền thanh, bảng tin", "Tuyên truyền trên đài truyền thanh, bảng tin", "15/03/2021"),
        ],
        "Xã Bình Hàng Tây": [
            ("Nhân viên Bưu điện chưa được tập huấn quy trình tiếp nhận hồ sơ, trả kết quả", "Tập huấn quy trình, nghiệp vụ", "26/03/2021"),
            ("Chưa công khai phí, lệ phí tại nơi tiếp nhận", "Công khai phí, lệ phí, thời hạn giải quyết", "10/03/2021"),
            ("Chưa đánh giá định kỳ việc hỗ trợ của nhân viên Bưu điện", "Đánh giá định kỳ, có biên bản", QUARTER),
        ],
        "Xã Tân Hội Trung": [
            ("Bảng niêm yết thiếu TTHC hộ tịch, chứng thực; một số mẫu đã hết hiệu lực", "Niêm yết đầy đủ TTHC", "16/03/2021"),
            ("Mái che, khu vực để xe của Bưu điện xã hư hỏng", "Sửa mái che, khu vực để xe", ""),
            ("Nhân viên chưa hoàn thành nhiệm vụ được chuyển giao", "Xem xét bố trí, sắp xếp công việc phù hợp", ""),
        ],
    },
    "Huyện Lai Vung": {
        "Xã Tân Thành": [
            ("Bảng niêm yết còn TTHC đã bãi bỏ, thiếu TTHC mới", "Niêm yết đầy đủ TTHC", "12/03/2021"),
            ("Thiếu máy quét, máy in; đường truyền không ổn định", "Trang bị máy quét, máy in, đường truyền", ""),
            ("Chưa có hồ sơ ghi mẫu các TTHC thông dụng", "Chuẩn bị sẵn hồ sơ ghi mẫu", "18/03/2021"),
        ]
    },
    "Huyện Châu Thành": {
        "Xã Hòa Tân": [
            ("Chưa niêm yết thời hạn giải quyết TTHC lĩnh vực đất đai", "Niêm yết đầy đủ thời hạn giải quyết", "12/03/2021"),
            ("Nhân viên Bưu điện chưa được tập huấn phần mềm Một cửa điện tử", "Tập huấn quy trình, phần mềm", QUARTER),
            ("Chưa tuyên truyền về Đề án cho người dân", "Tuyên truyền trên đài truyền thanh, tờ rơi", "15/03/2021"),
        ]
    },
    "Huyện Tân Hồng": {
        "Xã Tân Hộ Cơ": [
            ("Niêm yết thiếu TTHC lĩnh vực người có công", "Niêm yết đầy đủ TTHC", QUARTER),
            ("Chưa có hồ sơ ghi mẫu lĩnh vực chứng thực", "Chuẩn bị sẵn hồ sơ ghi mẫu", QUARTER),
        ],
        "Xã Tân Phước": [
            ("Bảng niêm yết chưa có số điện thoại đường dây nóng", "Niêm yết số điện thoại tiếp nhận phản ánh", QUARTER),
        ],
    },
}
