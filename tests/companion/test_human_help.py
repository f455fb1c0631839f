from dataclasses import replace
from datetime import date, timedelta

import pytest

from reknit.companion import human_help
from reknit.errors import UserError


@pytest.mark.parametrize("code", sorted(human_help.table()))
def test_each_country_has_a_way_that_can_be_read_out(code: str) -> None:
    helped = human_help.table()[code]
    assert helped.lines
    assert any(set(line.purposes) & {"suicide", "distress"} for line in helped.lines)
    assert all(line.call or line.text for line in helped.lines)
    assert all(line.source.startswith("http") and line.how for line in helped.lines)
    told = helped.told()
    assert helped.emergency in told
    assert all(line.name in told for line in helped.lines)
    assert "{" not in told
    assert "  " not in told
    assert ".." not in told


def test_a_country_by_any_case() -> None:
    assert "116 123" in human_help.given("gb").told()
    assert "116 123" in human_help.given("GB").briefly()


def test_lines_fit_the_danger() -> None:
    helped = human_help.given("GB")
    assert "Samaritans" in helped.told(("suicide",))
    assert "Domestic" not in helped.told(("suicide",))
    assert "Domestic" in helped.told(("abuse",))
    assert "Samaritans" not in helped.told(("abuse",))
    assert "Domestic" in helped.briefly(("abuse",))
    assert "999" in helped.briefly(("abuse",))
    assert {"Samaritans", "Domestic"} <= set(helped.told(("suicide", "abuse")).split())
    assert helped.told() == helped.told(("suicide", "abuse"))


def test_a_country_without_a_line_for_the_danger_has_its_others() -> None:
    helped = human_help.given("GB")
    one = replace(helped, lines=helped.lines[:1])
    assert one.told(("abuse",)) == one.told()


def test_an_operators_own_words_go_before_the_table() -> None:
    assert human_help.given("GB", " Ring Ann on 1. ").told() == "Ring Ann on 1."
    assert human_help.given("GB", "Ring Ann on 1.").briefly() == "Ring Ann on 1."


def test_no_country() -> None:
    assert "emergency number" in human_help.given().told()
    assert "findahelpline.com" in human_help.given().briefly()


def test_a_country_that_the_table_does_not_know() -> None:
    with pytest.raises(UserError, match="--help-line"):
        human_help.given("XX")


def test_an_old_check_is_told() -> None:
    helped = human_help.given("GB")
    fresh = helped.lines[0].checked
    assert human_help.old(helped, fresh) == []
    later = fresh + timedelta(days=human_help.OLD + 1)
    assert helped.lines[0] in human_help.old(helped, later)
    one = replace(helped.lines[0], checked=date(2020, 1, 1))
    assert human_help.old(replace(helped, lines=(one,)), fresh) == [one]
