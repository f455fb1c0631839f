"""Trainees: scripted ways of talking to a simulated patient, for `make practice-check`.

Their lines are written for this; none is in the corpus, in a case or in the phrase book.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping

from reknit.practice import coach
from reknit.practice.rehearsal import Rehearsal

Trainee = Callable[[Rehearsal, random.Random], str]

ADVISING = (
    "Have you tried writing a list each evening? It helps a lot of people.",
    "I'd suggest a walk every day, half an hour, the studies on that are good.",
    "You could talk to your manager about it and ask for fewer shifts.",
    "What helps is to breathe out for longer than you breathe in.",
    "The best thing is a regular bedtime, and no phone in the bedroom.",
    "I'd recommend that you join a group, there's a good one on Thursdays.",
    "Why don't you set yourself one small goal for the week?",
    "Try to look at it from their side, and then tell them calmly.",
    "There's an app for that, I can give you the name of it.",
    "You should ring an old friend this weekend and arrange something.",
    "If you cut down on coffee you'd notice the difference in ten days.",
    "One thing you can do is put the worry on paper and close the book.",
    "It's important to keep busy, so plan something for each afternoon.",
    "Next time it happens, count to twenty before you answer.",
)
DEFENDING = (
    "I was only trying to help, you know.",
    "I did explain at the start how this works.",
    "I've a lot of experience with this, and it does help most people.",
    "I don't think that's quite fair, I've been listening the whole time.",
    "If you look back, I never said that.",
    "I'm sorry if you feel that way, but I'm just doing my job.",
    "There's a reason why I ask these things, I don't do it for fun.",
    "That's not what I meant at all, you've misunderstood me.",
    "Nobody else has complained about it so far.",
    "I have to follow the guidelines, I can't do it any other way.",
    "I've read your whole file, so you can't say that I'm not prepared.",
    "Well, I can only work with what you give me.",
)
APPEASING = (
    "Oh no, sorry, sorry, forget that I said anything.",
    "You're completely right, we'll do it any way you like.",
    "Sorry, I'm so sorry, please don't be upset with me.",
    "Of course, whatever you prefer, I don't mind at all.",
    "Let's not talk about it any more, sorry, it was stupid of me.",
    "Sorry again. You just tell me what you want and we'll do that.",
    "I feel awful now, I'm really sorry, I always get this wrong.",
    "Okay, okay, we'll drop it, all of it, no problem at all, sorry.",
    "No, no, you're right, everything you say is right.",
    "Sorry. Sorry. I take it all back.",
)
RUDE = (
    "Oh, come on, don't be so childish.",
    "Well, if you won't try, I can't help you.",
    "You always make it difficult, don't you.",
    "That's just an excuse.",
    "I haven't got time for this attitude.",
    "Frankly, you're being lazy about it.",
    "No wonder people get fed up with you.",
    "You're not the only one with problems, you know.",
    "Grow up. Answer the question.",
    "You're the one who's ruining this, not me.",
)
EMPATHIC = (
    "That must have been so hard for you at home.",
    "You've been carrying a lot, with everything that's going on.",
    "So it leaves you sad, and worn out as well.",
    "It hurts when people let you down like that.",
    "You really miss how things were back then.",
    "That's a heavy load for one person to carry.",
    "So when that happens you feel all alone with it.",
    "There's a lot of grief in what you tell me about those years.",
    "It makes sense that you'd be tired, with such a week behind you.",
    "You care about them so much, and it goes unseen.",
    "That was frightening, and you were very young.",
    "You've had to be strong for everybody for a long time.",
    "It's painful to want something so much and not get it.",
    "What a lonely evening that must have been.",
)
ORDINARY = (
    "How did the week go apart from that?",
    "And when did that begin, roughly?",
    "Who else is at home in the evening?",
    "Okay. Let's have a look at the calendar for next time.",
    "Mm-hm.",
    "Right, I see.",
    "It's cold in here, shall I shut the window?",
    "What did you do then?",
)
REPAIRS = (
    "I think I went too fast for you just then, that was my mistake.",
    "What's it like for you, sitting here with me right now?",
    "I notice it's got a bit tense between us.",
    "I'd rather that you tell me when I get it wrong, so thank you.",
)
MOVES = ("draw_attention", "own", "explore", "receive", "empathize", "disclose", "change_course")


def one_of(lines: tuple[str, ...]) -> Trainee:
    """Says these lines in an order of chance."""

    def trainee(rehearsal: Rehearsal, chance: random.Random) -> str:
        said = {one.words for one in rehearsal.exchanges}
        left = [line for line in lines if line not in said] or list(lines)
        return chance.choice(left)

    return trainee


def silent(rehearsal: Rehearsal, chance: random.Random) -> str:
    """Says nothing."""
    return ""


def repairing(rehearsal: Rehearsal, chance: random.Random) -> str:
    """Says the words that the case was written with: first what it starts with, then whichever
    step is missing, then the others in turn."""
    said = {one.words for one in rehearsal.exchanges}
    steps, done = rehearsal.state.steps, len(rehearsal.exchanges)
    mends = rehearsal.case.mends
    wanted = [
        *(["draw_attention", "disclose"] if "attention" not in steps else []),
        *(["own", "receive", "change_course"] if "resolving" not in steps else []),
        *(["explore"] if "explored" not in steps and done >= 2 else []),
    ]
    turned = [*mends][done % len(mends) :] + [*mends][: done % len(mends)]
    for move in [*wanted, *turned]:
        left = [line for line in mends.get(move, ()) if line not in said]
        if left:
            return chance.choice(left)
    return chance.choice(REPAIRS)


def guided(rehearsal: Rehearsal, chance: random.Random) -> str:
    """Says what `reknit next` would say."""
    return coach.hint(rehearsal) or chance.choice(EMPATHIC)


TRAINEES: Mapping[str, Trainee] = {
    "repairing": repairing,
    "guided": guided,
    "empathic": one_of(EMPATHIC),
    "advising": one_of(ADVISING),
    "defending": one_of(DEFENDING),
    "silent": silent,
    "appeasing": one_of(APPEASING),
    "rude": one_of(RUDE),
    "random": one_of((*ADVISING, *DEFENDING, *APPEASING, *RUDE, *EMPATHIC, *ORDINARY, *REPAIRS)),
}
