"""The worked examples in docstrings are true."""

import doctest
import importlib

import pytest

MODULES = [
    "core.money",
    "core.quantity",
    "core.text",
    "checkout.rules",
    "payments.cash",
    "payments.gs1",
    "payments.memo",
    "payments.vietqr",
]


@pytest.mark.parametrize("name", MODULES)
def test_the_worked_examples_are_true(name):
    failed, tried = doctest.testmod(importlib.import_module(f"fair_pos.{name}"))
    assert failed == 0
    assert tried
