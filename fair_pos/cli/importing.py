"""`import`: the organiser's lists of booths and products."""

from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from fair_pos.catalogue.importing import booths, products, queries, write
from fair_pos.catalogue.importing.plan import ImportResult
from fair_pos.catalogue.importing.preview import Preview, faulty_rows_xlsx
from fair_pos.catalogue.importing.reference import load_reference
from fair_pos.catalogue.importing.workbook import check_name
from fair_pos.cli import terminal
from fair_pos.cli.fairs import FairCode, venue_of
from fair_pos.cli.terminal import complain, say
from fair_pos.core.errors import FairPosError
from fair_pos.db.store import Store
from fair_pos.venues.models import Venue


class Kind(StrEnum):
    """What a list holds."""

    BOOTHS = "booths"
    PRODUCTS = "products"


class NoGoodRowError(FairPosError):
    """A list in which every row has a fault."""

    code = "no_good_row"
    vi = "Không có dòng nào nhập được. Sửa các dòng trên rồi nhập lại."
    en = "No row could be imported. Correct the rows above and import again."


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("import")(import_list)


def import_list(
    ctx: typer.Context,
    kind: Annotated[Kind, typer.Argument(help="Gian hàng hoặc sản phẩm.")],
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Tệp .xlsx hoặc .csv.")],
    fair: FairCode,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Chỉ xem trước, không ghi.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Trả lời dạng JSON.")] = False,
    faults: Annotated[
        Path | None, typer.Option(metavar="FILE.xlsx", help="Ghi các dòng lỗi ra tệp để sửa.")
    ] = None,
) -> None:
    """Nhập danh sách gian hàng hoặc sản phẩm từ Excel."""
    content = file.read_bytes()
    check_name(file.name, content)
    with terminal.opened(ctx) as store:
        with store.reading() as session:
            venue = venue_of(session, store.org_id, fair)
        preview = understand(store, venue, kind, content)
        result = run(store, venue, kind, preview, dry_run=dry_run)
    if faults and preview.faults:
        faults.write_bytes(faulty_rows_xlsx(preview))
    if as_json:
        terminal.say_json({"dry_run": dry_run, "result": _counts(result), **preview.as_json()})
    else:
        _tell(preview, result, dry_run=dry_run)
    if preview.faults and not preview.rows:
        raise NoGoodRowError


def understand(store: Store, venue: Venue, kind: Kind, content: bytes) -> Preview[Any]:
    """Return what a list holds, writing nothing.

    Raises:
        ImportRefusedError: the whole file cannot be read.
    """
    if kind is Kind.BOOTHS:
        return booths.preview_booths(content, load_reference())
    with store.reading() as session:
        known = queries.known_booths(session, venue)
    return products.preview_products(content, load_reference(), known)


def run(
    store: Store, venue: Venue, kind: Kind, preview: Preview[Any], *, dry_run: bool = False
) -> ImportResult:
    """Write the good rows of a list, or only say what writing them would do."""
    if dry_run:
        compare = write.compare_booths if kind is Kind.BOOTHS else write.compare_products
        with store.reading() as session:
            return compare(session, store.clock, venue, preview)
    put: Callable[..., ImportResult] = (
        write.import_booths if kind is Kind.BOOTHS else write.import_products
    )
    return store.lane.run(lambda session: put(session, store.clock, venue, preview, ""))


def _counts(result: ImportResult) -> dict[str, int]:
    return {
        "created": result.created,
        "updated": result.updated,
        "unchanged": result.unchanged,
    }


def _tell(preview: Preview[Any], result: ImportResult, *, dry_run: bool) -> None:
    for fault in preview.faults:
        choices = f" ({' / '.join(fault.choices)})" if fault.choices else ""
        complain(f"Dòng {fault.row}, {fault.heading}: {fault.said.vi}{choices}")
    head = "Xem trước, chưa ghi gì vào hệ thống" if dry_run else "Đã nhập"
    say(
        f"{head}: {result.created} dòng mới, {result.updated} dòng có thay đổi, "
        f"{result.unchanged} dòng như cũ, {len(preview.faulty_rows)} dòng lỗi."
    )
