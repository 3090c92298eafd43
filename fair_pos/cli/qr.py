"""`qr`: what a code is, and the text or picture of a VietQR."""

from pathlib import Path
from typing import Annotated

import typer

from fair_pos.cli import terminal
from fair_pos.cli.terminal import say
from fair_pos.core.errors import FairPosError
from fair_pos.core.money import parse_vnd
from fair_pos.payments import banks, codes, pictures, vietqr
from fair_pos.payments.codes import ScannedCode

PICTURES = (".png", ".jpg", ".jpeg", ".webp", ".bmp", ".gif")


class NoCodeFoundError(FairPosError):
    """A picture without a code."""

    code = "no_code_found"
    vi = "Không thấy mã nào trong {detail}. Chụp gần hơn, đủ sáng, cả viền trắng quanh mã."
    en = "No code in {detail}. Take it closer, well lit, with the white border."


class WrongCheckSignError(FairPosError):
    """One of our codes, misread or mistyped."""

    code = "check_sign"
    vi = "Mã “{detail}” sai ký tự kiểm tra. Quét lại hoặc gõ lại."
    en = "The check sign of “{detail}” is wrong. Scan or type again."


class UnknownBankError(FairPosError):
    """Neither a BIN nor a bank's name."""

    code = "unknown_bank"
    vi = "Không biết ngân hàng “{detail}”. Ghi mã BIN 6 chữ số hoặc tên ngắn, ví dụ VietinBank."
    en = "Unknown bank “{detail}”. Write its six-digit BIN or short name."


def register(app: typer.Typer) -> None:
    """Add the group."""
    group = typer.Typer(help="Mã QR và mã vạch.", no_args_is_help=True)
    group.command("read")(read)
    group.command("vietqr")(write_vietqr)
    app.add_typer(group, name="qr")


def read(
    what: Annotated[str, typer.Argument(metavar="TEXT|FILE.png", help="Nội dung mã, hoặc ảnh.")],
) -> None:
    """Cho biết một mã là gì, dạng JSON."""
    texts = _texts(what)
    found = [codes.identify(text, banks.load_banks()) for text in texts]
    facts = [one.facts() for one in found]
    terminal.say_json(facts[0] if len(facts) == 1 else facts)
    for one in found:
        _raise_fault(one)


def write_vietqr(
    bank: Annotated[str, typer.Option("--bin", help="Mã BIN hoặc tên ngắn của ngân hàng.")],
    account: Annotated[str, typer.Option(help="Số tài khoản.")],
    amount: Annotated[str | None, typer.Option(help="Số tiền, đồng.")] = None,
    memo: Annotated[str | None, typer.Option(help="Nội dung, không dấu, tối đa 25 ký tự.")] = None,
    out: Annotated[Path | None, typer.Option(metavar="FILE.png", help="Vẽ mã ra ảnh.")] = None,
) -> None:
    """Tạo mã VietQR chuyển khoản."""
    amount_vnd = None if amount is None else parse_vnd(amount)
    text = vietqr.build(_bin(bank), account, amount_vnd, memo)
    if out is not None:
        _draw(text, out)
    say(text)


def _texts(what: str) -> list[str]:
    """Return the codes in a picture, or the text itself when it names none."""
    file = Path(what)
    if file.suffix.lower() not in PICTURES:
        return [what]
    texts = pictures.read_picture(file.read_bytes())
    if not texts:
        raise NoCodeFoundError(file.name)
    return texts


def _raise_fault(found: ScannedCode) -> None:
    if found.refusal is not None:
        raise found.refusal
    if found.fault is not None:
        raise WrongCheckSignError(found.text)


def _bin(text: str) -> str:
    known = banks.find_bank(text, banks.load_banks())
    if known is not None:
        return known.bin
    if not text.isdigit():
        raise UnknownBankError(text)
    return text


def _draw(text: str, out: Path) -> None:
    from PIL import Image  # noqa: PLC0415  only where a picture is asked for

    from fair_pos.printing import qr  # noqa: PLC0415

    matrix = qr.matrix(text)
    side = len(matrix) + 2 * qr.QUIET_MODULES
    picture = Image.new("1", (side, side), 1)
    for y, row in enumerate(matrix, start=qr.QUIET_MODULES):
        for x, dark in enumerate(row, start=qr.QUIET_MODULES):
            picture.putpixel((x, y), not dark)
    scale = 8
    with terminal.writing(out) as file:
        picture.resize((side * scale, side * scale)).save(file, "PNG")
