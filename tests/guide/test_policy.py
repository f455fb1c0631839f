"""The policy's table: in form, complete, and in the order that the procedure asks for."""

from itertools import combinations

import pytest

from reknit import procedure
from reknit.guide import feelings
from reknit.guide.moment import FACTS
from reknit.guide.policy import Rule, load

RULES = load().rules
OUTSIDE = (load().settle, load().safety, load().felt)


@pytest.mark.parametrize("rule", [*RULES, *OUTSIDE], ids=lambda rule: str(rule.name))
def test_every_rule_is_in_form(rule: Rule) -> None:
    needed = {one for need in rule.when for one in ((need,) if isinstance(need, str) else need)}
    assert needed | set(rule.unless) <= set(FACTS)
    assert not needed & set(rule.unless)
    assert set(rule.feels) <= {feeling.name for feeling in feelings()}
    assert rule.moves
    if rule not in OUTSIDE:
        assert rule.step in procedure.STEPS
        assert set(rule.moves) <= set(procedure.REPAIR_NAMES)
    for text in (rule.why, rule.avoid):
        assert text.endswith(".")
        assert "rupture" not in text.lower()
    assert rule.source


def test_no_two_rules_have_the_same_name() -> None:
    names = [rule.name for rule in (*RULES, *OUTSIDE)]
    assert len(set(names)) == len(names)


def test_no_rule_is_hidden_behind_a_broader_one_with_the_same_moves() -> None:
    for first, later in combinations(RULES, 2):
        hidden = (
            first.moves == later.moves
            and not first.feels
            and set(first.when) <= set(later.when)
            and set(first.unless) <= set(later.unless)
        )
        assert not hidden, f"{later.name} never comes up behind {first.name}"


def test_the_last_rule_always_fits() -> None:
    assert RULES[-1].fits(())


def test_reasons_are_never_given_before_the_complaint_was_received() -> None:
    for rule in RULES:
        if "rationale" in rule.moves:
            assert "received" in rule.when
            assert "angry" in rule.unless


def test_patterns_are_linked_only_after_exploring_and_never_in_anger() -> None:
    for rule in RULES:
        if "link_pattern" in rule.moves:
            assert {"explored", "closer"} <= set(rule.when)
            assert "angry" in rule.unless


def test_a_need_with_alternatives_asks_for_any_of_them() -> None:
    rule = Rule("x", "resolve", ("own",), "", "", "", when=("a", ("b", "c")), unless=("d",))
    assert rule.fits({"a", "c"})
    assert not rule.fits({"a"})
    assert not rule.fits({"b", "c"})
    assert not rule.fits({"a", "b", "d"})


def test_a_rule_that_asks_for_a_feeling_needs_one_of_them() -> None:
    rule = Rule("x", "attention", ("disclose",), "", "", "", feels=("bored", "distant"))
    assert not rule.fits(())
    assert rule.fits((), ("distant",))
