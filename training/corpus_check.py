"""`make corpus-check`: is every corpus file valid, and what does the corpus hold?

With file names, checks only those: `python -m training.corpus_check corpus/sessions/NAME.txt`.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from reknit import episodes, procedure
from training import corpus


def check(paths: Iterable[Path]) -> tuple[list[corpus.Coded], list[str]]:
    """Parse each file; give the valid ones and what is wrong with the others."""
    good: list[corpus.Coded] = []
    wrong: list[str] = []
    for path in paths:
        try:
            coded = corpus.parse(path.read_text("utf-8"), path.stem)
        except corpus.InvalidCorpusError as problem:
            wrong.append(str(problem))
            continue
        good.append(coded)
        wrong += corpus.disagreements(coded)
    return good, wrong


def census(coded: list[corpus.Coded]) -> list[str]:
    """Lines that say what these sessions hold: turns, shares, and examples per code."""
    turns = [(t, c) for one in coded for t, c in zip(one.session.turns, one.codings, strict=True)]
    patient = [c for t, c in turns if t.speaker == procedure.PATIENT]
    quiet = [one for one in coded if not any(c.rupture for c in one.codings)]
    count: Counter[str] = Counter()
    sessions: Counter[str] = Counter()
    for one in coded:
        codes = [code for coding in one.codings for code in coding.codes]
        count.update(codes)
        sessions.update(set(codes))
    calm = sum(not c.rupture for c in patient)
    outcomes = Counter(
        str(e.outcome) for one in coded for e in episodes.find(one.session.turns, one.codings)
    )
    return [
        f"{len(coded)} sessions, {len(turns)} turns, {len(patient)} of the patient",
        f"without rupture: {len(quiet)} sessions ({len(quiet) / max(1, len(coded)):.0%}), "
        f"{calm} patient turns ({calm / max(1, len(patient)):.0%})",
        "outcomes: " + ", ".join(f"{name} {n}" for name, n in outcomes.most_common()),
        *(f"{name:22} {count[name]:5} in {sessions[name]:4}" for name in procedure.CODE_NAMES),
    ]


def main(arguments: list[str]) -> int:
    """Print what is wrong and the census; exit status 1 when anything is wrong."""
    paths = [Path(a) for a in arguments] or sorted(corpus.FOLDER.glob("*.txt"))
    coded, wrong = check(paths)
    if arguments:
        for one in coded:
            for e in episodes.find(one.session.turns, one.codings):
                print(
                    f"{one.session.id}: turns {e.start + 1}-{e.end + 1} {'+'.join(e.rupture)}: "
                    f"{e.outcome}; hindered {', '.join(e.hindered) or 'by nothing'}"
                )
    print("\n".join(census(coded)))
    print("\n".join(wrong) or f"all {len(coded)} files valid")
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
