"""`make corpus-check`: is every corpus file valid, and what does the corpus hold?

Fails on invalid codes, broken episodes, near-duplicate turns, overused phrases, and a case that
stands in two splits. With file names, checks only the form of those:
`python -m training.corpus_check corpus/sessions/NAME.txt`.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from reknit import episodes, procedure
from training import corpus, pairs, sameness, second


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


def whole(coded: list[corpus.Coded]) -> list[str]:
    """What is wrong with the corpus as a whole, contrast pairs included; prints their number."""
    wrong: list[str] = []
    contrasts: list[pairs.Pair] = []
    for path in sorted(pairs.FOLDER.glob("*.txt")):
        try:
            contrasts += pairs.parse(path.read_text("utf-8"), path.stem)
        except corpus.InvalidCorpusError as problem:
            wrong.append(str(problem))
    about = Counter(code for pair in contrasts for code in pair.about)
    print(
        f"{len(contrasts)} contrast pairs: " + ", ".join(f"{c} {n}" for c, n in about.most_common())
    )
    named = Counter([one.session.id for one in coded] + [pair.name for pair in contrasts])
    wrong += [f"{name}: {n} of this name" for name, n in named.items() if n > 1]
    everything = [*coded, *pairs.scenes(contrasts)]
    wrong += split_cases(coded)
    wrong += [
        f"{same.one[0]} turn {same.one[1] + 1} says nearly what {same.other[0]} turn "
        f"{same.other[1] + 1} says ({same.share:.0%} of its runs of words)"
        for same in sameness.near_duplicates(everything)
    ]
    wrong += [
        f"'{phrase}' is in {n} of {len(coded)} sessions: write it otherwise in some"
        for phrase, n in sameness.overused(coded)
    ]
    return wrong


def split_cases(coded: Iterable[corpus.Coded]) -> list[str]:
    """Patients who stand in two splits: the same patient and therapist by name, as another case."""
    splits: dict[tuple[str, ...], set[str]] = {}
    for one in coded:
        both = tuple(one.head[who].split(",")[0].lower() for who in ("patient", "therapist"))
        splits.setdefault((*both, one.head["writer"]), set()).add(one.split)
    return [
        f"{patient} with {therapist} ({writer}) is in {' and '.join(sorted(found))}: give these "
        "sessions one case"
        for (patient, therapist, writer), found in splits.items()
        if len(found) > 1
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
    if not arguments:
        wrong += whole(coded)
        print("\n".join(second.agreement(coded)))
    print("\n".join(wrong) or f"all {len(coded)} files valid")
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
