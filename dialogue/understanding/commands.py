"""What is said to the talk itself: undo, redo, start over, say it again, cancel, a moment please.

A command stands at the beginning of a clause, behind nothing but politeness: "could you please undo that" is one, "do I have to
start over?", "we started from scratch" and "I don't want to cancel" are none.
"""

import re
from dataclasses import dataclass
from typing import Literal

from dialogue.patterns import regex

Name = Literal["restart", "undo", "redo", "retry", "cancel", "repeat", "pause", "resend_code"]

_CLAUSE = regex(r"(?:^|[.!?;,:…\n]|\s[-–—]+\s|(?<=\w)[–—]|\b(?:and|but|then|so|because|since)\b)\s*", re.IGNORECASE)
_LEAD = regex(
    r"""(?ix)(?:(?:oh|ah+|aw|oops|whoops|argh|ugh|hm+|uh|um|er|well|ok(?:ay)?|alright|right|so|and|but|then|now|no+|nope|nah|yes|yeah|sorry|apologies|please|pls|plz|hey|hi|hello|
       listen|look|wait|hang\s+on|hold\s+on|stop|actually|just|maybe|perhaps|simply|kindly|also|first|finally|better|rather|honestly|in\s+fact|anyway|
       on\s+second\s+thoughts?|on\s+reflection|never\s*mind(?=[\s,.]+(?:put|change|set|undo|switch|revert|go\s+back|take\s+(?:it|that)\s+back|bring|back\s+to)\b)|come\s+to\s+think\s+of\s+it|you\s+know\s+what|(?:i|we)(?:'ve|\s+have)?\s+changed\s+(?:my|our)\s+minds?|(?:i|we)(?=\s+(?:really\s+)?(?:don't|dont|do\s+not|no\s+longer)\s+(?:want|need)\b)|
       i\s+(?:think|guess|suppose|believe)|i'm\s+afraid|my\s+(?:mistake|bad|fault)|
       (?:can|could|would|will|may|might|shall|should|can't|couldn't|won't)\s+(?:you|we|i|u)(?:\s+have)?|(?:i|we)(?:'d|\s+would)\s+(?:like|love|prefer|rather|want)(?:\s+you)?(?:\s+to)?|
       (?:i|we)\s+(?:want|need|have|wish|prefer|wanna|would)(?:\s+you)?(?:\s+to)?|let's|lets|let\s+(?:us|me)|why\s+don't\s+(?:you|we)|how\s+about(?:\s+(?:we|you))?|what\s+if\s+we|
       (?:is\s+it|would\s+it\s+be|it\s+is|it's)\s+(?:possible|best|better|ok(?:ay)?|time)\s+(?:to|if\s+(?:you|we|i))|do\s+you\s+mind|would\s+you\s+mind|(?:can|could)\s+it\s+be|
       you\s+(?:can|could|may|should|must)|(?:we|i)\s+(?:should|must|can|could|(?:had\s+|'d\s+)?better)|go\s+ahead\s+and|be\s+so\s+kind\s+(?:as\s+to|and)|feel\s+free\s+to|mind|to|you)
       (?=$|[\s,.!?;:…-])[\s,.!?;:…-]*)+"""
)
"""Politeness and hesitation before a command."""
_NOUN = r"(?:regions?|locations?|sizes?|machines?|servers?|workers?|nodes?|apps?|domain|address|label|high\s+availability|ha)\b"
_THING = rf"(?:{_NOUN[:-2]}|names?|e-?mail|mail|organi[sz]ation|company|count)\b"
_SLOT = rf"(?:the|our|my|that|its)\s+(?:(?:old|number\s+of|worker|control\s+plane|company|e-?mail|mail|web|first|second|previous|earlier|original|node|machine|server)\s+)*{_THING}"
"""What a plan is made of, by its name."""
_HAD = r"(?:(?:that\s+)?(?:you|we|i)\s+(?:(?:just|had|have|'ve)\s+)*(?:took|taken|had|said|removed|dropped|deleted|changed|chose|picked|set|started\s+with)(?:\s+(?:out|off|away|before|earlier|first))*|from\s+before|(?:we|i)\s+had|that\s+(?:was|were)\s+(?:there|set)(?:\s+before)?)"
_IT = r"(?:that|it|this|those|these|them)"
_LAST = r"(?:(?:the|that|my|our)\s+)?(?:(?:very\s+)?last|latest|previous|recent)(?:\s+(?:two|three|four|2|3|4|few))?(?:\s+(?:one|ones|thing|things|change|changes|step|steps|bit|part|choice|edit|edits|answer|message|request|instruction|correction|modification|update))?"
_SAID = r"what\s+(?:i|we)(?:'ve|\s+have)?\s+(?:just\s+)?(?:said|told\s+you|asked|wrote|typed|did|changed)"
_BEFORE = r"(?:(?:as|how|what|the\s+way|like|where|to\s+(?:how|what|the\s+way|where))\s+(?:it|we|i|that|they|things|everything|the\s+plan)(?:'s|\s+all)?\s+(?:was|were|had|used\s+to\s+be|looked|stood|started)(?:\s+(?:at|in)\s+the\s+(?:very\s+)?(?:beginning|start|outset)|\s+at\s+first|\s+originally)?)"
_EARLIER = r"(?:the\s+|my\s+|our\s+|a\s+|its\s+)?(?:previous|last|earlier|old|former|original|prior|preceding)\s+(?:one|ones|version|state|plan|values?|settings?|step|choice|setup|configuration|arrangement|proposal|suggestion)"
_OBJECT = (
    r"(?=[\s.!?]*$|\s*[.!?,;:]|\s+(?:that|it|this|those|these|them|the|my|our|all|both|what|whatever|last|previous|everything|twice|two|three|please|pls|i|we|yes|no|and|but|again|now|or|because|since|so|for)\b)"
    r"(?:(?!\b(?:and|but|then|because|since|please|so)\b)[^.!?;,:\n])*"
)

_SOURCES: tuple[tuple[Name, str], ...] = (
    ("redo", rf"(?:redo|re-do|re-?apply)\b{_OBJECT}|undo(?:ing)?\s+(?:the|that|this|my)\s+undo\w*|bring\s+{_IT}\s+back(?:\s+again)?(?=[\s.!?,]*$)|put\s+{_IT}\s+back\s+(?:in|on)(?=[\s.!?,]*$)|(?:restore|reinstate)\s+{_IT}\b"),
    (
        "restart",
        r"(?:start|starting|begin|beginning|restart|do|try|go)(?:\s+(?:it|this|that|everything|all|the\s+whole\s+thing))*\s+(?:(?:all\s+)?over(?!\s+\w)|again(?=\s+from\b)|afresh|anew|fresh|from\s+(?:the\s+)?(?:scratch|zero|start|beginning|top|square\s+one|nothing))\b"
        r"|(?:start|begin)(?:\s+(?:all|over))*\s+(?:over|again|afresh|anew)(?:\s+(?:please|then|now|from\s+.*|with\s+.*))?(?=[\s.!?,;:]|$)|start\s+over\b|restart(?:\s+(?:it|this|everything|please|the\s+(?:plan|conversation|whole\s+thing)))?(?=[\s.!?,]*$)|(?:all\s+)?(?:from\s+scratch|from\s+the\s+(?:top|beginning|start))(?=[\s.!?,]*(?:please)?[\s.!?,]*$)"
        rf"|(?:reset|clear|wipe|erase|delete|discard|scrap|forget|drop|undo|cancel|scratch|remove|throw\s+(?:away|out)|bin|trash)\s+(?:it\s+all|all(?!\s+(?:of\s+)?(?:(?:the|my|our|those|these|other)\s+)*{_NOUN})(?:\s+of)?(?:\s+(?:it|this|that|the\s+above))?|everything(?:\s+(?:i|we)(?:'ve|\s+have)?\s+(?:said|told\s+you))?|the\s+(?:(?:whole|entire)\s+(?:form|plan|lot|conversation|slate|draft)|plan|lot|conversation|slate|draft)\b)(?=[\s.!?,]*(?:please|and\b|then\b|now)?[\s.!?,]*)"
        r"(?!\s+(?:for|of|from|on|in)\b)"
        r"(?!\s+(?:but|except|apart|other))|(?:reset|(?:a\s+)?(?:clean\s+slate|new\s+plan|fresh\s+start|new\s+start))(?=[\s.!?,]*(?:please)?[\s.!?,]*$)|(?:make|have|want|need)\s+a\s+(?:fresh|new|clean)\s+start(?=[\s.!?,]*$)|throw\s+(?:it|this|that|everything)(?:\s+all)?\s+(?:away|out)\b",
    ),
    (
        "undo",
        rf"(?:(?:i|we)\s+(?:hereby\s+|now\s+)?)?(?:withdraw|recall|rescind|retract|reverse)\s+(?:{_LAST}|{_SAID})(?=[\s.!?,]|$)|(?:undo|undoing|revert|reverting|reverse(?!\s+(?:(?:the|their|its|both|two|those|these|that|this|our|of)\s+)*(?:order|sequence|pair|two|both|regions|places|sites|cities)\b)|roll\s*back|rolling\s+back|un-?do)\b{_OBJECT}|roll\s+{_IT}\s+back|(?:take|taking|took)\s+(?:{_IT}|{_LAST}|{_SAID}|my\s+words?)\s+back\b|(?:take|taking)\s+back\s+{_OBJECT}"
        rf"|(?:scratch|strike|ignore|disregard|retract)\s+(?:{_IT}|{_LAST}|{_SAID})\b|(?:cancel|forget|drop|delete|remove|discard|skip)\s+(?:{_LAST}|{_SAID})(?=[\s.!?,]*(?:please)?[\s.!?,]*$)"
        rf"|(?:go|going|step|get|switch|change|put|set|bring|move|turn|return|revert|take)(?:\s+(?:{_IT}|things|everything|us|me|all))*\s+back\s+(?:to\s+)?(?:{_BEFORE}|{_EARLIER}|(?:one|a|two)\s+steps?|to\s+before)(?:\s+(?:before|when|until)\s+(?:i|we)\b[^.!?;\n]*)?"
        rf"|(?:go|put|set|change|bring|move|turn|switch|take|step)(?:\s+{_IT})?\s+back(?:\s+(?:again|please))*(?=\s*[.!?,;]|\s*$|\s+(?:it|because|and|i|since|then)\b)|(?:take|taking)\s+(?:the|my|our|those|these|that)\s+(?:\w+\s+){{1,3}}back(?=[\s.!?,]*$)|never\s*mind\s+(?:about\s+)?(?:the|my|our|that)\s+(?:\w+\s+)?{_NOUN}|(?:(?:go|turn|switch|back)\s+)*back\s+(?:to\s+)?(?:{_BEFORE}|{_EARLIER}|(?:one|a)\s+step|before)|return\s+to\s+(?:{_BEFORE}|{_EARLIER})"
        rf"|(?:go|going|get|switch|change|put|set|bring|move|turn|return|revert|take|roll|reset|restore|make|have)\s+{_SLOT}\s+(?:back\s+)?(?:to\s+)?(?:{_BEFORE}|{_EARLIER}|before)|(?:put|change|set|move|turn|switch|bring|roll)\s+{_SLOT}\s+back(?=[\s,]*(?:please|again|then|now)?(?:[\s.!?,]*$|\s*[.!?;](?:\s|$)))"
        rf"|(?:give|get|hand)\s+(?:me|us)\s+{_SLOT}\s+back(?=[\s,]*(?:please|again|then|now)?(?:[\s.!?,]*$|\s*[.!?;](?:\s|$)))|(?:restore|reinstate|recover|give\s+(?:me|us)\s+back|bring\s+back|put\s+back|get\s+back)\s+{_SLOT}(?:\s+{_HAD})?(?=[\s,]*(?:please|again|then|now)?(?:[\s.!?,]*$|\s*[.!?;](?:\s|$)))"
        rf"|(?:use|take|have|want|need|keep|make\s+it|go\s+(?:back\s+)?(?:to|with)|back\s+to|return\s+to)\s+(?:the\s+|our\s+|my\s+)?(?:old|previous|earlier|former|original|prior|(?<=back to the )(?:very\s+)?first)\s+(?:(?:e-?mail|mail|web)\s+(?=address))?{_THING}(?:\s+(?:again|back|instead|{_HAD}))?(?=[\s,]*(?:please|again|then|now)?(?:[\s.!?,]*$|\s*[.!?;](?:\s|$)))"
        rf"|{_SLOT}\s+(?:(?:should|must|can|needs\s+to|has\s+to)\s+)?(?:(?:go|be|stay)\s+)?(?:back\s+)?(?:to\s+)?{_BEFORE}(?:\s+before)?(?=[\s,]*(?:please|again|then|now)?(?:[\s.!?,]*$|\s*[.!?;](?:\s|$)))"
        rf"|(?:leave|keep|make|have|want|put|do|set)(?:\s+(?:{_IT}|things|everything|all))?\s+(?:exactly\s+|just\s+|back\s+)?{_BEFORE}(?:\s+before)?|(?:(?:{_IT}|things|everything)\s+)?{_BEFORE}(?:\s+(?:before|please))*(?=[\s.!?,]*$)|(?:restore|bring\s+back|recover|reinstate)\s+{_EARLIER}|(?:the\s+)?(?:previous|earlier|old|former|original|prior)\s+(?:version|state|plan|values?|settings?|setup|configuration|{_THING})\s+(?:please|again|back)|(?:one|a)\s+step\s+back|back(?:\s+please)?(?=[\s.!?]*$)(?<!\bok\sback)(?<!\bokay\sback)",
    ),
    ("retry", r"(?:try|do|check|look|go|run)(?:\s+(?:it|that|this))?\s+(?:once\s+more|again|one\s+more\s+time|another\s+time|anew)\b|retry\b|(?:have|give\s+it)\s+another\s+(?:go|try|look)\b"),
    (
        "cancel",
        r"(?:(?:really\s+)?(?:don't|dont|do\s+not|no\s+longer)\s+(?:want|need)\s+(?:any\s+of\s+(?:this|it|that)|the\s+whole\s+thing|any\s+of\s+your\s+\w+)(?=[\s.!?,;]|$)|(?:really\s+)?(?:don't|dont|do\s+not|no\s+longer)\s+(?:want|need)\s+(?:this|it|that|any\s+of\s+(?:this|it)|the\s+whole\s+thing)(?:\s+(?:any\s*more|any\s+longer|now|after\s+all))(?=[\s.!?,;]|$)|cancel(?!\s+(?:my|our|his|her|their)\s+(?!(?:\w+\s+)?(?:order|plan|deployment|cloud|sovereign|request|set-?up|creation|purchase|whole|entire|last|account|booking\s+with\s+you)\b)\w)|abort|quit|never\s*mind(?!\s+(?:about\s+)?(?:the|that|my|our)\s+\w|[\s,.]+(?:put|change|set|undo|switch|revert|go\s+back|take\s+(?:it|that)\s+back|bring|back\s+to|make\s+it\s+back)\b)|call\s+it\s+(?-i:off)|forget\s+(?:it|about\s+(?:it|this|that|the\s+whole\s+thing)|the\s+whole\s+(?:thing|idea)|this|that)(?:\s+all)?(?=[\s.!?,;:]|$)|leave\s+it(?:\s+(?:be|off|out|away|alone)|\s+at\s+that)?(?=[\s.!?,]*$)|stop\s+(?:it|everything|this|now|here|the\s+whole\s+thing|right\s+there)|stop(?=[\s.!?]*$)"
        r"|(?:don't|dont|do\s+not|never)\s+(?:create|do|deploy|build|order|start|launch|make|set\s+up|proceed\s+with)\s+(?:it|anything|that|this|the\s+(?:cloud|deployment|sovereign|thing)))\b"
        r"(?!\s+(?:the|that|my|our|a|an|any|all)\s+(?:\w+\s+)?(?:website|wiki|blog|second|app|booking|worker|region|site|domain|ha|high))",
    ),
    (
        "repeat",
        rf"(?:repeat|repeating)(?:\s+(?:{_IT}|yourself|please|the\s+(?:question|last\s+\w+|plan|options?|price|address|list|whole\s+\w+)|again|what\s+you\s+said|everything))*(?=[\s.!?,;:]|$)|(?:say|saying|read|reading|tell\s+me|give\s+me|go\s+over|run\s+through|put|explain)(?:\s+(?:{_IT}|the\s+\w+|me|all|everything|what\s+you\s+said|the\s+last\s+\w+))*\s+(?:(?:to\s+me\s+)?(?:again|once\s+more|one\s+more\s+time|another\s+time|a\s+second\s+time|once\s+again|over\s+again))\b(?!\s+(?:what|why|how|who|which)\s+(?!you\b|it\b|that\b|i\b)\w)"
        rf"|read(?:ing)?\s+(?:{_IT}|the\s+\w+|everything|all)(?:\s+\w+)?\s+back(?:\s+to\s+(?:me|us))?(?:\s+again|\s+please)*(?=[\s.!?,]*$)|come\s+again|pardon(?:\s+me)?|(?:beg|i\s+beg)\s+your\s+pardon|what\s+(?:did|was\s+it)\s+you\s+(?:just\s+)?(?:say|said|ask|asked)(?:\s+again)?(?=[\s.!?,]*$)|what(?:'s|\s+is)\s+the\s+question|what(?:'s|\s+is)\s+that\s+(?:again|you\s+said)|what\s+was\s+(?:that|the\s+question)(?:\s+again)?|once\s+(?:more|again)(?:\s+time)?(?:\s+please)?(?=[\s.!?,]*$)|one\s+more\s+time|again\s+please|again(?=[\s.!?]*$)|say\s+(?:that\s+|it\s+)?again|"
        r"(?:i\s+|we\s+|sorry\s+)?(?:didn't|did\s+not|couldn't|could\s+not|don't|haven't)\s+(?:quite\s+|really\s+)?(?:hear|heard|catch|caught|get|understand|follow)(?:\s+(?:that|you|it|what\s+you\s+said|a\s+word|the\s+(?:last|question)\s*\w*))?(?=[\s.!?,;]|$)|(?:i\s+)?missed\s+(?:that|it|what\s+you\s+said|the\s+\w+)|"
        r"(?:what|huh|eh|excuse\s+me|how\s+was\s+that)(?=\s*[?!.]*$)|slower|(?:more\s+)?slowly|slow\s+(?:it\s+)?down(?=[\s.!?,]*(?:please|a\s+(?:bit|little))?[\s.!?,]*$)|(?:a\s+(?:little\s+)?bit|a\s+little|much|bit)\s+(?:slower|more\s+slowly|louder|clearer|more\s+clearly)|louder|"
        rf"(?:say|speak|talk|read|repeat|go|tell\s+me|put|explain)(?:\s+(?:{_IT}|me|to\s+me|again|everything|all|the\s+\w+|a\s+(?:little\s+)?bit|a\s+little|a\s+lot|much|please|back|out)){{0,5}}\s+(?:slower|more\s+slowly|slowly|louder|more\s+clearly|clearer)(?=[\s.!?,;]|$)",
    ),
    (
        "pause",
        r"(?:(?:just\s+)?(?:one|a|half\s+a|two|1|2)\s+(?:sec|secs|second|seconds|moment|moments|minute|minutes|min|mo|tick|ticks)(?!\s+(?!please|pls|thanks?|thank|while|i\b|i'|let|sorry|ok|the\s|my\s|someone|brb|we\b|we'|more\b|just|as\b|before|first|then|so\b|and\b|but\b|need)\w)|(?:give|gimme)\s+me\s+(?:a|one|half\s+a|two|five|ten|1|2|5)\s*(?:more\s+)?(?:sec|second|seconds|moment|minute|minutes|min)|moment|bear\s+with\s+me|(?:let|lemme)\s*(?:me|us)?\s+(?:think|check|see|ask|look\s+(?:it\s+)?up|have\s+a\s+think)|(?:i|we)(?:'ll|\s+will|\s+have|\s+need|'d\s+like|\s+want|\s+must|\s+should)(?:\s+to)?\s+(?:think|sleep\s+on)\b.*|(?:(?:i'm|i\s+am|we're)\s+(?:not\s+(?:quite\s+|really\s+)?sure|unsure|thinking|undecided)(?:\s+yet)?|(?:i\s+)?(?:don't|dont|do\s+not)\s+know(?:\s+yet)?|no\s+idea)(?!\s+(?:if|whether|about|we|i|that|the|a|which|how|what|it|of|who)\b)|be\s+(?:right|straight)\s+back|brb|back\s+in\s+a\s+\w+|"
        r"someone's\s+at\s+the\s+door|(?:the|my)\s+(?:phone|door|doorbell|kettle|oven|kiln|dog|baby)(?:\s+(?:is|just|keeps?|rang|rings|bell|ringing|again|beeps?|beeped|beeping|calls?|calling|crying|barks?|barking|went|off|boiling|boils))+(?=[\s.!?,;]*$|[.!?,;])|(?:the|my)\s+(?:phone|door|doorbell|kettle|oven|kiln|dog|baby)(?=[\s.!?]*$))(?=[\s.!?,;]|$)",
    ),
)
_PATTERNS: tuple[tuple[Name, re.Pattern[str]], ...] = tuple((name, regex(pattern, re.IGNORECASE)) for name, pattern in _SOURCES)
_FEW = 3
"""Words of a command that names don't have."""
_QUOTED = regex(r"[\"“”„«»][^\"“”„«»]{0,200}[\"“”„«»]")


@dataclass(frozen=True, slots=True)
class Command:
    """A command in the text; offsets of its characters, from the beginning of its clause to the end of its words."""

    name: Name
    start: int
    end: int
    what: str = ""
    """The command itself, without what leads to it."""


def commands(text: str) -> list[Command]:
    """Every command, left to right; one for each clause."""
    bare = _QUOTED.sub(lambda m: " " * len(m.group()), text)
    found: list[Command] = []
    for begin in _begins(bare):
        if found and begin < found[-1].end:
            continue
        lead = _LEAD.match(bare, begin)
        command = _at(bare, begin, begin) or (_at(bare, begin, lead.end()) if lead else None)
        if command and not (command.name == "cancel" and _ASKS_WHETHER.match(bare, begin)):
            found.append(command)
    return found


_ASKS_WHETHER = regex(r"(?i)(?:and\s+|so\s+|but\s+)?(?:can|could|may|am\s+i\s+able\s+to|are\s+we\s+able\s+to)\s+(?:i|we|you)?\s*(?:still\s+|also\s+|always\s+)?\w+(?:\s+\w+){0,4}?\s+(?:any\s?time|whenever|at\s+any\s+(?:time|point|moment)|later|afterwards|every\s+month|each\s+month|monthly|for\s+free|once\s+it|after\s+(?:that|it|a)|in\s+between)\b[^.!]*(?:\?|$)")
""" "can I cancel any time?" wants to know."""


def _begins(text: str) -> list[int]:
    return sorted({m.end() for m in _CLAUSE.finditer(text)} | {0})


def _at(text: str, begin: int, at: int) -> Command | None:
    for name, pattern in _PATTERNS:
        if match := pattern.match(text, at):
            return Command(name, begin, match.end(), match.group())
    return None


def only_command(text: str) -> bool:
    """The whole message is a command, however it is written ("Start Over")."""
    found = commands(text)
    return len(found) == 1 and found[0].start == 0 and not any(c.isalnum() for c in text[found[0].end :]) and len(text.split()) <= _FEW
