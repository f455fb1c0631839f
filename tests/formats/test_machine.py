from __future__ import annotations

import json
from typing import Any

import pytest

from reknit.errors import UserError
from reknit.formats import machine


def lines(data: object) -> Any:
    text = data if isinstance(data, str) else json.dumps(data)
    return machine.parse(text, "s.json").lines


def said(data: object) -> Any:
    return [(line.speaker, line.text) for line in lines(data)]


TWO = [{"speaker": "A", "text": "So?"}, {"speaker": "B", "text": "I."}]
PAIR = [("A", "So?"), ("B", "I.")]


@pytest.mark.parametrize(
    "data",
    [
        TWO,
        {"turns": TWO},
        {"data": {"dialogue": TWO}},
        {"anything": TWO, "tags": [1, 2], "words": [{"word": "So"}]},
        [{"Speaker Name": "A", "Utterance": "So?"}, {"Speaker Name": "B", "Utterance": "I."}],
        [{"from": "A", "value": "So?"}, {"from": "B", "value": "I."}],
        [{"role": {"name": "A"}, "content": ["So?"]}, {"role": {"id": "B"}, "content": "I."}],
        [{"speaker": "A", "text": "So?"}, "noise", {"speaker": "B", "text": "I."}],
    ],
)
def test_lists_of_utterances(data: object) -> None:
    assert said(data) == PAIR


def test_system_lines_are_no_talk() -> None:
    chat = [{"role": r, "content": "x"} for r in ("system", "user", "tool", "assistant")]
    assert [name for name, _ in said(chat)] == ["user", "assistant"]


def test_numbers_name_speakers_and_none_goes_on() -> None:
    data = [
        {"speaker": 0, "text": "a"},
        {"speaker": None, "text": "b"},
        {"speaker": 1, "text": None},
    ]
    assert said(data) == [("Speaker 0", "a"), (None, "b"), ("Speaker 1", "")]


def test_milliseconds_are_told_from_seconds_by_the_pace_of_talk() -> None:
    def end(factor: Any) -> Any:
        return lines(
            [{"speaker": "A", "text": "one two three four five six", "start": 0, "end": 3 * factor}]
        )[0].end

    assert (end(1), end(1000)) == (3.0, 3.0)
    keys = [{"speaker": "A", "text": "one", "start_ms": 500, "end_ms": 700}]
    assert (lines(keys)[0].start, lines(keys)[0].end) == (0.5, 0.7)


@pytest.mark.parametrize(
    "time", ["NaN", "-Infinity", "1e999", "-4", '"soon"', "9" * 6000, "[]", "true"]
)
def test_bad_times_are_left_out(time: str) -> None:
    text = f'[{{"speaker": "A", "text": "So?", "start": {time}, "end": {time}}}]'
    (line,) = lines(text)
    assert (line.start, line.end) == (None, None)


def test_deepgram_words_in_any_order_of_keys() -> None:
    words = [{"word": "so", "speaker": 0}, {"punctuated_word": "I.", "word": "i", "speaker": 1}]
    data = {"results": {"channels": [{"alternatives": [{"words": words}]}]}}
    assert said(data) == [("Speaker 0", "so"), ("Speaker 1", "I.")]


def test_our_own_form_names_the_speakers() -> None:
    data = {
        "session": {"speakers": {"Ann": "therapist", "Bo": "patient", "Cy": "patient"}},
        "turns": [
            {"speaker": "therapist", "text": "So?", "start": 1, "end": 2.5},
            {"speaker": "patient", "text": "I."},
            {"speaker": "patient", "text": "I.", "name": "Cy"},
        ],
    }
    script = machine.parse(json.dumps(data), "s.json")
    assert [line.speaker for line in script.lines] == ["Ann", "patient", "Cy"]
    assert (script.lines[0].start, script.lines[0].end) == (1.0, 2.5)
    assert {
        "Ann": "therapist",
        "Cy": "patient",
    }.items() <= script.roles.items()
    assert script.turns
    assert script.lines[1].role == "patient"


def deepgrams(*channels: Any) -> Any:
    return {
        "results": {"channels": [{"alternatives": [{"words": list(words)}]} for words in channels]}
    }


def word(text: str, start: float, **more: Any) -> Any:
    return {"word": text, "start": start, "end": start + 0.5, **more}


def test_deepgram_channels_are_speakers() -> None:
    data = deepgrams([word("how", 0), word("are", 0.5), word("fine", 4)], [word("i", 2)])
    assert said(data) == [
        ("Channel 0", "how"),
        ("Channel 0", "are"),
        ("Channel 1", "i"),
        ("Channel 0", "fine"),
    ]


def test_deepgram_speakers_within_channels() -> None:
    data = deepgrams(
        [word("how", 0, speaker=0)], [word("i", 2, speaker=0), word("we", 4, speaker=1)]
    )
    assert [name for name, _ in said(data)] == [
        "Channel 0",
        "Channel 1, Speaker 0",
        "Channel 1, Speaker 1",
    ]


def test_deepgram_utterances_of_channels() -> None:
    utterances = [
        {"transcript": "So?", "channel": 0, "start": 0.0},
        {"transcript": "Well?", "channel": 0, "start": 5.0},
        {"transcript": "I.", "channel": 1, "start": 2.0},
    ]
    assert said({"results": {"utterances": utterances}}) == [
        ("Channel 0", "So?"),
        ("Channel 1", "I."),
        ("Channel 0", "Well?"),
    ]


def test_our_own_roles_are_taken_over() -> None:
    data = {
        "session": {"speakers": {"Ann": "therapist"}, "roles_from": "inferred"},
        "turns": [{"speaker": "therapist", "text": "So?"}],
    }
    assert machine.parse(json.dumps(data), "s.json").roles_from == "inferred"
    data["session"] = {"roles_from": ["x"]}
    assert machine.parse(json.dumps(data), "s.json").roles_from == "labels"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('[{"speaker": "A",\n "text": "So', "s.json, line 2, column 10: the JSON breaks off"),
        ('{"segments": [', "s.json, line 1, column 15: the JSON breaks off"),
        ('{"a": nope, "b": 1, "c": 2}', "s.json, line 1, column 7: is not valid JSON"),
        ("[" * 200_000, "s.json: the JSON is nested too deeply"),
        ('{"a":' * 100_000, "s.json: the JSON is nested too deeply"),
    ],
)
def test_broken(text: str, message: str) -> None:
    with pytest.raises(UserError) as caught:
        lines(text)
    assert str(caught.value).startswith(message)


@pytest.mark.parametrize(
    "data",
    [
        {},
        [],
        None,
        3,
        {"a": [1]},
        [["A", "So?"]],
        {"results": {}},
        {"results": 3},
        {"turns": []},
        {"session": {}},
        {"session": {}, "turns": 3},
        [{"speaker": "A"}],
    ],
)
def test_unknown_shapes_name_the_known_ones(data: object) -> None:
    with pytest.raises(UserError, match=r"expected Whisper or WhisperX .* AssemblyAI or Deepgram"):
        lines(data)


def test_words_that_are_no_text_say_where() -> None:
    data = [{"speaker": "A", "text": "So?"}, {"speaker": "B", "text": 5}]
    with pytest.raises(UserError, match=r"s\.json, entry 2: the words are not text"):
        lines(data)
    own = {"session": {}, "turns": [{"speaker": "nurse", "text": "So?"}]}
    with pytest.raises(UserError, match=r"s\.json, turn 1: the speaker is not known"):
        lines(own)


def test_several_sessions() -> None:
    data = [{"speaker": "A", "text": "So?", "session_id": n} for n in (1, 2, 3)]
    with pytest.raises(UserError, match=r"holds 3 sessions \(by session_id\)"):
        lines(data)
