"""Refusals of a whole file: nothing of it was read into the system."""

from fair_pos.core.errors import FairPosError


class ImportRefusedError(FairPosError):
    """The whole file is refused; nothing was read into the system."""

    code = "import_refused"
    status = 422


class NotAWorkbookError(ImportRefusedError):
    """Neither .xlsx nor CSV, or damaged, or protected with a password."""

    code = "not_a_workbook"
    vi = "Tệp không phải Excel (.xlsx). Mở tệp bằng Excel rồi lưu lại dạng .xlsx."
    en = "Not an Excel file. Save it as .xlsx."


class MisnamedError(NotAWorkbookError):
    """Its name says Excel, but it holds something else."""

    code = "misnamed"
    vi = (
        "Tệp không phải Excel (.xlsx) dù tên có đuôi .{detail}. Mở tệp bằng Excel rồi lưu lại dạng"
        " .xlsx; nếu là tệp CSV thì đổi đuôi thành .csv."
    )
    en = (
        "Not an Excel file (.xlsx), although named .{detail}. Save it as .xlsx, or name a CSV .csv."
    )


class NotUtf8Error(ImportRefusedError):
    """A CSV file in another encoding than UTF-8."""

    code = "not_utf8"
    vi = "Tệp CSV không phải mã UTF-8. Trong Excel chọn “CSV UTF-8” khi lưu."
    en = "The CSV file is not UTF-8. Choose “CSV UTF-8” when saving in Excel."


class FileTooLargeError(ImportRefusedError):
    """More bytes than the limit."""

    code = "file_too_large"
    status = 413
    vi = "Tệp nặng {detail} MB, quá giới hạn {limit} MB. Xóa hình ảnh hoặc chia tệp rồi nhập lại."
    en = "The file has {detail} MB, limit {limit} MB. Remove pictures or split it."


class UnpackedTooLargeError(ImportRefusedError):
    """A zip bomb, or a workbook that unpacks to far more than a list ever needs."""

    code = "unpacked_too_large"
    status = 413
    vi = "Tệp giải nén ra quá lớn nên không mở. Chép danh sách sang tệp Excel mới rồi nhập lại."
    en = "The file unpacks to too much and was not opened. Copy the list into a new workbook."


class TooManyRowsError(ImportRefusedError):
    """More rows than the limit."""

    code = "too_many_rows"
    vi = "Tệp có {detail} dòng, quá giới hạn {limit}. Chia tệp rồi nhập từng phần."
    en = "{detail} rows, limit {limit}. Split it."


class TooManyColumnsError(ImportRefusedError):
    """More columns than any list needs."""

    code = "too_many_columns"
    vi = "Tệp có {detail} cột, quá giới hạn {limit}. Xóa các cột thừa rồi nhập lại."
    en = "{detail} columns, limit {limit}. Delete the needless ones."


class NoHeaderError(ImportRefusedError):
    """No row looks like the headers; `rows` are the first ten, to choose from."""

    code = "no_header"
    vi = "Không tìm thấy dòng tiêu đề có {detail}. Chọn dòng tiêu đề:"
    en = "No header row with {detail} found. Choose it:"

    def __init__(
        self, wanted: str, sheet: str, rows: tuple[tuple[int, tuple[str, ...]], ...]
    ) -> None:
        super().__init__(wanted)
        self.sheet = sheet
        self.rows = rows


class BoothGoneError(ImportRefusedError):
    """A booth of the preview is not there any more, or stands for somebody else."""

    code = "booth_gone"
    status = 409
    vi = "Gian {detail} vừa bị thay đổi. Xem trước lại rồi nhập."
    en = "Booth {detail} was just changed. Preview again, then import."
