import pytest

from fair_pos.printing import paper
from fair_pos.printing.unread import UnknownBytesError

STRIP = b"\x1dv0\x00\x01\x00\x02\x00\x80\x01"


def test_a_set_bit_is_black_and_the_first_bit_is_left():
    (sheet,) = paper.read(STRIP).sheets
    assert sheet.size == (8, 2)
    assert [sheet.getpixel((x, 0)) for x in range(8)] == [0, *[255] * 7]
    assert [sheet.getpixel((x, 1)) for x in range(8)] == [*[255] * 7, 0]


def test_a_cut_ends_a_sheet_and_everything_is_counted():
    read = paper.read(b"\x1b@\x1bp\x00\x32\x32" + 2 * STRIP + b"\x1bd\x06\x1dV\x01" + STRIP)
    assert (read.resets, read.pulses, read.cuts) == (1, 1, 1)
    assert [sheet.height for sheet in read.sheets] == [4, 2]


@pytest.mark.parametrize(
    "job",
    [
        pytest.param("Hạ Long".encode(), id="text"),
        pytest.param("Phiếu\n".encode(), id="a letter with marks"),
        pytest.param(b"Phieu", id="letters without an end"),
        pytest.param(b"\x1bt\x1e", id="code page"),
        pytest.param(b"\x1dV\x42\x00", id="another cut"),
        pytest.param(b"\x1bp\x03\x32\x32", id="another drawer pin"),
        pytest.param(b"\x1dv0\x01\x01\x00\x01\x00\x80", id="double width"),
        pytest.param(b"\x1dv1\x00\x01\x00\x01\x00\x80", id="another raster form"),
        pytest.param(STRIP[:-1], id="short of a byte"),
        pytest.param(b"\x1b", id="half a command"),
    ],
)
def test_any_other_byte_is_refused(job: bytes):
    with pytest.raises(UnknownBytesError):
        paper.read(job)
