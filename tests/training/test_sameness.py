from reknit.coding import Coding
from reknit.session import Session, Turn
from training.corpus import Coded
from training.sameness import near_duplicates, overused

LONG = "so on the Friday I drove out to the depot and nobody was there except the old guard"
NEARLY = "so on the Friday I drove out to the depot and nobody was there but the guard"
OTHER = "we had the whole family over for the weekend and I cooked for two days without a break"


def said(name: str, *texts: str, case: str = "") -> Coded:
    turns = tuple(Turn(at, "patient", text) for at, text in enumerate(texts))
    return Coded(Session(name, turns), (Coding(),) * len(turns), {"case": case or name})


def test_a_turn_that_says_nearly_what_another_says_is_found_across_sessions() -> None:
    (found,) = near_duplicates([said("a", OTHER, LONG), said("b", NEARLY)])
    assert (found.one, found.other) == (("b", 0), ("a", 1))
    # 10 of LONG's 14 runs of five words and of NEARLY's 13 are in both: 10 / (14 + 13 - 10)
    assert found.share == 10 / 17


def test_and_within_a_session() -> None:
    assert len(near_duplicates([said("a", LONG, OTHER, LONG)])) == 1


def test_scenes_of_a_pair_may_share_their_beginning() -> None:
    assert near_duplicates([said("p-a", LONG, case="p"), said("p-b", LONG, case="p")]) == []


def test_short_turns_are_anyones() -> None:
    assert near_duplicates([said("a", "I don't know what to say."), said("b", LONG)]) == []


def test_a_phrase_in_too_many_sessions_is_told_unless_everyone_says_it() -> None:
    many = [said(str(n), "I don't want to", f"bless my cotton socks {n}") for n in range(4)]
    rest = [said(f"r{n}", f"number {n}") for n in range(96)]
    assert overused([*many, *rest]) == [("bless my cotton socks", 4)]
    assert overused([*many[:3], *rest, said("last", "more")]) == []
