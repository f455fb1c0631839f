from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from reknit.companion import Companion, Memory, Message
from reknit.companion.hearing import hear
from reknit.companion.memory import LONGEST
from reknit.companion.message import turns
from reknit.reader import Reading, load
from reknit.session import Turn
from tests.companion.talks import REPEATED, messages


@dataclass
class Counting:
    """The shipped reader, that counts the turns it reads."""

    read_: list[int] = field(default_factory=list)
    name: str = "counting"
    version: str = "1"

    @property
    def thresholds(self) -> Mapping[str, float]:
        return load().thresholds

    def read(self, turns: Sequence[Turn], since: int = 0) -> list[Reading]:
        self.read_.append(len(turns) - since)
        return load().read(turns, since)


def test_each_turn_is_read_once_and_gives_what_reading_it_all_gives() -> None:
    reader = Counting()
    memory = Memory(reader)
    for end in (1, 3, 5):
        memory.heard(turns(messages(*REPEATED[:end])))
    assert reader.read_ == [1, 2, 2]
    whole = turns(messages(*REPEATED))
    assert memory.heard(whole) == tuple(hear(load(), whole))
    assert reader.read_ == [1, 2, 2]


def test_a_reply_that_was_read_ahead_is_not_read_again() -> None:
    reader = Counting()
    agent = Companion(reader, memory=Memory(reader))
    said = messages("my rabbit died on monday")
    reply = agent.reply(said)
    agent.read_ahead(reply.situation, reply)
    agent.reply([*said, Message("assistant", reply.text + " \n"), Message("user", "he was nine")])
    assert reader.read_ == [1, 1, 1]


def test_a_talk_that_was_changed_is_read_again() -> None:
    reader = Counting()
    memory = Memory(reader)
    memory.heard(turns(messages("a", "b", "c")))
    memory.heard(turns(messages("a", "changed", "c")))
    assert reader.read_ == [3, 3]


def test_only_so_much_is_kept_the_oldest_going_first() -> None:
    reader = Counting()
    memory = Memory(reader, most=4)
    for name in ("one", "two", "three"):
        memory.heard(turns(messages(name, "yes?")))
    assert sum(len(one) for one in memory.held.values()) <= 4
    memory.heard(turns(messages("three", "yes?")))
    assert reader.read_ == [2, 2, 2]
    memory.heard(turns(messages("one", "yes?")))
    assert reader.read_ == [2, 2, 2, 2]


def test_no_words_are_kept() -> None:
    memory = Memory(load())
    memory.heard(turns(messages("the lighthouse")))
    assert "lighthouse" not in repr(dict(memory.held))


def test_what_is_old_goes_at_the_next_reading() -> None:
    reader, now = Counting(), [0.0]
    memory = Memory(reader, clock=lambda: now[0])
    old, other = turns(messages("a")), turns(messages("b"))
    memory.heard(old)
    now[0] = LONGEST - 1
    memory.heard(old)
    assert reader.read_ == [1]
    now[0] += LONGEST - 1
    memory.heard(other)
    assert len(memory.held) == 2
    now[0] += 2
    memory.heard(other)
    assert len(memory.held) == len(memory.at) == 1
    memory.heard(old)
    assert reader.read_ == [1, 1, 1]


def test_what_is_old_goes_when_it_is_asked_for() -> None:
    now = [0.0]
    memory = Memory(Counting(), clock=lambda: now[0])
    memory.heard(turns(messages("a")))
    memory.let_go()
    assert len(memory.held) == 1
    now[0] = LONGEST + 1
    memory.let_go()
    assert not memory.held
