import pytest

from reknit import coding
from training import annomi

if not annomi.TRANSCRIPTS.exists():
    pytest.skip("AnnoMI is not in ../shared/data", allow_module_level=True)


@pytest.mark.parametrize("coder", annomi.CODERS)
def test_labels_fit_their_transcripts_and_the_manual(coder: str) -> None:
    for one in annomi.load(coder):
        for turn, coded in zip(one.session.turns, one.codings, strict=True):
            assert coding.problems(coded, turn.speaker) == [], (one.session.id, turn.index)


def test_both_coders_coded_the_same_transcripts() -> None:
    first, second = (annomi.load(coder) for coder in annomi.CODERS)
    assert [one.session.id for one in first] == [one.session.id for one in second]


def test_labels_hold_no_words() -> None:
    for path in annomi.LABELS.rglob("*.tsv"):
        header, *rows = path.read_text("utf-8").splitlines()
        assert header == "utterance_id\tcodes"
        assert all(row.count("\t") == 1 and row.split("\t")[0].isdigit() for row in rows)
