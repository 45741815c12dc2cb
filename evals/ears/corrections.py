"""What somebody says who puts something right while an e-mail address is asked for: a place or an app that must be understood,
and sentences of the same shape in which no name may be found."""

from evals.ears.strays import Half

FRAMES: dict[Half, tuple[str, ...]] = {
    "tuned": ("Please use {} instead.", "No, make that {}.", "Change it to {}, please.", "I meant {}.", "No, {}.", "Not Munich, {}."),
    "reported": (
        "Use {} instead, please.", "Actually, make it {}.", "Sorry, I meant {}.", "Could you change that to {}?", "No, no, {}.",
        "Go with {} instead.",
    ),
}  # fmt: skip
NAMELESS: dict[Half, tuple[str, ...]] = {
    "tuned": (
        "Use my other address instead.",
        "No, not yet.",
        "Make it a little shorter.",
        "I meant the other one.",
        "Change it to something cheaper.",
        "No, that's my brother's.",
        "Not today, tomorrow.",
        "Make that four people.",
        "No, wait a moment.",
        "I meant the bakery.",
        "Use the work address instead.",
        "No, the second one.",
        "Make it as small as possible.",
        "Change that to my wife's address.",
        "No, I said info.",
        "Not me, my partner.",
        "Use a different name instead.",
        "No, thank you.",
        "I meant to say Monday.",
        "No, it's with a K.",
    ),
    "reported": (
        "Use the short one instead.",
        "No, leave it like that.",
        "Make it quick, please.",
        "I meant the one from before.",
        "Change it to the old address.",
        "No, the number is wrong.",
        "Not mine, my sister's.",
        "Make that twelve users.",
        "No, hold on.",
        "I meant the first question.",
        "Use capital letters instead.",
        "No, sales, not info.",
        "Make it easy to remember.",
        "Could you change that to our office?",
        "No, never mind.",
        "Not now, later.",
        "Use something else instead.",
        "No, it ends in net.",
        "I meant yesterday.",
        "No, a different company.",
    ),
}
