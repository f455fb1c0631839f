"""Person: a patient's clause told back to them, with "I" and "you" exchanged, or none.

"I don't think you get it" becomes "you don't think I get it". Only clauses whose every "you" is
plainly a subject or an object are told back; in doubt, none is.
"""

from __future__ import annotations

from typing import Final

from reknit.voice.wording import word_set

FIRST: Final = {
    "i": "you",
    "i'm": "you're",
    "i've": "you've",
    "i'd": "you'd",
    "i'll": "you'll",
    "me": "you",
    "my": "your",
    "mine": "yours",
    "myself": "yourself",
}
SECOND: Final = {
    "you're": "I'm",
    "you've": "I've",
    "you'd": "I'd",
    "you'll": "I'll",
    "your": "my",
    "yours": "mine",
    "yourself": "myself",
}
STARTS: Final = word_set(
    "i i'm i've i'd i'll it it's this that that's there there's you you're you've you'd you'll we "
    "we're they they're he he's she she's nothing nobody none everything my your"
)
"""Words with which a clause begins that can be told back."""
AFTER_SUBJECT: Final = word_set(
    "are were have had do did can could will would should might must don't didn't can't couldn't "
    "won't wouldn't aren't weren't haven't never always just keep think thought know knew want "
    "wanted say said get got make made listen listened ask asked tell told understand see saw "
    "care hear heard really only even also go went come came look looked sit talk pushed push"
)
"""Words before which "you" is the one who does something."""
AFTER_OBJECT: Final = word_set(
    "about to for with in at on from and or the this that anything everything something all "
    "anymore again today now enough"
)
"""Words before which "you" is the one to whom something is done."""
BEFORE_SUBJECT: Final = word_set(
    "think that if when because how what like know before after since until"
) | {""}
"""Words after which "you" begins a clause."""
BE: Final = {"am": "are", "was": "were", "wasn't": "weren't"}
DISAGREEING: Final = ("I are", "I were", "you am", "you was", "me am", "me are")
BE_BACK: Final = {"are": "am", "were": "was", "weren't": "wasn't", "aren't": "am not"}


def told_back(clause: str) -> str | None:
    """The clause with its persons exchanged; None where that is not certain to be right."""
    words = clause.split()
    lower = [word.lower() for word in words]
    if not words or lower[0] not in STARTS or len(words) < 2:
        return None
    if any(word.endswith("nae") or word in ("u", "ur", "im", "ive") for word in lower):
        return None
    told: list[str] = []
    for at, word in enumerate(lower):
        before, after = _near(lower, at)
        if word in FIRST:
            told.append(FIRST[word])
        elif word in SECOND:
            told.append(SECOND[word])
        elif word == "you":
            subject = _is_subject(before, after)
            if subject is None:
                return None
            told.append("I" if subject else "me")
        elif word in BE and before == "i":
            told.append(BE[word])
        elif word in BE_BACK and before == "you":
            told.append(BE_BACK[word])
        elif word in ("am", "are") and after in ("i", "you"):
            return None
        else:
            told.append(words[at])
    back = " ".join(told)
    return None if any(f" {pair} " in f" {back} " for pair in DISAGREEING) else back


def _near(words: list[str], at: int) -> tuple[str, str]:
    return (words[at - 1] if at else "", words[at + 1] if at + 1 < len(words) else "")


def _is_subject(before: str, after: str) -> bool | None:
    if before in BEFORE_SUBJECT:
        return True if after in AFTER_SUBJECT else None
    if not after or after in AFTER_OBJECT:
        return False
    return None
