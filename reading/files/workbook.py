"""An annex's file as grids. What it is, its content says, never its name; what can't be read is refused with what to do."""

import csv
import struct
from collections.abc import Callable

import xlrd
from xlrd.compdoc import CompDocError

from common.errors import FileRefused
from reading.files import refusals
from reading.files.delimited import NAMED, is_table, read_delimited
from reading.files.grid import Workbook
from reading.files.ods import read_ods
from reading.files.package import BROKEN, Package
from reading.files.sheets import Sheets
from reading.files.sniff import ANNEX, File, Kind
from reading.files.word_grids import read_word_grids
from reading.files.xls import read_xls
from reading.files.xlsb import read_xlsb
from reading.files.xlsx import read_xlsx
from reading.files.xml2003 import read_xml_spreadsheet

_BROKEN = (*BROKEN, struct.error, csv.Error, xlrd.XLRDError, CompDocError, AssertionError, ArithmeticError)
_OF_PACKAGES: dict[Kind, Callable[[Package, Sheets], None]] = {
    Kind.XLSX: read_xlsx,
    Kind.XLSB: read_xlsb,
    Kind.ODS: read_ods,
    Kind.DOCX: read_word_grids,
}
_OF_BYTES: dict[Kind, Callable[[bytes, Sheets], None]] = {Kind.XLS: read_xls, Kind.XML_SHEET: read_xml_spreadsheet}


def read_workbook(content: bytes, name: str) -> Workbook:
    """The visible grids of a file, or ``FileRefused`` with ``file_invalid``, ``file_encrypted`` or ``file_too_large``."""
    file = ANNEX.take(content, name)
    sheets = Sheets(name)
    try:
        _read(file, sheets)
    except _BROKEN as error:
        raise _damaged(file, error) from error
    return sheets.finish()


def _read(file: File, sheets: Sheets) -> None:
    if file.package is not None:
        _OF_PACKAGES[file.kind](file.package, sheets)
    elif file.kind is Kind.TEXT:
        if not (file.name.lower().endswith(NAMED) or is_table(file.text)):
            raise ANNEX.refusal(file)
        if file.encoding:
            sheets.letters.converted.add(file.encoding)
        read_delimited(file.text, sheets)
    else:
        _OF_BYTES[file.kind](file.content, sheets)


def _damaged(file: File, error: Exception) -> FileRefused:
    """What Excel opens and the portal does not is not called damaged."""
    if "encrypted" in str(error):  # xlrd finds a password only when it decodes the book
        return refusals.locked(file.name)
    if file.kind is Kind.XLSB:
        way = "Mở bằng Excel, lưu thành .xlsx rồi tải lên."
        return FileRefused("file_invalid", f"Tệp “{file.name}” là sổ Excel nhị phân (.xlsb) mà cổng không đọc được. {way}")
    return ANNEX.unread(file) if file.kind is Kind.TEXT else refusals.damaged(file.name)
