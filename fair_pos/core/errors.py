"""Expected refusals: each class owns its code, HTTP status and a sentence a person can act on."""

from typing import ClassVar


class FairPosError(Exception):
    """An expected refusal. `detail` fills the sentence; nothing else about it is shown."""

    code: ClassVar[str] = "refused"
    status: ClassVar[int] = 400
    vi: ClassVar[str] = "Không làm được."
    en: ClassVar[str] = "Refused."

    def __init__(self, detail: str = "", **details: str) -> None:
        super().__init__(detail)
        self.detail = detail
        self.details = details

    def sentence(self, language: str = "vi") -> str:
        """Return the sentence to show, in Vietnamese or English."""
        template = self.vi if language == "vi" else self.en
        return template.format(detail=self.detail, **self.details)

    def __str__(self) -> str:
        return self.sentence()


class BadAmountError(FairPosError):
    """A text that is no whole number of đồng."""

    code = "bad_amount"
    status = 422
    vi = "Số tiền phải là số đồng, ví dụ 85.000. Đã ghi “{detail}”."
    en = "The amount must be whole đồng, e.g. 85.000. Written: “{detail}”."


class BadQuantityError(FairPosError):
    """A text that is no quantity."""

    code = "bad_quantity"
    status = 422
    vi = "Số lượng phải lớn hơn 0, ví dụ 2 hoặc 0,45. Đã ghi “{detail}”."
    en = "The quantity must be above 0, e.g. 2 or 0,45. Written: “{detail}”."


class NotFoundError(FairPosError):
    """Nothing here by that name, or not for this person: the answer is the same."""

    code = "not_found"
    status = 404
    vi = "Không tìm thấy. Kiểm tra lại địa chỉ hoặc quay về trang trước."
    en = "Not found. Check the address or go back."


class ForbiddenError(FairPosError):
    """The person is known but may not do this."""

    code = "forbidden"
    status = 403
    vi = "Tài khoản này không được làm việc đó. Hỏi Ban Tổ chức."
    en = "This account may not do that. Ask the organisers."


class FormError(FairPosError):
    """A form with faults in named fields; what was typed stays.

    `faults` maps a field's name to its sentence, already in the reader's language.
    """

    code = "form"
    status = 422
    vi = "Chưa lưu: có {detail} chỗ cần sửa."
    en = "Not saved: {detail} things to correct."

    def __init__(self, faults: dict[str, str]) -> None:
        super().__init__(str(len(faults)))
        self.faults = faults


class FieldError(FairPosError):
    """A refusal that belongs to one field of a form, named by `field`."""

    code = "field"
    status = 422
    field: ClassVar[str] = ""


class ChangedMeanwhileError(FairPosError):
    """Somebody else saved the same thing first."""

    code = "changed_meanwhile"
    status = 409
    vi = "Người khác vừa sửa lúc {detail}. Xem lại rồi lưu."
    en = "Changed by someone else at {detail}. Look and save again."
