import hashlib
import json
import os
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from fair_pos.core.ids import ALPHABET
from fair_pos.signing import keys
from fair_pos.signing.keys import NoKeyLeftError, Signer

NOW = datetime(2027, 1, 26, 1, 0, tzinfo=UTC)


def test_the_first_key_is_made_once_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    keys.make(tmp_path, NOW)
    (first,) = Signer(tmp_path).keys
    keys.make(tmp_path, NOW)
    (again,) = Signer(tmp_path).keys
    assert again.public == first.public
    assert (first.since, first.until) == (NOW, None)
    if os.name == "posix":
        assert stat.S_IMODE((tmp_path / keys.FILE).stat().st_mode) == 0o600


def test_a_running_server_signs_with_the_new_key_and_keeps_the_old_one(tmp_path: Path) -> None:
    keys.make(tmp_path, NOW)
    signer = Signer(tmp_path)
    (old,) = signer.keys
    later = NOW + timedelta(days=2)
    keys.rotate(tmp_path, later)
    retired, newest = signer.keys
    assert (retired.public, retired.until) == (old.public, later)
    assert signer.key == newest
    assert newest.public != old.public


def test_a_lost_file_is_not_replaced_by_itself(tmp_path: Path) -> None:
    assert Signer(tmp_path).key is None
    assert list(tmp_path.iterdir()) == []


def test_a_server_keeps_the_keys_of_a_file_that_goes_while_it_runs(tmp_path: Path) -> None:
    keys.make(tmp_path, NOW)
    signer = Signer(tmp_path)
    known = signer.keys
    (tmp_path / keys.FILE).unlink()
    assert signer.keys == known


def test_28_keys_are_the_most_and_each_has_its_own_sign(tmp_path: Path) -> None:
    for _ in ALPHABET:
        keys.rotate(tmp_path, NOW)
    assert {key.key_id for key in Signer(tmp_path).keys} == set(ALPHABET)
    with pytest.raises(NoKeyLeftError):
        keys.rotate(tmp_path, NOW)


def test_what_is_published_holds_no_secret_and_the_fingerprint_is_of_the_public_key(
    tmp_path: Path,
) -> None:
    keys.make(tmp_path, NOW)
    shown = keys.published(Signer(tmp_path).keys, "site-1", is_sample=False)
    (one,) = shown["keys"]
    seed = (tmp_path / keys.FILE).read_text().split()[2]
    assert seed not in json.dumps(shown)
    digest = hashlib.sha256(bytes.fromhex(one["public"])).hexdigest()
    assert one["fingerprint"].replace(" ", "") == digest[:32]
    assert one["key"] == ALPHABET[int(digest[:2], 16) % 28]
    assert (one["since"], one["until"]) == ("2027-01-26T01:00:00.000Z", None)
