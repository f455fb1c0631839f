"""Moments: for each marker and each hindering move a short scene, after which a phrase is read.

Written for this; none is in the corpus. The therapist's words come first, then the patient's.
"""

from __future__ import annotations

from reknit import procedure
from reknit.procedure import PATIENT, THERAPIST
from reknit.session import Turn

OPENING = (
    "So, where would you like to start today?",
    "I don't mind. The week was all right, I suppose, work was busy and then the weekend went.",
)
AFTER_MARKER = {
    "minimal_response": ("And what was that like for you, going back in there?", "Fine."),
    "denial": (
        "You went quiet when I brought up your sister. Did something in that bother you?",
        "No. No, I'm fine, it doesn't bother me. Go on.",
    ),
    "abstraction": (
        "And you yourself, when you think of us finishing in June?",
        "Well, people always find endings hard, don't they, it's how we're built. It's in all the "
        "books.",
    ),
    "topic_shift": (
        "Can we stay for a minute with what you said about your dad?",
        "Anyway. Did I tell you they've dug up our road again? You can't park anywhere.",
    ),
    "deference": (
        "So my idea would be that you try it every evening this week. How's that?",
        "Whatever you think is best. You're the expert.",
    ),
    "affect_split": (
        "And then she said that, in front of everyone?",
        "[laughs] Yeah. Worst day of my life, really. It's quite funny.",
    ),
    "self_blame": (
        "How did you get on with what we agreed last time?",
        "I didn't do it. It's not you, I'm just no good at any of this. There's no point in me.",
    ),
    "indirect_negative": (
        "And the exercise, are you finding it any use?",
        "I suppose it helps some people, that sort of thing.",
    ),
    "leaves": (
        "I wonder what makes that so hard to look at.",
        "Can I go now? I think I've had enough for today.",
    ),
    "complaint_therapist": (
        "And how long has your brother been away now?",
        "I told you that last week. You're not even listening to me.",
    ),
    "complaint_task": (
        "Shall we have a look at the sheet together?",
        "Honestly, these sheets are childish. I don't see what they've got to do with anything.",
    ),
    "complaint_frame": (
        "We've got about five minutes left, so let's start to draw to a close.",
        "Right on time. Fifty minutes and then you throw me out, and I'm supposed to be fine.",
    ),
    "complaint_progress": (
        "How do you find it's going, on the whole?",
        "It isn't. Two months I've been coming here and nothing's changed.",
    ),
    "rejects_intervention": (
        "It might be that you were angry with her, and that it came out at the boys.",
        "No. That's not it at all. You've got it completely wrong.",
    ),
    "defends_self": (
        "And did you write any of it down this week?",
        "I did do it, all right? I did three days. I don't know what else you want from me.",
    ),
    "controls_therapist": (
        "I'm wondering what makes that question so important.",
        "Just answer me. Should I be on the tablets, yes or no?",
    ),
    "hostility": (
        "It can help to breathe out slowly when that comes up.",
        "Oh, brilliant. Breathe. They pay you for that, do they?",
    ),
}
AFTER_HINDERING = {
    "defend": "I did explain at the start how this works, and most people find that it helps.",
    "blame": "Well, if you don't do what we agreed, it isn't going to work, is it.",
    "press_on": "Okay. So let's get on with the next question. How many days was it this week?",
    "dismiss": "Oh, I'm sure it's not as bad as all that. You're doing really well.",
    "appease": "Oh no, sorry, sorry, forget I said it, we'll do it any way you like.",
}
AFTER_FAULT = {
    "repeated": (
        "A fixed bedtime, no coffee after noon and no screens can help with that.",
        "You just said that. I work nights.",
    ),
    "passed_over": (
        "Grief comes in many forms, and it is important to take time for yourself.",
        "That's not what I asked you. I asked about the dog.",
    ),
    "lectured": (
        "There are many reasons for this. First, our brains are built to look for danger. Second, "
        "habits take time to change. Third, much depends on sleep, on food and on the people "
        "around us. It can help to make a list of all the things that you have tried so far.",
        "Can you not send me an essay? I wrote one line.",
    ),
    "piled_up": (
        "When did that start? Who was there? And how did you feel afterwards? Did you tell anyone?",
        "Stop asking me questions, I can't answer all that.",
    ),
    "advised": (
        "You could try writing a letter to her, or going for a walk each morning.",
        "I didn't ask for advice.",
    ),
    "canned": (
        "I'm so sorry to hear that. Your feelings are valid, and you're not alone.",
        "Do you say that to everyone? It's a canned answer.",
    ),
    "forgot": (
        "And do you live with anyone who could help you?",
        "I already told you. I live on my own.",
    ),
}
"""What an agent may do in a chat (`reknit.companion.fault`), and what is said of it."""
USUAL = {"withdrawal": "minimal_response", "confrontation": "complaint_task"}
BEFORE = (
    "I think I went too fast just then, and I'm sorry. What was that like?",
    "It's just not helping, what you're doing. It's what you said last time as well.",
)
SINCE = {
    "rationale": (
        "You're right to ask. I never told you what this is for, and I can see it looks pointless.",
        "Okay. Well, I just don't get why we're doing it.",
    ),
    "link_pattern": (
        "I think I went right past you there. What was that like for you?",
        "Like you weren't really there. I got angry and then, I don't know, a bit small. It's "
        "better now that I've said it.",
    ),
}
"""What went before a move that the policy keeps for later: the complaint received, or the rupture
explored."""
FILLERS = {
    "quote": "I don't see the point",
    "said": "you don't see the point",
}


def scene(fits: tuple[str, ...], move: str = "") -> list[Turn]:
    """Turns that end with the patient's, of the kind that a phrase for `move` with these `fits`
    answers."""
    markers = [one for one in fits if one in AFTER_MARKER]
    kind = next((one for one in fits if one in USUAL), "withdrawal")
    asked, answer = AFTER_MARKER[markers[0] if markers else USUAL[kind]]
    faults = [one for one in fits if one in AFTER_FAULT]
    if faults:
        asked, answer = AFTER_FAULT[faults[0]]
    said = [*OPENING]
    if "again" in fits:
        said += [asked, answer, *BEFORE]
    hindering = [one for one in fits if one in procedure.HINDERING_NAMES]
    if hindering:
        said += [asked, answer, AFTER_HINDERING[hindering[0]], answer]
    else:
        said += [asked, answer]
    said += SINCE.get(move, ())
    return [Turn(at, THERAPIST if at % 2 == 0 else PATIENT, text) for at, text in enumerate(said)]
