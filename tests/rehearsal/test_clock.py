"""The rehearsal's clock runs at its speed and skips the nights, in every process alike."""

from datetime import UTC, datetime, timedelta

from fair_pos.rehearsal.clock import Score, SiteClock, opening_days

MORNING = datetime(2027, 1, 30, 1, tzinfo=UTC)
SCORE = Score(100.0, 60.0, tuple(opening_days(MORNING, 2)), 1800.0)


def test_a_second_is_a_minute_at_sixty():
    assert SCORE.at(101.0) - SCORE.at(100.0) == timedelta(minutes=1)


def test_the_night_is_skipped():
    assert SCORE.at(129.0) == MORNING + timedelta(minutes=29)
    assert SCORE.at(130.0) == MORNING + timedelta(days=1)


def test_time_runs_on_after_the_last_day():
    assert SCORE.at(170.0) == MORNING + timedelta(days=1, minutes=40)


def test_trade_is_inside_the_day(tmp_path):
    first, second = SCORE.days()
    assert (first.opens_at, first.closes_at) == (
        MORNING + timedelta(minutes=3),
        MORNING + timedelta(minutes=27),
    )
    assert second.day - first.day == timedelta(days=1)


def test_another_process_reads_the_same_score_and_its_skew(tmp_path):
    SCORE.write(tmp_path / "score")
    assert Score.read(tmp_path / "score") == SCORE
    (tmp_path / "skew").write_text("-720")
    clock = SiteClock(tmp_path / "score", tmp_path / "skew")
    (tmp_path / "none").write_text("0")
    right = SiteClock(tmp_path / "score", tmp_path / "none")
    off = clock.now() - right.now()
    assert timedelta(minutes=-13) < off < timedelta(minutes=-11)
