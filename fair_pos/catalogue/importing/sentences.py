"""What an import says about rows: faults, notes, reasons to skip, in Vietnamese and English."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Said:
    """One sentence in both languages."""

    vi: str
    en: str

    def in_language(self, language: str) -> str:
        """Return the sentence for a reader of `vi` or `en`."""
        return self.vi if language == "vi" else self.en


FORMULA = Said(
    "Ô có công thức. Chép lại dưới dạng giá trị.", "The cell holds a formula. Paste as value."
)
UNKNOWN_PLACE = Said(
    "Không có xã, phường, đặc khu nào tên này. Chọn một trong 54 đơn vị, hoặc tỉnh, hoặc nước.",
    "No commune of this name. Choose one of the 54, a province or a country.",
)
WHICH_COMMUNE = Said(
    "Quảng Ninh có 54 xã, phường, đặc khu. Ghi rõ một đơn vị.",
    "Quảng Ninh has 54 communes. Write which one.",
)
SEVERAL_PLACES = Said(
    "Có nhiều nơi tên này. Chọn nơi đúng:", "Several places have this name. Choose:"
)
NO_PLACE = Said(
    "Thiếu địa phương. Ghi xã, phường, đặc khu, hoặc tỉnh, hoặc nước.",
    "Locality missing. Write a commune, a province or a country.",
)
WRONG_KIND = Said(
    "Loại hình phải là: doanh nghiệp, hợp tác xã, tổ hợp tác hoặc hộ kinh doanh.",
    "The kind must be one of: enterprise, cooperative, cooperative group, household.",
)
SHORTENED_ACCOUNT = Said(
    "Excel đã đổi số tài khoản thành dạng rút gọn, mất các số cuối."
    " Ghi lại số tài khoản dưới dạng chữ.",
    "Excel shortened the account number, last digits lost. Write it as text.",
)
UNKNOWN_BANK = Said(
    "Không có ngân hàng nào tên này. Ghi tên ngắn (ví dụ Agribank) hoặc mã 6 số.",
    "No bank of this name. Write its short name (e.g. Agribank) or its 6 digits.",
)
SEVERAL_BOOTHS = Said(
    "Ô ghi nhiều số gian. Ghi mỗi gian một dòng.",
    "Several booth numbers in one cell. Write one row per booth.",
)
WRONG_SET = Said(
    "Không có bộ sản phẩm này. Ghi số của bộ, từ 01 đến 26.",
    "No such product set. Write its number, 01 to 26.",
)
WRONG_BARCODE = Said(
    "Mã vạch sai số kiểm tra hoặc thiếu số. Quét lại, hoặc để trống.",
    "The barcode's check digit or length is wrong. Scan it again, or leave it empty.",
)
WRONG_TRACE = Said(
    "Địa chỉ trang truy xuất bắt đầu bằng https:// và không có dấu cách. Sửa lại, hoặc để trống.",
    "A trace page's address begins with https:// and has no spaces. Correct it or leave it empty.",
)
SHORTENED_BARCODE = Said(
    "Excel đã đổi mã vạch thành dạng rút gọn, mất các số cuối. Ghi lại mã vạch dưới dạng chữ.",
    "Excel shortened the barcode, last digits lost. Write it as text.",
)
WRONG_PRODUCT_CODE = Said(
    "Mã OCOP phải có dạng 22-06994-1-2026 hoặc dạng cũ 22-203-06994-1-2025.",
    "An OCOP code reads 22-06994-1-2026, or in its old form 22-203-06994-1-2025.",
)

NOTE_PHONE_ZERO = Said("thêm số 0 đầu điện thoại", "leading 0 added to phone")
NOTE_FIRST_PHONE = Said("chỉ lấy số điện thoại đầu", "only the first phone number taken")
NOTE_SPACES = Said("bỏ dấu cách thừa", "needless spaces removed")
NOTE_ACCOUNT_NUMBER = Said(
    "số tài khoản ghi dạng số, kiểm tra số 0 đầu",
    "account number written as a number, check for a leading 0",
)
NOTE_NO_ACCOUNT = Said(
    "thiếu ngân hàng hoặc số tài khoản, chưa nhận chuyển khoản",
    "bank or account number missing, no transfers yet",
)
NOTE_NO_ZONE = Said("chưa xếp khu", "no zone yet")
NOTE_SHARED = Said("gian dùng chung", "shared booth")
NOTE_KIND_OF_NAME = Said("loại hình lấy theo tên đơn vị", "kind taken from the name")
NOTE_NO_CERTIFICATE = Said(
    "thiếu số hoặc ngày quyết định, tem chưa in sao",
    "decision number or date missing, labels print no stars yet",
)
NOTE_POTENTIAL = Said(
    "tiềm năng 5 sao chưa phải là 5 sao, tem không in sao",
    "“potential 5 stars” is no certificate, labels print no stars",
)
NOTE_NO_STARS = Said("có số quyết định nhưng không ghi hạng sao", "a decision number but no stars")
NOTE_UNIT = Said("đơn vị tính để trống, ghi là “cái”", "unit empty, taken as “cái” (piece)")
NOTE_TAX_ZERO = Said("thêm số 0 đầu mã số thuế", "leading 0 added to tax code")
NOTE_THOUSANDS = Said("giá ghi bằng nghìn đồng", "price written in thousands")

SKIP_BLANK = Said("dòng trống", "blank row")
SKIP_HEADER = Said("lặp lại tiêu đề", "headers repeated")
SKIP_ZONE = Said("dòng tên khu", "zone's name")
SKIP_OTHER = Said("không có cột nào đã nhận ra", "nothing in the columns understood")


def total_row(text: str) -> Said:
    """Name a row of totals by what stands in it."""
    return Said(f"“{text}”", f"totals: “{text}”")


def booth_twice(code: str, row: int, exhibitor: str) -> Said:
    """Say where the booth stood before."""
    return Said(
        f"Số gian {code} đã có ở dòng {row} ({exhibitor})."
        " Sửa số gian, hoặc ghi chung gian nếu hai đơn vị dùng chung.",
        f"Booth {code} is already in row {row} ({exhibitor}). Correct it, or mark it as shared.",
    )


def missing(what: Said, letter: str) -> Said:
    """Say which cell to fill, by its letter in Excel."""
    return Said(
        f"Thiếu {what.vi}. Ghi {what.vi} vào cột {letter} rồi nhập lại.",
        f"{what.en[0].upper()}{what.en[1:]} missing. Write it in column {letter} and import again.",
    )


_COUNTS = {2: "hai", 3: "ba", 4: "bốn"}


def split_unit(former: str, names: tuple[str, ...]) -> Said:
    """Say that a former unit lies in several today: the choices stand beside it."""
    levels = {name.partition(" ")[0] for name in names}
    unit = levels.pop() if levels in ({"phường"}, {"xã"}) else "đơn vị"
    count = _COUNTS.get(len(names), str(len(names)))
    return Said(
        f"{former[0].upper()}{former[1:]} cũ nay thuộc {count} {unit}. Chọn {unit} đúng:",
        f"The former {former} now lies in {len(names)} units. Choose:",
    )


def former_name(name: str) -> Said:
    """Note a former name that was understood."""
    return Said(f"tên cũ “{name}”", f"former name “{name}”")


def understood_as(name: str) -> Said:
    """Note a name whose level was missing or another one."""
    return Said(f"hiểu là {name}", f"understood as {name}")


def bank_code(code: str, short_name: str) -> Said:
    """Note a bank written by its code."""
    return Said(f"mã {code} = {short_name}", f"code {code} = {short_name}")


def wrong_price(written: str) -> Said:
    """Say how a price is written."""
    return Said(
        f"Giá phải là số đồng, ví dụ 85.000. Trong tệp ghi “{written}”.",
        f"The price must be in đồng, e.g. 85.000. The file says “{written}”.",
    )


def broken_price(written: str) -> Said:
    """Say that đồng have no decimals."""
    return Said(
        "Giá không có phần lẻ sau đồng. Ghi số đồng tròn, ví dụ 85.000."
        f" Trong tệp ghi “{written}”.",
        f"Đồng have no decimals. Write a whole number, e.g. 85.000. The file says “{written}”.",
    )


def small_price(written: str) -> Said:
    """Say that the price is too small to be meant."""
    return Said(
        f"Giá nhỏ hơn 500\u00a0đ. Ghi đủ số đồng, ví dụ 85.000. Trong tệp ghi “{written}”.",
        f"The price is below 500\u00a0đ. Write all of it, e.g. 85.000. The file says “{written}”.",
    )


def wrong_stars(written: str) -> Said:
    """Say which stars there are."""
    return Said(
        f"Hạng sao chỉ có 3, 4 hoặc 5. Trong tệp ghi “{written}”.",
        f"Stars are 3, 4 or 5 only. The file says “{written}”.",
    )


def wrong_date(written: str) -> Said:
    """Say how a date is written."""
    return Said(
        f"Ngày phải có dạng ngày/tháng/năm, ví dụ 20/12/2023. Trong tệp ghi “{written}”.",
        f"A date reads day/month/year, e.g. 20/12/2023. The file says “{written}”.",
    )


def unknown_booth(code: str) -> Said:
    """Say that a product's booth is not there."""
    return Said(
        f"Chưa có gian {code}. Sửa số gian, hoặc nhập danh sách gian hàng trước.",
        f"There is no booth {code}. Correct it, or import the booths first.",
    )


def empty_booth(code: str) -> Said:
    """Say that nobody stands at the booth."""
    return Said(
        f"Gian {code} chưa có chủ thể. Nhập chủ thể của gian trước.",
        f"Booth {code} has no exhibitor yet. Enter one first.",
    )


def whose_product(code: str, count: int) -> Said:
    """Say that a shared booth's product needs its exhibitor."""
    return Said(
        f"Gian {code} có {count} chủ thể. Chọn chủ thể của sản phẩm:",
        f"Booth {code} has {count} exhibitors. Choose the product's:",
    )


def product_twice(row: int) -> Said:
    """Say where the product stood before."""
    return Said(
        f"Sản phẩm này đã có ở dòng {row}. Xóa một dòng, hoặc ghi quy cách khác nhau.",
        f"This product is already in row {row}. Remove one, or write different packs.",
    )


def other_price(row: int) -> Said:
    """Say that one product of one exhibitor has two prices."""
    return Said(
        f"Cùng sản phẩm này ở dòng {row} ghi giá khác. Ghi một giá cho cả hai dòng.",
        f"The same product has another price in row {row}. Write one price in both.",
    )
