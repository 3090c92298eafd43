"""`labels`: sheets of labels as PDF."""

from pathlib import Path
from typing import Annotated

import typer
from sqlmodel import Session

from fair_pos.cli import terminal
from fair_pos.cli.fairs import FairCode, venue_of
from fair_pos.cli.terminal import complain, say
from fair_pos.core.errors import FairPosError
from fair_pos.labels import actions, keys, queries, sheets, shelf
from fair_pos.labels.actions import Printed, Printing, Refused
from fair_pos.labels.formats import LabelFormat
from fair_pos.labels.queries import Filter


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
    form: Annotated[str, typer.Option("--format", help="Cỡ tem, ví dụ 50x30.")],
    out: Annotated[Path, typer.Option(metavar="FILE.pdf", help="Tệp PDF để in.")],
    booth: Annotated[str, typer.Option(help="Chỉ một gian.")] = "",
    each: Annotated[int, typer.Option(min=1, max=1000, help="Số tem mỗi sản phẩm.")] = 1,
) -> None:
    """In tem QR của các sản phẩm ra tệp PDF."""
    with terminal.opened(ctx) as store, terminal.writing(out) as file:

        def action(session: Session) -> tuple[Printed, list[Refused]]:
            venue = venue_of(session, store.org_id, fair)
            wanted = Filter(booth=booth)
            if not queries.goods(session, venue, store.clock.now(), wanted):
                raise NoGoodsError(f"Gian {booth.upper()}" if booth else venue.code)
            known = keys.load(store.settings.data)
            size = _format(session, store.org_id, form)
            printing = Printing(venue, size, "", store.settings.base_url, known)
            return actions.print_all(session, store.clock, printing, wanted, each)

        printed, refused = store.lane.run(action)
        file.write(sheets.pdf(printed.sheets))
    for one in refused:
        complain(f"Không có tem: {one.goods.booth} {one.goods.name}: {one.error.sentence()}")
    say(f"{out}: {printed.entry.labels} tem trên {len(printed.sheets.pages)} tờ.")


def _format(session: Session, org_id: str, key: str) -> LabelFormat:
    known = {one.key: one for one in shelf.active(session, org_id)}
    if key not in known:
        message = f"không có cỡ tem “{key}”, có: {', '.join(known)}"
        raise typer.BadParameter(message, param_hint="--format")
    return known[key]
