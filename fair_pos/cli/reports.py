"""`report`: the closing report as a file."""

from pathlib import Path
from typing import Annotated

import typer

from fair_pos.cli import terminal
from fair_pos.cli.fairs import FairCode, venue_of
from fair_pos.cli.terminal import say
from fair_pos.core.money import format_vnd_unit
from fair_pos.reports import export
from fair_pos.reports.closing import closing_report
from fair_pos.reports.figures import ClosingReport
from fair_pos.signing.keys import Key

KINDS = {".json", ".xlsx", ".pdf"}


def register(app: typer.Typer) -> None:
    """Add the group."""
    group = typer.Typer(help="Báo cáo.", no_args_is_help=True)
    group.callback()(_reports)
    group.command("closing")(closing)
    app.add_typer(group, name="report")


def _reports() -> None:
    """Báo cáo."""


def closing(
    ctx: typer.Context,
    fair: FairCode,
    out: Annotated[Path, typer.Option(metavar="FILE", help="Tệp .json, .xlsx hoặc .pdf.")],
) -> None:
    """Báo cáo tổng kết hội chợ."""
    if out.suffix.lower() not in KINDS:
        raise typer.BadParameter(f"{out.name}: dùng .json, .xlsx hoặc .pdf", param_hint="--out")
    with terminal.opened(ctx) as store, terminal.writing(out) as file:
        with store.reading() as session:
            report = closing_report(session, store.clock, venue_of(session, store.org_id, fair))
        file.write(_written(report, out.suffix.lower(), store.signer.key))
    say(f"{out}: {_headline(report)}")


def _written(report: ClosingReport, kind: str, key: Key | None) -> bytes:
    if kind == ".json":
        return export.closing_json(report, key)
    return export.closing_xlsx(report) if kind == ".xlsx" else export.closing_pdf(report)


def _headline(report: ClosingReport) -> str:
    total = report.total
    return (
        f"ghi tại quầy {format_vnd_unit(total.measured_vnd)}, "
        f"tự khai {format_vnd_unit(total.declared_vnd)}, {report.open_days} ngày. Đối chiếu: khớp."
    )
