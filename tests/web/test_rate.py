from reknit.web import rate
from reknit.web.rate import Rate


def test_a_minutes_requests_at_once_then_evenly() -> None:
    bucket = Rate(60)
    assert [bucket.take("a", 0.0) for _ in range(60)] == [None] * 60
    assert bucket.take("a", 0.0) == 1
    assert bucket.take("b", 0.0) is None
    assert bucket.take("a", 1.0) is None
    assert bucket.take("a", 1.5) == 1


def test_how_long_to_wait() -> None:
    bucket = Rate(2)
    assert [bucket.take("a", 0.0) for _ in range(3)] == [None, None, 30]


def test_only_so_many_clients_are_remembered() -> None:
    bucket = Rate(1)
    for at in range(rate.MOST + 50):
        bucket.take(str(at), 0.0)
    assert len(bucket.held) == rate.MOST
