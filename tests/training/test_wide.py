import numpy as np
from scipy.sparse import csr_matrix

from reknit.reader import shipped
from tests.training.test_corpus import BODY, HEAD
from training import corpus, wide
from training.outputs import OUTPUTS


def test_a_word_and_the_pair_it_makes_have_slots_of_their_own() -> None:
    words, pairs = wide.slots(np.array([5, 5]), np.array([0, 9]), 1000)
    assert words.tolist() == [(5 * 40503 + 7) % 1000] * 2
    assert pairs.tolist() == [(5 * 40503 + 11) % 1000, (5 * 40503 + 9 * 69069 + 11) % 1000]


def test_rows_are_scaled_to_length_one_where_nothing_repeats() -> None:
    counts = csr_matrix(np.array([[1.0, 1.0, 0.0], [0.0, 0.0, 0.0]]))
    scaled = wide._scaled(counts, np.array([9.0, 16.0, 1.0])).toarray()
    assert np.allclose(scaled, np.array([[3 / 5, 4 / 5, 0], [0, 0, 0]]))


def test_the_fit_tells_apart_what_words_tell_apart() -> None:
    tokenizer = shipped.load().tokenizer
    coded = [corpus.parse(HEAD + BODY.replace("Good.", f"Good {n}."), f"a{n}") for n in range(6)]
    fitted = wide.fit(coded, tokenizer)
    assert fitted.own.shape == (wide.OWN, len(OUTPUTS))
    assert fitted.before.shape == (wide.BEFORE, len(OUTPUTS))
    whatever = tokenizer.encode("whatever", add_special_tokens=False).ids[0]
    slot = wide.slots(whatever, 0, wide.OWN)[0]
    at = OUTPUTS.index("deference")
    assert fitted.own[slot, at] > 0.1
    # never seen in these sessions: no weight, and all but impossible
    assert not fitted.own[:, OUTPUTS.index("hostility")].any()
    assert fitted.bias[OUTPUTS.index("hostility")] < -5
