"""Strips of labels that the printing tests draw."""

from fair_pos.printing.label import Label, Layout, Roll, Square, Strip, Words

ADDRESS = "HTTPS://POS.OCOPHALONG.VN/P/B4K7R2XQ960000HVBCFGHJKR"
ONE = Roll(400, 240)
TWO_ACROSS = Roll(280, 176, columns=2, gap_x=16)


def layout(roll: Roll, name: str = "Trứng vịt biển Đồng Rui") -> Layout:
    words = (
        Words(8, 24, 18, name, bold=True),
        Words(8, 60, 13, "OCOP", bold=True, stars=4),
        Words(8, 100.5, 14.4, "45.000 đ"),
    )
    square = Square(roll.width - 116, 40, 112.5)
    return Layout(words, square, Words(8, roll.height - 8, 13, "A01 · Số "))


def strip(labels: int, roll: Roll = ONE, *, name: str = "Trứng vịt biển Đồng Rui") -> Strip:
    made = tuple(Label(0, 417 + at, ADDRESS[:-1] + "BCFGHJKLMN"[at % 10]) for at in range(labels))
    return Strip("Tem", roll, (layout(roll, name),), made)
