import pytest

from reknit import guide
from reknit.errors import UserError


@pytest.mark.parametrize(
    ("asked", "name"),
    [("cbt", "cbt"), ("CBT", "cbt"), (" Psychoanalytic ", "psychodynamic"), ("gp", "medical")],
)
def test_however_it_is_called(asked: str, name: str) -> None:
    assert guide.named(asked).name == name


def test_an_unknown_one_is_the_users_mistake_and_the_known_are_listed() -> None:
    with pytest.raises(UserError) as mistake:
        guide.named("astrology")
    assert "cbt, psychodynamic" in str(mistake.value)


def test_no_name_means_two() -> None:
    names = [n for one in guide.modalities() for n in (one.name, *one.otherwise)]
    assert len(set(names)) == len(names)
