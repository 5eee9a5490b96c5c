"""How much of a file is read: far above every annex of the province (143 communes), and far below what would fill the memory."""

from common.errors import FileRefused

MAX_CELLS = 250_000  # with something in them, all sheets together
MAX_ROWS = 10_000  # with something in them, all sheets together: twice the annex that the speed is measured with
MAX_COLUMNS = 200  # an annex has about ten; what lies further right is only told to be there
MAX_MERGES = 20_000
MAX_SHEETS = 300
MAX_TEXT = 32_767  # letters of one cell, as in Excel itself
MAX_LETTERS = 12_000_000  # of all different texts: 5,000 findings are 3 million
MAX_DELIMITED = 6_000_000  # letters of a .csv, whose records the parser may have to hold whole


def check_size(size: int, name: str, *, most: int) -> None:
    """``FileRefused`` for a file of more bytes than the office takes."""
    if size > most:
        raise FileRefused(
            "file_too_large", f"Tệp “{name}” lớn hơn {most // 1024 // 1024} MB. Giảm kích thước ảnh hoặc tách tệp, lưu lại rồi tải lên."
        )
