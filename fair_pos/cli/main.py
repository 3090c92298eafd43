"""The program `fair-pos`: its groups of commands, and refusals told as one sentence."""

import errno
import sys
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any

import typer
from sqlalchemy.exc import OperationalError
from typer.core import TyperGroup

from fair_pos.cli import terminal
from fair_pos.core.errors import FairPosError, FormError

PARTS = (
    "demo",
    "serve",
    "tls",
    "init",
    "fairs",
    "importing",
    "labels",
    "labels_key",
    "signing_key",
    "printers",
    "reports",
    "simulate",
    "rehearse",
    "proof",
    "qr",
    "doctor",
    "backup",
    "standby",
    "users",
)
"""Files of this package with commands: each has a `register(app)`."""

Data = Annotated[
    Path | None,
    typer.Option(
        "--data",
        metavar="DIR",
        envvar="FAIR_POS_DATA",
        help="Thư mục dữ liệu; ghi trước hoặc sau tên lệnh (mặc định: data).",
    ),
]


class Commands(TyperGroup):
    """Takes `--data` before or after the command; tells expected refusals without a traceback."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read the options, `--data` wherever it stands."""
        return super().parse_args(ctx, data_first(args))

    def invoke(self, ctx: Any) -> Any:
        """Run a command; a refusal ends it with exit code 1 and its sentence on stderr."""
        try:
            return super().invoke(ctx)
        except FormError as error:
            _refuse("\n".join([error.sentence(), *error.faults.values()]))
        except FairPosError as error:
            _refuse(error.sentence())
        except OperationalError as error:
            _refuse(f"Cơ sở dữ liệu từ chối: {error.orig}")
        except OSError as error:
            _refuse(_of_machine(error))


app = typer.Typer(
    cls=Commands,
    help="Fair POS: hội chợ OCOP từ danh sách gian hàng đến báo cáo tổng kết.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


@app.callback()
def start(ctx: typer.Context, data: Data = None) -> None:
    """Fair POS: hội chợ OCOP từ danh sách gian hàng đến báo cáo tổng kết."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    ctx.obj = data


def data_first(args: list[str]) -> list[str]:
    """Move `--data DIR` to the front.

    >>> data_first(["verify", "--data", "x", "--json"])
    ['--data', 'x', 'verify', '--json']
    """
    for place, word in enumerate(args):
        if word == "--":
            break
        if word == "--data" or word.startswith("--data="):
            end = place + (2 if word == "--data" else 1)
            return [*args[place:end], *args[:place], *args[end:]]
    return args


def _of_machine(error: OSError) -> str:
    """Say what the machine refused: a file that is not there, no right, no room."""
    why = {
        errno.ENOENT: "không có tệp hoặc thư mục này",
        errno.EACCES: "không có quyền",
        errno.EPERM: "không có quyền",
        errno.EISDIR: "đây là thư mục, không phải tệp",
        errno.ENOTDIR: "đây là tệp, không phải thư mục",
        errno.ENOSPC: "đĩa đầy",
        errno.EROFS: "ổ đĩa chỉ cho đọc",
    }.get(error.errno or 0, error.strerror or str(error))
    return f"Không đọc hoặc ghi được {error.filename or 'tệp'}: {why}."


def _refuse(sentence: str) -> None:
    terminal.complain(sentence)
    raise typer.Exit(1)


for part in PARTS:
    import_module(f"fair_pos.cli.{part}").register(app)
