"""How dispatches end: who signs, and with what words the paragraph begins that speaks to all and gives no work.

``example`` of a position is how it is printed, of a closing a whole paragraph.
"""

from reading.vocabulary import Phrase

# Positions in ordinary letters; each may have "phó" before it.
POSITIONS = (
    Phrase("chủ tịch thường trực", "standing chairman", "PHÓ CHỦ TỊCH THƯỜNG TRỰC", "TB-VP Lào Cai"),
    Phrase("chủ tịch", "chairman", "CHỦ TỊCH", "UBND-KSTTHC Đồng Tháp"),
    Phrase("tổng giám đốc", "general director", "TỔNG GIÁM ĐỐC", "Luật Doanh nghiệp 2020"),
    Phrase("giám đốc", "director", "PHÓ GIÁM ĐỐC", "412/SNV-CCHC Đồng Tháp"),
    Phrase("chánh văn phòng", "chief of office", "PHÓ CHÁNH VĂN PHÒNG", "TB-VP Lào Cai"),
    Phrase("chánh thanh tra", "chief inspector", "CHÁNH THANH TRA", "Luật Thanh tra 2010"),
    Phrase("bộ trưởng", "minister", "BỘ TRƯỞNG", "5115/LĐTBXH-KHTC"),
    Phrase("thứ trưởng", "deputy minister", "THỨ TRƯỞNG", "5115/LĐTBXH-KHTC"),
    Phrase("thủ tướng", "prime minister", "PHÓ THỦ TƯỚNG", "217/CĐ-TTg"),
    Phrase("chủ nhiệm", "head of the Government's office", "PHÓ CHỦ NHIỆM", "636/TB-VPCP"),
    Phrase("trưởng ban", "head of a commission", "TRƯỞNG BAN", "CV 174 Ban Chỉ đạo"),
    Phrase("trưởng đoàn", "head of a delegation", "TRƯỞNG ĐOÀN", "Báo cáo ĐKT-SCT Lào Cai"),
    Phrase("trưởng phòng", "head of a division", "TRƯỞNG PHÒNG", "1050/QĐ-SCT Lào Cai"),
    Phrase("chi cục trưởng", "head of a branch office", "CHI CỤC TRƯỞNG", "Nghị định 24/2014/NĐ-CP"),
    Phrase("cục trưởng", "head of a central department", "CỤC TRƯỞNG", "Nghị định 123/2016/NĐ-CP"),
    Phrase("bí thư", "party secretary", "PHÓ BÍ THƯ", "Hướng dẫn 36-HD/VPTW"),
)

# Where several unlabelled paragraphs stand before the signature: those that close like the last one.
CLOSINGS = (
    Phrase("Trên đây là", "sums up", "Trên đây là Kế hoạch khảo sát, yêu cầu các đơn vị triển khai.", "37/KH-UBND Đồng Tháp"),
    Phrase("Yêu cầu", "orders all", "Yêu cầu Thủ trưởng các đơn vị nghiêm túc thực hiện.", "UBND-KSTTHC Đồng Tháp"),
    Phrase("Đề nghị", "asks all", "Đề nghị các cơ quan, đơn vị nghiêm túc thực hiện.", "4240/UBND-VX TP HCM"),
    Phrase("(?:Trong quá|Quá) trình", "who has difficulties reports", "Trong quá trình làm, nếu vướng thì báo cáo.", "172/KH-UBND TP HCM"),
    Phrase("Nếu có", "who has difficulties reports", "Nếu có vướng mắc, các đơn vị báo cáo Sở Nội vụ.", "test_due.py"),
    Phrase("Nhận được", "orders all", "Nhận được văn bản này, các đơn vị khẩn trương thực hiện.", "cv_ubnd_huyen_lap_vo_ho_so_tre_han"),
    Phrase("Căn cứ (?:nội dung trên|ý kiến)", "orders all", "Căn cứ nội dung trên, các cơ quan tổ chức thực hiện.", "UBND-KT Lào Cai"),
    Phrase(".{0,60}có hiệu lực", "takes force", "Quyết định này có hiệu lực kể từ ngày ký, các đơn vị thực hiện.", "1050/QĐ-SCT Lào Cai"),
    Phrase(".{0,60}yêu cầu", "orders all", "Chủ tịch UBND tỉnh yêu cầu các đơn vị thực hiện.", "012/CT-UBND Đắk Lắk"),
    Phrase(".{0,120}thông báo (?:để|và)", "tells all", "UBND Tỉnh thông báo để các cơ quan biết, thực hiện.", "636/TB-VPCP"),
)  # fmt: skip
