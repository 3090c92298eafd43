import pytest

from fair_pos.printing import addresses
from fair_pos.printing.addresses import Address, BadAddressError, SerialAddress, UsbAddress
from fair_pos.printing.models import DriverKind


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("192.168.8.41", Address("192.168.8.41", 9100)),
        (" may-in.local:9101 ", Address("may-in.local", 9101)),
        ("[fe80::1]:9100", Address("fe80::1", 9100)),
        ("[fe80::1%eth0]", Address("fe80::1%eth0", 9100)),
        ("may_in_2", Address("may_in_2", 9100)),
    ],
)
def test_a_network_address_is_read(text: str, address: Address):
    assert addresses.network(text) == address


@pytest.mark.parametrize("text", ["", "máy in", "10.0.0.1:", "10.0.0.1:0", "10.0.0.1:70000", "a b"])
def test_what_is_no_network_address_is_refused_with_an_example(text: str):
    with pytest.raises(BadAddressError, match=r"192\.168\.8\.41"):
        addresses.network(text)


@pytest.mark.parametrize(
    "text", ["192.168..41", "192.168.1.400", "192.168.8", "9100", ".", "-a", "a..b", "[::12345]"]
)
def test_a_mistyped_number_is_refused_and_not_taken_for_a_name(text: str):
    with pytest.raises(BadAddressError, match=r"192\.168\.8\.41"):
        addresses.network(text)


def test_cables_are_read_with_what_differs_between_clones():
    assert addresses.usb("04B8:0e15") == UsbAddress(0x04B8, 0x0E15)
    assert addresses.usb("0fe6:811e/81/03") == UsbAddress(0x0FE6, 0x811E, 0x81, 0x03)
    assert addresses.serial("/dev/ttyUSB0@115200") == SerialAddress("/dev/ttyUSB0", 115_200)
    assert addresses.serial("COM3") == SerialAddress("COM3", 9600)


@pytest.mark.parametrize(
    ("driver", "text", "example"),
    [
        ("usb", "Epson", "04b8:0e15"),
        ("serial", "ttyUSB0", "COM3@9600"),
        ("file", "lp0", "/dev/usb/lp0"),
        ("cups", "", "HP-LaserJet"),
        ("cups", "a/b", "HP-LaserJet"),
        ("windows", "", "XP-80C"),
    ],
)
def test_each_driver_says_how_its_address_looks(driver: str, text: str, example: str):
    with pytest.raises(BadAddressError, match=example):
        addresses.check(DriverKind(driver), text)


def test_the_virtual_printer_needs_no_address():
    addresses.check(DriverKind.VIRTUAL, "")
