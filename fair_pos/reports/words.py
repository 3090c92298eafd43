"""The words of the reports in both languages: names of kinds, definitions under the tables."""

from datetime import date

from fair_pos.reports.tables import Phrase

TOTAL = Phrase("Cộng", "Total")
NOT_SELLING = Phrase("không bán hàng", "does not sell")
NOT_PUBLISHED = Phrase("không công bố", "not published")
NO_SET = Phrase("Chưa xếp bộ sản phẩm", "Not in a set")
UNKNOWN_GOODS = Phrase("Hàng chưa có trong danh mục", "Goods not in the catalogue")

REVENUE = {
    "total": Phrase("Tổng doanh thu", "Total revenue"),
    "ocop": Phrase("trong đó: sản phẩm OCOP", "of which OCOP products"),
    "commune": Phrase("Khu vực Quảng Ninh", "Area of Quảng Ninh"),
    "province": Phrase("Tỉnh, thành phố khác", "Other provinces and cities"),
    "country": Phrase("Nước ngoài", "Abroad"),
}
BOOTH_KINDS = {
    "standard": Phrase("Gian tiêu chuẩn", "Standard"),
    "locality_block": Phrase("Khu theo thiết kế riêng của địa phương", "Locality's block"),
    "food": Phrase("Ẩm thực", "Food"),
    "e_commerce": Phrase("Thương mại điện tử", "E-commerce"),
    "distributor": Phrase("Nhà phân phối", "Distributor"),
    "foreign": Phrase("Nước ngoài", "Foreign"),
    "outdoor": Phrase("Ngoài trời", "Outdoor"),
    "counter": Phrase("Quầy của điểm bán", "Outlet's counter"),
    "exhibition": Phrase("Khánh tiết, triển lãm", "Exhibition"),
    "information": Phrase("Tuyên truyền", "Information"),
}
STARS = {
    "5": Phrase("5 sao", "5 stars"),
    "4": Phrase("4 sao", "4 stars"),
    "3": Phrase("3 sao", "3 stars"),
    "0": Phrase("Hàng khác, không phải OCOP", "Other goods, not OCOP"),
}
EXHIBITOR_KINDS = {
    "enterprise": Phrase("Doanh nghiệp", "Enterprise"),
    "cooperative": Phrase("Hợp tác xã", "Cooperative"),
    "cooperative_group": Phrase("Tổ hợp tác", "Cooperative group"),
    "household": Phrase("Hộ kinh doanh", "Household"),
}
MEANS = {
    "cash": Phrase("Tiền mặt", "Cash"),
    "vietqr": Phrase("VietQR", "VietQR"),
    "other": Phrase("Khác", "Other"),
}
STATES = {
    "shown": Phrase("mới hiện mã, chưa ai xác nhận", "code shown, nobody confirmed"),
    "claimed": Phrase("khách báo đã chuyển, chưa xác nhận", "customer says sent, not confirmed"),
    "confirmed_by_person": Phrase("người bán xác nhận", "confirmed by the seller"),
    "confirmed_by_bank": Phrase("ngân hàng báo", "told by the bank"),
}
KINDS = {
    "sale": Phrase("Đơn bán", "Sale"),
    "refund": Phrase("Trả hàng", "Refund"),
    "void": Phrase("Hủy đơn", "Void"),
}
FLAGS = {
    "price_differs": Phrase("Giá khác giá niêm yết", "Price differs from the listed one"),
    "product_withdrawn": Phrase("Sản phẩm đã ngừng bán", "Product was withdrawn"),
    "product_unknown": Phrase(
        "Sản phẩm không có trong danh mục", "Product is not in the catalogue"
    ),
    "shift_closed": Phrase("Đến sau khi ca đã chốt", "Arrived after its shift was closed"),
    "shift_unknown": Phrase("Không rõ ca bán", "Shift is not known"),
    "cashier_unknown": Phrase("Người bán không thuộc gian", "Seller does not belong to the booth"),
    "discount_above_limit": Phrase("Giảm giá quá mức cho phép", "Discount above the limit"),
    "number_taken": Phrase("Trùng số đơn", "Its number was taken"),
    "total_differs": Phrase("Tổng khác cách tính của máy chủ", "Total differs from the server's"),
    "clock_off": Phrase("Đồng hồ của quầy sai", "The till's clock was off"),
    "booth_suspended": Phrase("Gian đang tạm ngừng bán lúc đó", "Booth was suspended then"),
    "outside_days": Phrase("Ngoài ngày mở cửa", "Outside the open days"),
    "till_revoked": Phrase("Quầy đã bị thu hồi", "The till was revoked"),
    "code_taken": Phrase("Trùng mã phiếu, đã cấp mã mới", "Receipt code taken; it got a new one"),
    "number_not_own": Phrase("Số đơn của gian hoặc quầy khác", "Number of another booth or till"),
    "refund_above_sold": Phrase("Trả nhiều hơn số đã bán", "More came back than was sold"),
    "already_voided": Phrase("Hủy đơn không còn gì để hủy", "Nothing was left to void"),
    "label_sold_before": Phrase("Tem đã bán ở đơn khác", "Label was sold in another sale"),
    "label_not_ours": Phrase("Tem không phải của hệ thống này", "Label is not of this system"),
    "not_a_sale": Phrase("Trả, hủy một phiếu không phải đơn bán", "It corrects no sale"),
    "not_approved": Phrase("Chưa có mã PIN trưởng gian đúng", "No fitting booth lead's PIN"),
}
OCOP = {
    "yes": Phrase("chỉ hàng OCOP", "OCOP goods only"),
    "no": Phrase("chỉ hàng khác", "other goods only"),
}
FLAGGED = {"yes": Phrase("đơn cần xem lại", "sales to look at")}
FILTERS = {
    "day": Phrase("ngày ", "day "),
    "from": Phrase("từ ", "from "),
    "to": Phrase("đến ", "to "),
    "hour": Phrase("giờ: ", "hour: "),
    "booth": Phrase("gian ", "booth "),
    "zone": Phrase("", ""),
    "shift": Phrase("ca ", "shift "),
    "booth_kind": Phrase("loại gian: ", "kind of booth: "),
    "sponsor": Phrase("", ""),
    "commune": Phrase("", ""),
    "district": Phrase("địa bàn cũ ", "former district "),
    "province": Phrase("", ""),
    "country": Phrase("nước ", "country "),
    "kind": Phrase("", ""),
    "flagged": Phrase("", ""),
    "ocop": Phrase("", ""),
    "stars": Phrase("", ""),
    "set": Phrase("bộ ", "set "),
    "group": Phrase("nhóm ", "group "),
    "exhibitor_kind": Phrase("chủ thể: ", "exhibitor: "),
    "product": Phrase("", ""),
    "means": Phrase("thanh toán: ", "paid by: "),
    "state": Phrase("", ""),
}

INDICATORS = {
    "products_joined": Phrase("Sản phẩm tham gia", "Products joined"),
    "products_starred": Phrase("Sản phẩm có sao", "Products with stars"),
    "products_to_grade_plan": Phrase("Sản phẩm sẽ phân hạng, kế hoạch", "Products to grade, plan"),
    "products_to_city_plan": Phrase(
        "Sản phẩm trình cấp thành phố, kế hoạch", "Products for the city's grade, plan"
    ),
    "subjects": Phrase("Chủ thể", "Subjects"),
    "registered_capital": Phrase("Vốn đăng ký", "Registered capital"),
    "workers": Phrase("Lao động", "Workers"),
    "owner_age_average": Phrase("Tuổi bình quân chủ cơ sở", "Average age of owners"),
    "sales": Phrase("Doanh thu sản phẩm", "Product revenue"),
    "sales_plan": Phrase("Doanh thu sản phẩm, kế hoạch", "Product revenue, plan"),
    "profit": Phrase("Lợi nhuận", "Profit"),
    "sales_points": Phrase("Điểm bán", "Outlets"),
    "sales_points_plan": Phrase("Điểm bán, kế hoạch", "Outlets, plan"),
}
UNITS = {
    "product": Phrase("sản phẩm", "products"),
    "product group": Phrase("nhóm sản phẩm", "product groups"),
    "subject": Phrase("chủ thể", "subjects"),
    "million_vnd": Phrase("triệu đồng", "million đồng"),
    "person": Phrase("người", "people"),
    "year": Phrase("tuổi", "years"),
    "outlet": Phrase("điểm", "outlets"),
    "fair": Phrase("kỳ", "fairs"),
}

REVENUE_NOTE = Phrase(
    "Doanh thu: tiền khách trả sau giảm giá, đã trừ trả hàng.",
    "Revenue: what customers paid after discount, refunds taken off.",
)
OCOP_NOTE = Phrase(
    "Sản phẩm OCOP: có giấy chứng nhận 3–5 sao còn hiệu lực vào ngày bán; phần tự khai theo mục"
    " “trong đó OCOP” của phiếu.",
    "OCOP product: certificate of 3–5 stars valid on the day of sale; of declared money as the"
    " slip says.",
)
SALES_NOTE = Phrase(
    "Đơn: chỉ có ở gian ghi tại quầy; không tính đơn trả, hủy.",
    "Sales: of measured booths only; refunds and voids are not counted.",
)
LOCALITY_NOTE = Phrase(
    "Địa phương: đơn vị đưa gian hàng tham gia, theo địa giới từ 01/07/2025.",
    "Locality: the unit that sent the booth, borders since 01/07/2025.",
)
BEST_NOTE = Phrase(
    "Bán chạy nhất: theo số tiền, chỉ tính số ghi tại quầy.",
    "Best sellers: by money, measured figures only.",
)
SET_NOTE = Phrase(
    "Nhóm và bộ sản phẩm theo Quyết định 26/2026/QĐ-TTg, như ghi trên dòng hàng lúc bán.",
    "Groups and sets of Decision 26/2026/QĐ-TTg, as frozen on the line when sold.",
)
MEANS_NOTE = Phrase(
    "VietQR “người bán xác nhận”: người bán thấy tiền về rồi bấm “Tiền đã về đủ”; chưa đối"
    " chiếu với ngân hàng.",
    "VietQR “confirmed by the seller”: the seller saw the money and pressed “The money is in,"
    " in full”; not yet compared with the bank.",
)
HOUR_NOTE = Phrase("Giờ theo đồng hồ của quầy.", "Hours by the till's clock.")
EXHIBITOR_NOTE = Phrase(
    "Đơn vị: chủ thể đứng ở gian. Tiền: theo chủ thể của sản phẩm, như ghi trên dòng hàng lúc bán.",
    "Exhibitors: those who stand at a booth. Money: by the product's exhibitor, as frozen when"
    " sold.",
)

_WEEKDAYS = ("T2", "T3", "T4", "T5", "T6", "T7", "CN")
_WEEKDAYS_EN = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def day(on: date, *, is_open: bool = True) -> Phrase:
    """Return `T7, 30/01`; a day on which the venue does not open is marked."""
    vi, en = ("", "") if is_open else (" (ngoài ngày mở cửa)", " (not an open day)")
    return Phrase(
        f"{_WEEKDAYS[on.weekday()]}, {on:%d/%m}{vi}", f"{_WEEKDAYS_EN[on.weekday()]} {on:%d/%m}{en}"
    )


def hour(of_day: int) -> Phrase:
    """Return `10 – 11 giờ`."""
    return Phrase(f"{of_day} – {of_day + 1} giờ", f"{of_day}:00 – {of_day + 1}:00")


def means(key: str) -> Phrase:
    """Return the words of `vietqr:confirmed_by_person`; of cash nobody asks how sure it is."""
    name, _, state = key.partition(":")
    if name == "cash" and state == "confirmed_by_person":
        return MEANS[name]
    sure = STATES[state]
    return Phrase(f"{MEANS[name].vi}, {sure.vi}", f"{MEANS[name].en}, {sure.en}")
