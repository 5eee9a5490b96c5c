"""What is said of a file that is not read: its true reason and the way on. One sentence for one reason, whoever asks."""

from common.errors import FileRefused


class ActiveContent(FileRefused):
    """A document that runs, loads or hides something when it is opened: never kept, never handed out."""

    def __init__(self, name: str, holds: str, way: str) -> None:
        super().__init__("file_invalid", f"Tệp “{name}” {holds}, cổng không nhận vì an toàn. {way}")


def empty(name: str) -> FileRefused:
    return FileRefused("file_invalid", f"Tệp “{name}” rỗng. Kiểm tra lại tệp rồi tải lên.")


def damaged(name: str) -> FileRefused:
    return FileRefused(
        "file_invalid", f"Tệp “{name}” bị hỏng hoặc tải lên chưa hết. Mở thử tệp trên máy, lưu lại bằng Word hoặc Excel rồi tải lên."
    )


def damaged_old(name: str) -> FileRefused:
    return FileRefused(
        "file_invalid",
        f"Tệp “{name}” là Word đời cũ (.doc) hoặc Excel đời cũ (.xls), bị hỏng hoặc tải lên chưa hết. Mở thử tệp trên máy. Lưu lại thành "
        ".docx hoặc .xlsx rồi tải lên.",
    )


def locked(name: str) -> FileRefused:
    return FileRefused(
        "file_encrypted",
        f"Tệp “{name}” có mật khẩu nên cổng không xem được bên trong. Bỏ mật khẩu (trong Word, Excel: Tệp > Thông tin > Bảo vệ), lưu lại "
        "rồi tải lên.",
    )


def too_large(name: str) -> FileRefused:
    return FileRefused(
        "file_too_large",
        f"Tệp “{name}” mở ra quá lớn nên cổng không đọc. Chép riêng phần cần thiết sang một tệp mới nhỏ hơn, không kèm hình, rồi tải lên.",
    )


# What a document does by itself, and the way to be rid of it.
_NEW_FILE = "Chép nội dung sang một tệp mới, lưu thành .docx hoặc .xlsx, rồi tải lên."
MACRO = "có macro", "Lưu lại thành .docx hoặc .xlsx (loại không có macro) rồi tải lên."
MACRO_SHEET = "có trang macro Excel 4 (có thể đang ẩn)", _NEW_FILE
OBJECT = "có đối tượng nhúng (OLE)", "Đổi đối tượng thành hình (Chép, Dán đặc biệt > Hình), hoặc lưu tệp thành PDF, rồi tải lên."
FOREIGN_PART = "có phần ghép từ trang web hoặc tệp khác", "Mở bằng Word, lưu lại thành .docx rồi tải lên."
CONTROL = "có nút điều khiển ActiveX", "Bỏ các nút đó, hoặc lưu tệp thành PDF, rồi tải lên."
DDE = "có trường gọi chương trình khác (DDE)", "Bỏ trường đó, hoặc lưu tệp thành PDF, rồi tải lên."
RIBBON = "có thẻ lệnh riêng gọi lệnh khi mở (customUI)", _NEW_FILE
ADD_IN = "có tiện ích nhúng chạy từ mạng (add-in)", _NEW_FILE
REMOTE_TEMPLATE = "lấy mẫu (template) từ mạng mỗi khi mở", _NEW_FILE
ELSEWHERE = ("tự lấy hình hoặc dữ liệu từ mạng mỗi khi mở", "Dán hẳn hình, dữ liệu vào tệp (bỏ liên kết) hoặc lưu thành PDF rồi tải lên.")
