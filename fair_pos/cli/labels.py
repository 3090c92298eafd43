"""`labels`: sheets of labels as PDF."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from sqlmodel import Session

from fair_pos.cli import terminal
from fair_pos.cli.fairs import FairCode, venue_of
from fair_pos.cli.terminal import complain, say
from fair_pos.core.errors import FairPosError
from fair_pos.labels import actions, keys, queries, sheets
from fair_pos.labels.actions import Printed, Printing, Refused
from fair_pos.labels.formats import BY_KEY
from fair_pos.labels.queries import Filter

Format = StrEnum("Format", {key: key for key in BY_KEY})  # type: ignore[misc]  # names from data


class NoGoodsError(FairPosError):
    """A booth, or a whole fair, that offers nothing."""

    code = "no_goods"
    vi = "{detail} chưa có sản phẩm nào. Nhập danh mục sản phẩm hoặc kiểm tra số gian."
    en = "{detail} offers nothing yet. Import products or check the booth."


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("labels")(labels)


def labels(
    ctx: typer.Context,
    fair: FairCode,
    form: Annotated[Format, typer.Option("--format", help="Khổ tem.")],
    out: Annotated[Path, typer.Option(metavar="FILE.pdf", help="Tệp PDF để in.")],
    booth: Annotated[str, typer.Option(help="Chỉ một gian.")] = "",
    each: Annotated[int, typer.Option(min=1, max=1000, help="Số tem mỗi sản phẩm.")] = 1,
) -> None:
    """In tem QR của các sản phẩm ra tờ A4."""
    with terminal.opened(ctx) as store, terminal.writing(out) as file:

        def action(session: Session) -> tuple[Printed, list[Refused]]:
            venue = venue_of(session, store.org_id, fair)
            wanted = Filter(booth=booth)
            if not queries.goods(session, venue, store.clock.now(), wanted):
                raise NoGoodsError(f"Gian {booth.upper()}" if booth else venue.code)
            known = keys.load(store.settings.data)
            printing = Printing(venue, BY_KEY[form.value], "", store.settings.base_url, known)
            return actions.print_all(session, store.clock, printing, wanted, each)

        printed, refused = store.lane.run(action)
        file.write(sheets.pdf(printed.sheets))
    for one in refused:
        complain(f"Không có tem: {one.goods.booth} {one.goods.name}: {one.error.sentence()}")
    say(f"{out}: {printed.entry.labels} tem trên {len(printed.sheets.pages)} tờ.")
