"""A correction in a sentence of its own, whichever value is said first: "it's Nuremberg I meant, Helsinki was wrong".

Clause by clause it is told what was wrong, what was meant, or both ("Helsinki should have been Nuremberg"). What belongs
together is put as every reader of slots knows it: "not Helsinki but Nuremberg". It counts only where both are of one kind.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from dialogue.patterns import regex

Kind = Literal["app", "region", "size", "family", "workers", "number", "availability", "compliance", "email", "domain", "label", "name", "word"]
"""What a phrase is a value of; `word`: nothing of ours, it may be a name."""


@dataclass(frozen=True, slots=True)
class Valued:
    """A phrase that is one value and nothing else."""

    kind: Kind
    value: str
    """Two phrases for one value have the same."""
    words: str
    """How it is put in what is made of it."""
    stands: bool = False
    """It is in the plan."""


Values = Callable[[str], Valued | None]
_WORD = r"[\w@'’&+-]+(?:\.[\w@'’-]+)*"
_T = rf"(?:{_WORD}(?:\s{_WORD}){{0,5}}?)"
_OLD = rf"(?P<old>{_T})"
_NEW = rf"(?P<new>{_T})"
_SOME = r"(?:(?:really|actually|just|only|simply|clearly|obviously|certainly|of\s+course|all|completely|definitely|probably|always|in\s+fact|first|had|have|'ve|'d|also|totally|entirely|quite)\s+){0,3}"
_WHO = r"(?:(?:i|we|you|it)(?:'d|'ve)?\s+)"
_BE = r"(?:was|is|were|are|'s|had\s+been|must\s+have\s+been|would\s+be)"
_MEANT = r"(?:meant|mean|wanted|want|need|needed|intended|asked\s+for|was\s+after|am\s+after|'m\s+after|'re\s+after|are\s+after|was\s+thinking\s+of|were\s+thinking\s+of|had\s+in\s+mind|have\s+in\s+mind|would\s+like|'d\s+like)"
_SAID = r"(?:said|say|says|wrote|write|writes|typed|put|gave|named|told|entered|have|had|has|got|heard|noted|read|reads|picked|chose|ordered|asked\s+for|mentioned|dictated|called\s+it|took)"
_SAY = r"(?:(?:to\s+)?(?:say|write|type|put|be|read|go\s+(?:for|with)|give\s+you|have)\s+)?"
_SLIP = r"(?:wrong(?:\s+(?:one|place|city|town|app|thing|size|number|address|name|region|of\s+me))?|mistaken?|error|typo|slip(?:\s+of\s+the\s+tongue|-up)?|mix-?up|misunderstanding|mishearing|incorrect|nonsense|rubbish|not\s+right|not\s+correct|not\s+it|my\s+(?:mistake|fault|error|bad|doing)|me\s+being\s+\w+|(?:meant\s+)?for\s+(?:somebody|someone)\s+else)"
_SAID_SO = r"(?:said|say|wrote|write|typed|put|gave|named|told|entered|picked|chose|ordered|asked\s+for|mentioned|dictated|called\s+it)"
""" "I have a website, I need bookings" says nothing wrong."""
_BY_SLIP = r"(?:by\s+mistake|by\s+accident|in\s+error|mistakenly|wrongly|accidentally|by\s+error|wrong)"
_DENIES = r"(?:isn't|wasn't|aren't|weren't|is\s+not|was\s+not|are\s+not|were\s+not)"
_OUGHT = r"(?:should|ought\s+to|must|has\s+to|needs\s+to|need\s+to|have\s+to|(?:was|is|were|are)\s+(?:meant|supposed|intended)\s+to|was\s+to|were\s+to|shall)"
_BEEN = r"(?:be|have\s+been|read|say|have\s+(?:said|read)|become|go\s+to)"
_DOWN = r"(?:\s+(?:down|there|here|now|in\s+there|in|before|earlier|just\s+now|a\s+(?:minute|moment)\s+ago|first|at\s+first|on\s+the\s+plan|in\s+the\s+plan|for\s+(?:me|us)|to\s+you)){0,2}"
_TO_YOU = r"(?:(?:you|down|it\s+as|it\s+was|it's|it\s+to)\s+)?"
_NOTHING = r"(?:\s+(?:at\s+all|any\s*more|any\s+longer|after\s+all|really|though|either|instead))?"

_NO_IDEA = r"(?:i\s+(?:don't|do\s+not|really\s+don't)\s+know|no\s+idea|not\s+sure|god\s+knows|who\s+knows|i\s+wonder|i've\s+no\s+idea|i\s+have\s+no\s+idea)\s+(?:why|how|where)"

_WRONG: tuple[re.Pattern[str], ...] = (
    regex(rf"(?i){_OLD}\s?{_BE}\s+{_SOME}(?:(?:a|an|the|my|our)\s+)?{_SLIP}(?:\s+and\s+so\s+(?:was|is|were|are)\s+[\w' -]{{2,25}})?"),
    regex(rf"(?i){_OLD}\s+(?:{_DENIES}|{_BE}\s+(?:not|never))\s+{_SOME}(?:right|correct|it|(?:what|the\s+one|the\s+\w+)\s+(?:that\s+)?{_WHO}{_SOME}(?:{_MEANT}|{_SAID}))"),
    regex(rf"(?i){_OLD}\s+{_SOME}(?:shouldn't|should\s+not|mustn't|needn't|doesn't|don't|do\s+not|does\s+not)\s+{_SOME}(?:be|belong|go)\s+(?:in\s+)?(?:there|here|it|the\s+plan|the\s+list|on\s+(?:there|it|the\s+list)|in\s+the\s+plan)"),
    regex(rf"(?i){_NO_IDEA}\s+{_OLD}\s+(?:came|comes|come|crept|got|ended|is|are|was|were|slipped)(?:\s+(?:up|from|in|into|there|here|it|that|the\s+plan)){{1,3}}"),
    regex(rf"(?i)(?:not\s+)?{_WHO}{_SOME}{_SAID}\s+{_TO_YOU}{_OLD}{_DOWN}\s+{_BY_SLIP}"),
    regex(rf"(?i){_WHO}{_SOME}{_BY_SLIP}\s+{_SAID}\s+{_TO_YOU}{_OLD}{_DOWN}"),
    regex(rf"(?i){_WHO}{_SOME}(?:didn't|did\s+not|never)\s+{_SOME}(?:mean|meant|say|said|want|wanted|ask\s+for|asked\s+for|order)\s+{_SAY}{_OLD}{_NOTHING}"),
)
"""They take a value back by themselves."""
_SAID_BY_US: tuple[re.Pattern[str], ...] = (
    regex(rf"(?i)(?:(?:when|where|wherever|whenever|while|though|although|even\s+though|if|{_NO_IDEA})\s+)?(?:i|we)(?:'d|'ve)?\s+{_SOME}{_SAID_SO}\s+{_TO_YOU}{_OLD}{_DOWN}"),
)
"""Beside what was meant they take back what they said."""
_SAID_BY_YOU: tuple[re.Pattern[str], ...] = (
    regex(rf"(?i)(?:(?:when|where|wherever|whenever|while|though|although|even\s+though|if)\s+)?(?:you|it|that|the\s+(?:plan|summary|page|screen|read-?back|list))(?:'d|'ve|'s)?\s+{_SOME}{_SAID}\s+{_TO_YOU}{_OLD}{_DOWN}"),
)
"""Beside what they said they take back what we understood."""
_NOT_THAT: tuple[re.Pattern[str], ...] = (
    regex(rf"(?i)(?:i|we)\s+{_SOME}(?:don't|do\s+not|no\s+longer|won't)\s+{_SOME}(?:need|want|mean)\s+{_OLD}{_NOTHING}"),
    regex(rf"(?i)(?:everything|all|it|the\s+rest|that)(?:'s|\s+is|\s+was|\s+looks|\s+sounds)?\s+{_SOME}(?:right|fine|correct|ok(?:ay)?|good|great|perfect)\s+(?:except|apart\s+from|but|bar|save|other\s+than)\s+(?:for\s+)?{_OLD}"),
    regex(rf"(?i)(?:not|instead\s+of|rather\s+than|in\s+place\s+of|forget|scratch|never\s+mind|scrap)\s+(?:about\s+)?{_OLD}"),
    regex(rf"(?i){_OLD}\s+(?:(?:is|are|was|were|would\s+be)\s+(?:not|never|hardly)|isn't|aren't|wasn't|weren't|won't\s+be)\s+{_SOME}(?:enough|sufficient)"),
    regex(rf"(?i){_OLD}\s+{_BE}\s+{_SOME}too\s+(?:few|many|little|much|small|big|large)"),
)
"""They take one back where another is given beside them."""
_AS_SAID: tuple[re.Pattern[str], ...] = (regex(rf"(?i)(?:i|we)(?:'d|'ve)?\s+{_SOME}(?:said|wrote|typed|told\s+you|gave\s+you|asked\s+for|ordered)\s+{_NEW}{_DOWN}"),)
"""What was meant all along."""
_GIVEN: tuple[re.Pattern[str], ...] = (
    regex(rf"(?i)(?:it's|it\s+is|it\s+was|that's|its|that\s+was)\s+{_SOME}{_NEW}\s+(?:that\s+|which\s+)?{_WHO}{_SOME}{_MEANT}(?:\s+(?:to\s+say|instead|(?:for|as|in)\s+(?:the\s+)?(?:first|second|third|other)(?:\s+\w+)?))?"),
    regex(rf"(?i){_NEW}\s+{_BE}\s+{_SOME}(?:what|the\s+one|the\s+\w+)\s+(?:that\s+)?{_WHO}{_SOME}{_MEANT}(?:\s+to\s+(?:say|be))?"),
    regex(rf"(?i)(?:what|the\s+one|the\s+\w+)\s+(?:that\s+)?{_WHO}{_SOME}{_MEANT}\s+{_SAY}{_BE}\s+{_SOME}{_NEW}"),
    regex(rf"(?i){_NEW},?\s+{_WHO}{_SOME}{_MEANT}(?:\s+to\s+say)?"),
    regex(rf"(?i){_WHO}{_SOME}{_MEANT}\s+{_SAY}{_NEW}(?:\s+instead)?"),
    regex(rf"(?i)(?:i|we)(?:'d|'ve)?\s+{_SOME}(?:had|have)\s+{_NEW}\s+in\s+mind"),
    regex(rf"(?i)(?:(?:it|that|this|those|these|they|(?:the|our|my)\s+\w+(?:\s\w+)?)\s+)?{_OUGHT}\s+{_SOME}{_BEEN}\s+{_NEW}"),
    regex(rf"(?i){_NEW}\s+it\s+{_OUGHT}\s+{_BEEN}"),
    regex(rf"(?i){_NEW}\s+{_BE}\s+{_SOME}(?:right|correct|the\s+(?:right|correct|real|proper)(?:\s+one)?|meant)"),
    regex(rf"(?i)the\s+(?:right|correct|real|proper)\s+(?:one|\w+)\s+{_BE}\s+{_SOME}{_NEW}"),
    regex(rf"(?i)(?:(?:please\s+)?(?:make\s+(?:it|that)|use|take|put|write|read|say)|it's|it\s+is|that's|but)\s+{_SOME}{_NEW}(?:\s+instead)?"),
)
"""They give the one that was meant."""
_ONLY = regex(rf"(?i){_NEW}")
_BOTH: tuple[re.Pattern[str], ...] = (
    regex(rf"(?i)(?:when|where|wherever)\s+{_WHO}{_SOME}{_SAID}\s+{_TO_YOU}{_OLD}{_DOWN}\s+(?:(?:it|that)\s+{_OUGHT}\s+{_SOME}{_BEEN}|{_WHO}{_SOME}{_MEANT}\s+{_SAY}|(?:please\s+)?(?:read|take|write|put|say))\s+{_NEW}"),
    regex(rf"(?i){_OLD}\s+{_OUGHT}\s+{_SOME}{_BEEN}\s+{_NEW}(?:\s+instead)?"),
    regex(rf"(?i)(?:for|in\s+place\s+of|instead\s+of|rather\s+than)\s+{_OLD}\s+(?:please\s+)?(?:read|take|write|put|use|say|{_WHO}{_SOME}{_MEANT})\s+{_NEW}"),
)
_INSTEAD = regex(rf"(?i){_NEW}\s+(?:{_WHO}{_SOME}{_MEANT}\s+)?(?:and\s+|but\s+)?(?:not|instead\s+of|rather\s+than)\s+{_OLD}")
""" "golf, not foxtrot": the readers of slots know it of everything that is ours."""
_IN_PLACE = regex(rf"(?i)(?:in\s+place\s+of|instead\s+of|rather\s+than)\s+(?P<both>{_WORD}(?:\s{_WORD}){{1,7}})")
""" "instead of files a password manager": nothing parts the two."""
_ASTONISHED = regex(rf"(?i)(?:(?:what\s+do\s+you\s+mean|what's\s+with|what\s+is|why|how\s+come|since\s+when)[\s,]+)?{_OLD}\s*\?")
""" "what do you mean, Ashburn? I said Hillsboro"."""
_SENTENCE = regex(r"(?<=[.!?…])\s+|\n+")
_CLAUSE = regex(r"\s*(?:[,;:–—]|\.{2,}|\s-)\s+|(?i:(?<!know)(?<!knows)(?<!idea)(?<!sure)(?<!wonder)\s+(?=(?:when|where|wherever|though|although|because|since|but|while|even\s+though)\s))|(?i:\s+and\s+(?=\S+@))|(?i:\s+and\s+(?=(?:not|it|that|i|we|you|make|the|my|our|please)\b))")
_LEAD = regex(
    r"(?i)(?:(?:no|nope|sorry|oh|ah|wait|actually|well|hang\s+on|hold\s+on|hm+|oops|whoops|pardon|excuse\s+me|and|but|so|because|since|although|though|please|yes|yeah|ok(?:ay)?|right|my\s+mistake|my\s+fault|my\s+bad|apologies|i'm\s+afraid|i\s+think|listen|look|correction|one\s+thing|that's\s+wrong|that's\s+not\s+right)[\s,.:!…-]+)+"
)
_TAIL = regex(r"(?i)(?:(?:[\s,]+(?:please|sorry|then|thanks|thank\s+you|actually|really|though|pardon|ok(?:ay)?|after\s+all|of\s+course|you\s+know|i'm\s+afraid|if\s+you\s+(?:can|could|would)|instead))|,\s*my\s+(?:mistake|fault|bad))+\s*[.!…]*$|[\s.!…]+$")
_PARTED = frozenset({"workers", "number"})
_ONES_OWN: frozenset[Kind] = frozenset({"label", "name"})
_UNKNOWN: frozenset[Kind] = frozenset({"label", "name", "number"})
"""What the readers of slots leave alone in "golf, not foxtrot", "not four but five"."""
_ALONE: dict[Kind, str] = {"app": "remove", "region": "remove", "availability": "no", "compliance": "no", "workers": "no"}
"""Kinds that may be taken back with nothing in their place, and the word for it."""
_LONGEST = 600
"""Characters of a message that are looked at."""
_CUES = regex(r"(?i)\b(?:meant?|wrong|mistak\w*|error|typo|slip|mix-?up|misunder\w+|incorrect|right|correct|should|ought|supposed|intended|instead|rather|not|n't|\w+n't|wanted|said|says?|wrote|put|gave|place\s+of|accident\w*|nonsense|rubbish|fault|never|need|want|after|mind|for|bad|it)\b")


def corrected(text: str, values: Values) -> str:
    """`text` with its corrections put plainly."""
    if len(text) > _LONGEST or _CUES.search(text) is None:
        return text
    out, at = "", 0
    for sentence in (*_SENTENCE.finditer(text), None):
        end = sentence.start() if sentence else len(text)
        said = text[at:end]
        out += said if said.rstrip().endswith("?") else _in_sentence(said, values)
        out += sentence.group() if sentence else ""
        at = sentence.end() if sentence else end
    return _across(out, values)


def _across(text: str, values: Values) -> str:
    """ "Helsinki was wrong. I meant Nuremberg.": the one in its own sentence, the other in the next."""
    parts = [p for p in _SENTENCE.split(text) if p]
    for first, second in pairwise(parts):
        if "?" in second or len(_clauses(first)) > 1 or len(_clauses(second)) > 1:
            continue
        asks = "?" in first
        plain = next((p for old in _read((_ASTONISHED,), first.strip(), "old", values) for new in _read(_AS_SAID, _bare(second), "new", values) if (p := _plain(old, new))), None) if asks else _pair(_bare(first), _bare(second), values)
        if plain:
            return text.replace(first, "", 1).replace(second, f"{plain}.", 1).strip()
    return text


def _clauses(sentence: str) -> list[tuple[str, str]]:
    """Clauses with what parts each from the next."""
    found: list[tuple[str, str]] = []
    at = 0
    for mark in _CLAUSE.finditer(sentence):
        found.append((sentence[at : mark.start()], mark.group()))
        at = mark.end()
    return [*found, (sentence[at:], "")]


def _bare(clause: str) -> str:
    lead = _LEAD.match(clause.strip())
    rest = clause.strip()[lead.end() :] if lead else clause.strip()
    return _TAIL.sub("", rest, count=1).strip()


def _in_sentence(sentence: str, values: Values) -> str:
    clauses = _listed(_clauses(sentence), values)
    result: list[str] = []
    at = 0
    while at < len(clauses):
        clause, mark = clauses[at]
        nearest = next((n for n in range(at + 1, min(at + 3, len(clauses))) if _bare(clauses[n][0])), None)
        plain = _pair(_bare(clause), _bare(clauses[nearest][0]), values) if nearest else None
        if plain and nearest:
            result.append(plain + (clauses[nearest][1] or _ends(sentence)))
            at = nearest + 1
            continue
        alone = _whole(_bare(clause), values)
        result.append((alone + (mark or _ends(sentence))) if alone else clause + mark)
        at += 1
    return "".join(result)


def _listed(clauses: list[tuple[str, str]], values: Values) -> list[tuple[str, str]]:
    """ "the website and the files were a mistake": a value that an "and" goes on from is one of a list."""
    result: list[tuple[str, str]] = []
    for clause, mark in clauses:
        before = result[-1] if result else None
        if before and before[1].strip().lower() == "and" and values(_bare(before[0])):
            result[-1] = (f"{before[0]}{before[1]}{clause}", mark)
        else:
            result.append((clause, mark))
    return result


def _ends(sentence: str) -> str:
    return sentence.rstrip()[-1] if sentence.rstrip()[-1:] in (".", "!") else ""


def _pair(first: str, second: str, values: Values) -> str | None:
    """Two clauses, one with what was wrong and the other with what was meant."""
    for wrong, given in ((first, second), (second, first)):
        said_first = wrong is second
        for patterns, ways in (
            (_WRONG, (*_GIVEN, _ONLY, *_AS_SAID)),
            (_SAID_BY_US, _GIVEN if said_first else (*_GIVEN, _ONLY)),  # "Helsinki? I said Nuremberg!" is the other way about
            (_SAID_BY_YOU, (*_GIVEN, _ONLY, *_AS_SAID)),
            (_NOT_THAT, (*_GIVEN, *_AS_SAID)),
            (_NOT_THAT, (_ONLY,)),
        ):
            for old in _read(patterns, wrong, "old", values):
                for new in _read(ways, given, "new", values):
                    known = ways == (_ONLY,) and old.kind not in _UNKNOWN  # "Helsinki, not Nuremberg" is plain as it is
                    if not known and (plain := _plain(old, new)):
                        return plain
    return None


def _whole(clause: str, values: Values) -> str | None:
    """Both in one clause; or what was wrong alone, when it may go with nothing in its place."""
    for old, new in _both(clause, values):
        if plain := _plain(old, new):
            return plain
    for old in _read(_WRONG, clause, "old", values):
        if old.stands and old.kind in _ALONE:
            return f"{_ALONE[old.kind]} {old.words}"
    return None


def _both(clause: str, values: Values) -> Iterator[tuple[Valued, Valued]]:
    for pattern in _BOTH:
        match = pattern.fullmatch(clause)
        old, new = (values(match["old"]), values(match["new"])) if match else (None, None)
        if old and new:
            yield old, new
    instead = _INSTEAD.fullmatch(clause)
    old, new = (values(instead["old"]), values(instead["new"])) if instead else (None, None)
    if old and new and old.kind in _ONES_OWN:
        yield old, new
    together = _IN_PLACE.fullmatch(clause)
    words = together["both"].split() if together else []
    for at in range(1, len(words)):
        old, new = values(" ".join(words[:at])), values(" ".join(words[at:]))
        if old and new:
            yield old, new


def _read(patterns: tuple[re.Pattern[str], ...], clause: str, group: str, values: Values) -> Iterator[Valued]:
    for pattern in patterns:
        match = pattern.fullmatch(clause)
        found = values(match[group]) if match else None
        if found:
            yield found


def _plain(old: Valued, new: Valued) -> str | None:
    """ "not Helsinki but Nuremberg"; nothing when they aren't of one kind, or the same."""
    if old.value == new.value:
        return None
    if old.kind == "workers" and not old.value:
        return f"{new.value} workers" if new.kind in _PARTED else None  # "the workers should be five"
    if old.kind == new.kind == "number" and old.stands:
        return f"{new.value} workers"
    if old.kind in _ONES_OWN and new.kind == "word" and old.stands:
        if old.kind == "label":
            return f"the subdomain {new.words}" if " " not in new.words else None
        return f"not {old.words} but {new.words}" if new.words[0].isupper() or new.words[0].isdigit() or not old.words[0].isupper() else None
    if old.kind == "domain" and not old.stands:
        return None  # it may be about the host of a mail
    if old.kind == new.kind or {old.kind, new.kind} <= _PARTED:
        return f"not {old.words} but {new.words}" if old.kind != "word" else None
    return None
