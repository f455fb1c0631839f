from dataclasses import replace

from reknit.coding import Coding
from reknit.companion.hearing import own_moves
from reknit.procedure import PATIENT, THERAPIST
from reknit.session import Session, Turn
from training.corpus import Coded
from training.listened import listened

LONG = "my sister sold the van and it had all of dads tools in it"


def chat(*, register: str = "chat", rupture: tuple[str, ...] = ()) -> Coded:
    turns, codings = [], []
    for at in range(40):
        agent = at % 2 == 0
        words = "What did she sell?" if agent else LONG if at % 4 == 1 else "the van"
        turns.append(Turn(at, THERAPIST if agent else PATIENT, words))
        codings.append(Coding(moves=("question",)) if agent else Coding(rupture=(), engaged=True))
    codings[1] = replace(codings[1], rupture=rupture)
    return Coded(Session("a", tuple(turns)), tuple(codings), {"case": "a", "register": register})


def test_the_agents_lines_give_way_but_for_those_that_were_answered_shortly() -> None:
    (made,) = listened([chat()])
    new = [turn.index for turn in made.session.turns if "reflect" in own_moves(turn.text)]
    assert 5 <= len(new) <= 10
    assert all(made.session.turns[at + 1].text == LONG for at in new)
    before = chat()
    for at, (turn, coding) in enumerate(zip(made.session.turns, made.codings, strict=True)):
        if at not in new:
            assert (turn, coding) == (before.session.turns[at], before.codings[at])
        else:
            assert coding.moves == (("question",) if turn.text.endswith("?") else ("reflect",))


def test_only_calm_chats_are_listened_to() -> None:
    assert listened([chat(register="speech"), chat(rupture=("withdrawal",))]) == []
