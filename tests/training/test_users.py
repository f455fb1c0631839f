import re

from training import users
from training.users import Line


def test_every_pattern_of_every_user_can_be_searched_for() -> None:
    lines = [then for user in users.load().values() for then in user.then]
    assert any(line.met for line in lines)
    for line in lines:
        users.meets(Line(line.user, line.is_, line.met), "I went past that, and I'm sorry.")
        assert not any(re.search(r"<[a-z_]+>", one) for one in map(users.told, line.met))


def test_an_answer_meets_a_line_that_holds_all_that_it_needs() -> None:
    line = Line("That is the third time.", "rupture", ("<takes_the_joke>|three", "hands?"))
    assert users.meets(line, "Fair. My hands are empty.")
    assert users.meets(line, "Three times, and I held up my hand.")
    assert not users.meets(line, "Fair enough.")
    assert users.meets(Line("Bread.", "ordinary"), "Anything.")


def test_who_was_not_met_says_something_else() -> None:
    then = users.Then.model_validate(
        {
            "user": "Anyway, the bread.",
            "is": "ordinary",
            "unmet": "Never mind.",
            "unmet_is": "rupture",
        }
    )
    assert users.line(then, met=True) == Line("Anyway, the bread.", "ordinary")
    assert users.line(then, met=False) == Line("Never mind.", "rupture")
