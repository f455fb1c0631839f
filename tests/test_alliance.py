import pytest

from reknit import alliance, episodes
from tests.scripted import tiny


def estimated(script: str) -> float:
    session, codings = tiny(script)
    value = alliance.estimate(session.turns, codings, episodes.find(session.turns, codings))
    assert value is not None
    return value


def test_features_by_hand() -> None:
    session, codings = tiny("T:inform P:+ T:inform P:w3 T:question P:- T:question P:-")
    found = episodes.find(session.turns, codings)
    # 1 of 4 engaged; one episode of strength 3 that nobody took up; 1 of the last 3 in rupture
    assert alliance.features(session.turns, codings, found) == pytest.approx((0.25, 0.8, 1 / 3))


def test_higher_with_engagement_and_lower_with_what_is_left_unrepaired() -> None:
    dull = estimated("T:question P:- T:question P:-")
    open_ = estimated("T:question P:+ T:question P:+")
    mended = estimated("T:inform P:w2 T:own P:+ T:question P:+ T:question P:+ T:question P:+")
    left = estimated("T:inform P:w2 T:question P:w2 T:question P:- T:question P:-")
    left_strong = estimated("T:inform P:w3 T:question P:w3 T:question P:- T:question P:-")
    assert open_ > dull > left > left_strong
    assert mended > left
    assert 0 < left_strong < open_ < 1


def test_none_where_engagement_was_not_read() -> None:
    session, _ = tiny("T:question P:-")
    from reknit.coding import Coding

    assert alliance.estimate(session.turns, [Coding(), Coding(engaged=None)], ()) is None
