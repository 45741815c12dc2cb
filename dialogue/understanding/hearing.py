"""What was heard, written as it would have been typed: addresses, words glued together or torn apart, homophones.

A recogniser writes "peter at pan.com", "NoWorkers", "in voices", "we want for workers". Each rule here changes letters only
where the words around leave one reading; what sounds like a name of ours and isn't spelled like it is the lexicon's business.
"""

import re
from collections.abc import Callable
from typing import Literal

from dialogue.patterns import regex
from dialogue.understanding.everyday import is_everyday
from dialogue.understanding.numbers import spoken_digit
from dialogue.understanding.shorthand import written_out
from dialogue.understanding.spelled_along import spelled_once
from dialogue.understanding.text import fold

Kind = Callable[[str], Literal["place", "thing"] | None]
"""What a lower-case word is in our vocabulary by itself, if anything."""

Apart = Callable[[str], int]
"""After how many letters a word is two of ours; 0 when it is one word."""

_MAIL_CUE = regex(r"(?i)\b(?:e-?\s?mails?|mails?|address|write|contact|reach|send|reply|inbox|mailbox)\b")
_SIGN = {"dot": ".", "point": ".", "dash": "-", "hyphen": "-", "minus": "-", "underscore": "_"}
_SPOKEN_AT = regex(
    r"""(?ix)(?<![\w@.'-])(?P<local>[\w.+-]+(?:\s+(?:dot|point|dash|hyphen|minus|underscore)\s+[\w-]+){0,3})
    \s+(?:at(?:\s+sign)?|add|ad)\s+(?P<host>(?:[\w'-]+\s+){0,4}?[\w-]+(?:(?:\.|\s+(?:dot|point)\s+)[\w-]+)+)(?![\w@])"""
)
_NO_MAILBOX = frozenset(
    "us me it them you him her we i they he she who what where is are be was were been being am here there located based hosted hosting found available "
    "reachable running live lives look looking and or but not no the a an this that mail email e-mail address domain site website page homepage cloud "
    "server name to for of with from under on everyone everybody anyone someone arrive arrived working works work please thanks just put host run ideally preferably then so yes".split()
)
"""Words before an "at" that are no mailbox ("find us at acme.com")."""
_MAILBOXES = frozenset("info hello hi contact mail post sales support admin webmaster postmaster hostmaster enquiries inquiries".split())
"""They are one wherever they stand."""
_OPENS = regex(r"(?i)(?:^|[,.;:!?])\s*(?:(?:um|uh|erm|so|and|well|it's|it\s+is)[\s,]+)*$")
_HOST_LEAD = frozenset("the our my a an at is it".split())
_APART = regex(r"(?i)(?<!mail)(?<=\w)\s+@\s*(?=[\w-]+\.\w)|(?<=\w)@\s+(?=[\w-]+\.\w)|(?:(?<=[a-z0-9])\.\s+(?=(?:com|org|net|io|dev)\b\s*(?:$|[,.;!?]|and\b|please\b)))")
_WED = regex(r"(?i)\bwed(?=\s+(?:like|love|prefer|rather|want|need)\b)")
_WERE = regex(r"(?i)(?:^|(?<=[,.;!?]\s))(?P<lead>(?:(?:hi|hello|hey|so|and|well|ok)\s+)?)were(?=\s+(?:in|at|a|an|based|from|called|located|near)\b)")
""" Written without the apostrophe: "wed like", "hi, were in kent"."""
_ONE_WORD = regex(r"(?i)[\s,(]+(?:that's\s+|written\s+|it's\s+)?(?:all|as|in)\s+(?:in\s+)?(?:one|a\s+single)\s+word\b[\s,)]*(?=dot\b|\.\w|at\b|@)")
""" "claddagh sails all one word dot ie"."""
_MAIL_CUE_ENDS = regex(r"(?i)\b(?:e-?mail|mail|address)$")
"""Before a lone "@acme.com": the first half of the address is missing."""
_MOST = 20
"""Spoken addresses in one message."""
_ENDINGS = regex(r"(?i)(?<=[\w-])(\s+dot\s+|\.)(come|calm|comb|kom|orc|ork|knit|nett)\b(?=\s*(?:$|[,.;!?]|and\b|please\b))")
_ENDING = {"come": "com", "calm": "com", "comb": "com", "kom": "com", "orc": "org", "ork": "org", "knit": "net", "nett": "net"}


def written(text: str, *, asking: str | None, kind: Kind, apart: Apart = lambda _word: 0) -> str:
    """`text` with what was certainly misheard put right.

    Args:
        asking: the open question; an answer needs less around it.
        kind: tells the words of our vocabulary.
        apart: tells two of them that were written as one.
    """
    if "we" in text.lower():
        text = _WERE.sub(r"\g<lead>we're", _WED.sub("we'd", text))
    text = _torn(_glued(spelled_once(written_out(text)), kind, apart), kind)
    text = _homophones(text, asking)
    if "x" in text:
        text = _NOT_SKU.sub(r"not \g<old> but ", _SKU_SAID.sub(_sku, text))
    spoken = " dot " in text or " point " in text
    if "@" not in text and "." not in text and not spoken:
        return text
    text = _ONE_WORD.sub(" ", text) if " word" in text else text
    text = _APART.sub(lambda m: m.group() if _MAIL_CUE_ENDS.search(m.string[: m.start()]) else m.group().strip(), text)
    text = _ENDINGS.sub(lambda m: m.group(1) + _ENDING[m.group(2).lower()], text)
    return _SPOKEN_AT.sub(lambda m: _address(m, asking), text, count=_MOST)


_SKU_SAID = regex(r"(?i)\b(?P<family>c\s*[pca]?\s*x)\s+(?P<tens>twenty|thirty|forty|fifty|sixty)[\s-]+(?P<ones>one|two|too|to|three)\b")
_TENS = {"twenty": "2", "thirty": "3", "forty": "4", "fifty": "5", "sixty": "6"}
_ONES = {"one": "1", "two": "2", "too": "2", "to": "2", "three": "3"}
_NOT_SKU = regex(r"(?i)\bnot\s+(?:the\s+)?(?P<old>c[a-z]{1,2}\d\d)\s+(?=(?:the\s+)?c[a-z]{1,2}\d\d\b)")


def _sku(match: re.Match[str]) -> str:
    """ "c p x fifty too" is cpx52."""
    return f"{''.join(match['family'].split()).lower()}{_TENS[match['tens'].lower()]}{_ONES[match['ones'].lower()]}"


def _address(match: re.Match[str], asking: str | None) -> str:
    """ "law at stone and hill dot com": an e-mail address, where the words before the "at" can be a mailbox."""
    local, host = match.group("local"), match.group("host")
    words, before = host.split(), match.string[: match.start()]
    cued = asking == "email" or bool(_MAIL_CUE.search(re.split(r"[.!?]\s", before)[-1]))
    spelled = any(len(w) == 1 and w.isalpha() for w in words[-2:]) or (asking == "email" and _two_names(before))  # left to the reader of spoken addresses
    if spelled or spoken_digit(local.lower()) and not local.isdecimal() or (len(words) > 1 and words[0].lower() in _HOST_LEAD and not (words[0].lower() == "the" and local.lower() in _MAILBOXES)) or not _mailbox(local.lower(), before, cued=cued):
        return match.group()
    return f"{_letters(local)}@{_letters(host)}"


def _two_names(before: str) -> bool:
    """ "it's kofi mensah at …": nothing but one more name stands right before the mailbox."""
    words = [fold(w) for w in re.split(r"[.!?,;:]", before)[-1].split()]
    strange = [i for i, w in enumerate(words) if not is_everyday(w)]
    return len(strange) == 1 and strange[0] == len(words) - 1 and words[-1].isalpha() and words[-1] not in _MAILBOXES and before[-1:].isspace()


def _mailbox(word: str, before: str, *, cued: bool) -> bool:
    if word in _MAILBOXES:
        return True
    return word not in _NO_MAILBOX and (cued or bool(_OPENS.search(before)))


def _letters(spoken: str) -> str:
    return "".join(_SIGN.get(w.lower(), w.lower()) for w in spoken.split())


_FRONTS = ("in", "an", "at", "to", "no", "and", "on", "use", "add", "with", "the", "not", "make", "or", "for", "from", "drop", "two", "three", "four")
"""Small words that are heard as the beginning of the word after them."""
_BEFORE_PLACE = {"an": "in", "on": "in"}
_CAMEL = regex(r"(?<![\w@./-])([A-Za-z][a-z]*)([A-Z][a-z]+)(?![\w@-]|\.\w)")
_LONG = regex(r"(?<![\w@./'-])[A-Za-z]{8,24}(?![\w@'-]|\.\w)")
_COUNTED = frozenset("worker workers region regions".split())
_SHORTEST_REST = 6


def _glued(text: str, kind: Kind, apart: Apart) -> str:
    """ "Infalkenstein", "NoWorkers": a small word and one of ours; "webstatistics": two of ours."""

    def camel(match: re.Match[str]) -> str:
        first, second = match.groups()
        ours = second.lower() in _COUNTED or kind(second.lower()) is not None
        return f"{first} {second}" if first.lower() in _FRONTS and ours else match.group()

    def plain(match: re.Match[str]) -> str:
        word = match.group()
        if kind(word.lower()):
            return word
        if letters := apart(word):
            return f"{word[:letters]} {word[letters:]}"
        for front in _FRONTS:
            rest = word.lower().removeprefix(front)
            meant = kind(rest) if rest != word.lower() and len(rest) >= _SHORTEST_REST else None
            if meant or (rest != word.lower() and rest in _COUNTED):
                said = word[: len(front)]
                return f"{_BEFORE_PLACE.get(front, said) if meant == 'place' else said} {word[len(front) :]}"
        return word

    return _LONG.sub(plain, _CAMEL.sub(camel, text))


_PAIR = regex(r"(?<![\w@./'-])([A-Za-z]{2,9}) ([a-z]{2,9})(?![\w@'-]|\.\w)")
_SAID_SIGN = regex(r"(?i)^\s+(?:dot|point|dash|at)\b")
_SHORTEST_TORN = 7
"""Letters that a word must have to be put together of two."""


def _torn(text: str, kind: Kind) -> str:
    """ "in voices", "web site": one word of ours written as two. What has two capitals is a name of theirs and stays."""
    at = 0
    while match := _PAIR.search(text, at):
        first, second = match.groups()
        whole = (first + second).lower()
        signs = first.lower() in _SIGN and _SAID_SIGN.search(text[match.end(2) :])  # "mango dash lane dot com" is no Dashlane
        if len(whole) >= _SHORTEST_TORN and not signs and kind(whole) == "thing":
            text = text[: match.end(1)] + text[match.start(2) :]
            at = match.end() - 1
        else:
            at = match.start(2)
    return text


_THINGS = r"(?:worker\s+nodes?|workers?|nodes?|regions?|sites?|locations?|cores?|v?cpus?|gigs?|gigabytes?|machines?|servers?)"
_TAKES_FOR = r"(?:wants?|needs?|have|add|take|with|get|give\s+(?:me|us)|make\s+(?:it|that)|at\s+least|only|exactly|just|rather|plus|use)"
_ENDS_THING = r"(?=\s*(?:$|[,.;!?]|in\b|at\b|each\b|per\b|please\b|with\b|and\b|then\b|instead\b|now\b|on\b|for\b))"
_TWO = regex(rf"(?i)\b({_TAKES_FOR}|and|of|to\s+have)\s+(to|too|won|ate|tree|sicks|fife)\s+(?=(?:more\s+|extra\s+)?{_THINGS}\b)")
_FOUR = regex(rf"(?i)\b({_TAKES_FOR}|sorry|wait|no|nope)\s+(fore?)\s+(?=(?:more\s+|extra\s+)?{_THINGS}\b{_ENDS_THING})")
_FIRST = regex(rf"(?i)^((?:(?:yes|no|ok(?:ay)?|actually|please|and|make\s+it|make\s+that)[\s,]+)*)(too?|won|ate|tree|sicks|fife|fore?)\s+(?=(?:more\s+|extra\s+)?{_THINGS}\b{_ENDS_THING})")
_ALONE = regex(
    r"(?i)^((?:(?:um|uh|make\s+it|make\s+that|let's\s+say|just|maybe|i'd\s+say|about|yes|no)[\s,]+)*)(fore?|too?|won|ate|tree|free|sicks|fife|tin)([\s,]*(?:please|then)?[\s.!]*)$"
)
_NUMBER = {"for": "four", "fore": "four", "to": "two", "too": "two", "won": "one", "ate": "eight", "tree": "three", "free": "three", "sicks": "six", "fife": "five", "tin": "ten"}
_CREATE = regex(r"(?i)(?<=\byes)(?P<mark>[,.!]?)\s+(?:grenade|crate|cremate|greet|grate|krait)\s+(?=(?:it|this|that)\b)")
"""What "create" is heard as behind a yes."""
_ASKS = regex(r"(?i)\b(?:what|which|how|why|do|does|should|is|are)\b")
_KNOW = regex(r"(?i)^((?:(?:oh|ah|um|uh|well|sorry|actually)[\s,]+)*)know(?=\s*(?:[,.!;]|$|(?:make|not|it's|that's|i|we|please|thanks|use|take|change|wait)\b))")
_KNOW_THINGS = regex(r"(?i)\bknow\s+(?=(?:more\s+)?(?:workers?|apps?)\b)")
_NO_FOR_KNOW = regex(r"(?i)\b(don't|do\s+not|didn't)\s+no\b")
_WRITE = regex(r"(?i)^((?:(?:yes|yeah|that's|that\s+is|all|quite|ok(?:ay)?)[\s,]+)*)write(?=\s*(?:[,.!;]|$|yes\b|go\s+ahead\b))")
_SIGHT = regex(r"(?i)\b(web|second|third|backup|another|other)[\s-]+(?:sight|cite|sighted)(s?)\b")
_MALE = regex(r"(?i)\b(e[\s-]?|my\s+|our\s+|the\s+|company\s+)male(?=\s+(?:is|address|at|should)\b|\s*:)")
_UNDER = regex(
    r"(?i)((?:^|[.!?]\s+)(?:(?:no|please|wait|hmm+|ok(?:ay)?|sorry|and|then|actually|now|yes)[\s,]+)*)under"
    r"(?=\s*(?:[.!]|$|,?\s*please\b)|\s+(?:that|it|this)\s*(?:[,.!]|$|please\b|again\b|now\b)|\s+the\s+(?:last|previous|latest|one\s+before|change|renaming|rename))"
)
_MAIN = regex(r"(?i)\b((?:company|firm|business|shop|studio|club|team|bank|school|clinic|organi[sz]ation|agency|restaurant|bakery|hotel|caf[eé]|charity|start-?up|group|association|society|practice|office|brand|band|choir|gym|farm|school)\s+(?:is\s+)?)main\s+(?=\w)(?!street|road|office|contact|site)")
_WHO = regex(r"(?i)((?:^|[.!?,]\s+)(?:(?:hi|hello|and|so|well|yes)[\s,]+)*)who(?=\s+(?:need|want|have|would\s+like|prefer|sell|run|make|offer)\b(?![^.!?]*\byou\b))")
_FOUR_HOUR = regex(r"(?i)(?<![\d.,-])\b4\s+hour\s+(?!window|backup|support|service|response|shift|day|sla|delivery)(?=[a-z])")
_SHOUTED = regex(r"(?<=, )Please(?=[,.!])")
_IN_TITLE = regex(r"(?<=[\w,] )(?:Please|Machines?|Servers?|Workers?|Regions?|Large|Small|Medium|Go|On|It|Just|And|The|With|In|Of|Size|Cores)\b|^(?:Extra|Large|Small|Medium)\b")
_DOMAIN = regex(r"(?i)\b(?:do\s+mane|dough\s+main|do\s+main)\b")


def _asks(match: re.Match[str]) -> bool:
    """ "what do you need to workers for": a question stands shortly before."""
    return _ASKS.search(match.string, max(0, match.start() - _SHORTLY), match.end()) is not None


_SHORTLY = 40
"""Characters."""


_MAY_SOUND = regex(r"(?i)\b(?:to|too|won|ate|tree|free|sicks|fife|tin|fore?|know?|no|write|male|under|sights?|cites?|sighted|main|who|4|please|mane|dough|grenade|crate|cremate|greet|grate|krait)\b")


def _homophones(text: str, asking: str | None) -> str:
    """Words of closed classes that sound alike ("for" and "four", "no" and "know"), where the words around decide."""
    if not _MAY_SOUND.search(text):
        return text
    text = _TWO.sub(lambda m: m.group() if _asks(m) else f"{m.group(1)} {_NUMBER[m.group(2).lower()]} ", text)
    text = _FOUR.sub(lambda m: m.group() if _asks(m) else f"{m.group(1)} four ", text)
    if not _ASKS.search(text):
        text = _FIRST.sub(lambda m: f"{m.group(1)}{_NUMBER[m.group(2).lower()]} ", text)
    if asking in ("confirm", "email_code"):
        text = _CREATE.sub(lambda m: f"{m['mark']} create ", text)
    if asking == "workers":
        text = _ALONE.sub(lambda m: m.group(1) + _NUMBER[m.group(2).lower()] + m.group(3), text)
    text = _UNDER.sub(lambda m: f"{m.group(1)}undo", text)
    text = _MAIN.sub(lambda m: f"{m.group(1)}named ", text)
    text = _FOUR_HOUR.sub("for our ", _WHO.sub(lambda m: f"{m.group(1)}we", text))
    if _SHOUTED.search(text):  # every word has a capital: it says nothing
        text = _IN_TITLE.sub(lambda m: m.group().lower(), text)
    text = _KNOW_THINGS.sub("no ", _KNOW.sub(lambda m: f"{m.group(1)}no", text))
    text = _NO_FOR_KNOW.sub(lambda m: f"{m.group(1)} know", text)
    text = _WRITE.sub(lambda m: f"{m.group(1)}right", text)
    text = _SIGHT.sub(lambda m: f"{m.group(1)} site{m.group(2)}", text)
    return _DOMAIN.sub("domain", _MALE.sub(lambda m: f"{m.group(1)}mail", text))
