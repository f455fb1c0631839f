from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from reknit import patterns
from reknit.reader import risk
from training import corpus

LISTED = r"""
pairs = ["\\b(he|she) (won't|can't) go\\b", "^so (it|this) is$", "\\(sic\\)"]
"""


def test_any_of_a_list_is_found_where_one_of_them_is(tmp_path: Path) -> None:
    file = tmp_path / "listed.toml"
    file.write_text(LISTED)
    told = patterns.one_of(file, "pairs")
    for words in ("and she can't go there", "so this is", "as they say (sic) here"):
        assert told.search(words)
    for words in ("the can't go", "and so this is", "sic"):
        assert not told.search(words)


WORDS = sorted(
    {
        word
        for one in corpus.load(split="dev")[:20]
        for t in one.session.turns
        for word in patterns.plain(t.text).split()
    }
)


@given(st.lists(st.sampled_from([*WORDS, "myself", "kill", "he hit me", "want to die", "pills"])))
def test_it_finds_what_the_patterns_find_one_after_another(words: list[str]) -> None:
    text = " ".join(words)
    for kind in risk.KINDS:
        one_by_one = patterns.found(patterns.load(risk.FILE)[kind], text) > 0
        assert bool(patterns.one_of(risk.FILE, kind).search(text)) == one_by_one
