"""The organisation's name, as the person wrote or spelled it."""

import re
from dataclasses import dataclass

from dialogue.understanding.text import Utterance

_INTRO = re.compile(
    r"""(?ix)(?:^|(?<=[\s,.;:!?]))(?:
      (?:(?:please|just|let's|you\s+can|we|i|they|people|everyone)\s+)?call(?:s|ed)?\s+(?:it|us|ourselves|me|(?:the|our|my)\s+(?!(?:sub)?domain|label|address|site\b|server|region|web)\w+)
    | (?:it's|it\s+is|we\s+are|we're|i'm|which\s+is|that's|is)\s+called
    | (?:it|we|i)\s+go(?:es)?\s+by
    | called | named | known\s+as | trading\s+as
    | (?:re)?name\s+(?:it|us|the\s+\w+)(?:\s+to)?
    | rename(?:\s+\w+){0,2}\s+to
    | (?:(?:the|our|my|its|company|business|organi[sz]ation(?:'s)?)\s+){1,4}(?:\w+\s+)?(?:name|named)\s*(?:is|'s|=|:|to|should\s+be|will\s+be|would\s+be)
    | (?:change|set)\s+(?:the\s+|our\s+)?(?:\w+\s+)?name\s+to
    | name\s*(?:is|'s|:|=|should\s+be)
    | (?:the\s+|our\s+|my\s+)?(?:company|business|organi[sz]ation|firm|org)\s*(?:is|'s|:|=|should\s+be)(?!\s+(?:called|in|a|an|based|located|small|large|not|from)\b)
    )\s+["“]?""",
)
_WE_ARE = re.compile(
    r"(?:^|(?<=[\s,.;!?]))(?:[Ww]e(?:'re| are)|[Tt]his is|[Ii]'?m (?:with|from|at)|I am (?:with|from|at)|[Ff]or|I represent|[Oo]n behalf of|[Ii]t's for|[Ii] work (?:for|at)|[Ii] run|[Ww]e run|[Ii] own)\s+(?:the\s+)?(?=[A-ZÀ-Þ\d\"“])"
)
_SUFFIX = re.compile(
    r"(?<![\w&'’-])([A-ZÀ-Þ][\w&'’-]*(?:\s+(?:[A-ZÀ-Þ&][\w&'’-]*|of|and|de|der|van|al|el)){0,7}\s+(?:GmbH|Ltd|Limited|Inc|LLC|AG|BV|SARL|SA|SpA|AB|Oy|AS|ApS|Co|Corp|Corporation|LLP|PLC|UG|KG|SAOC|SAOG|Group|Holding)\b\.?)"
)
_LEADING = re.compile(
    r"""(?x)^(?:(?i:hi|hello|hey|good\s+(?:morning|afternoon|evening|day)|so|ok(?:ay)?|well)[\s,.!]+)*
    ((?:\d{1,4}\s+(?=[A-ZÀ-Þ]))?[A-ZÀ-Þ][\w&'’-]*(?:\s+(?:[A-ZÀ-Þ&\d][\w&'’-]*|of|and|de|der|van|al|el))*
     (?:\s+(?:clinic|bank|school|bakery|hotel|pharmacy|hospital|shop|store|studio|restaurant|cafe|university|college|museum|gallery|law|consulting|foundation))?)
    (?:\s+(?i:in|from|near|needs?|wants?|requires?|here|would\s+like|is\s+looking|is\s+an?|are\s+an?|runs)\b
     |\s*,\s*(?i:an?|we|our)\s+\w|\s*,\s*(?=\S+@|[\w.]+\s+at\s+\w+\s+dot)|\s*:)"""
)
_QUOTED = re.compile(r"[\"“«„]([^\"”»“]{2,80})[\"”»“]")
_SPELLED = re.compile(r"\b(?:[A-Za-z](?:[-.]|\s+)){2,}[A-Za-z]\b")
_STOP = re.compile(
    r"""(?ix)
      [,;!?\n()–—]            # a break
    | \.(?=\s|$)              # end of a sentence, not "Co. KG" inside a word
    | \s-\s
    | \s+(?:and|but|so|because|then|while|with|we|i|i'm|i'd|we'd|we're|our|my|it|its|it's|please|which|who|that|instead|
        based|located|here|thanks|thank|in|on|from|near|at|for|email|mail|e-mail|mails?|hosted|need|needs|want|wants|
        something|somewhere|anything|should|would|will|is|are|has|have|not|rather|actually|sorry|now|today|using|use|running|runs|domain)\b(?!\s*&)
    """
)
_KEEPS = re.compile(r"^\s+(?i:and)\s+(?=[A-ZÀ-Þ]|(?i:sons|co|partners|company|daughters)\b)")
_LOWER_KEEPS = re.compile(r"^\s+and\s+(?!(?:we|i|our|my|it|need|want)\b)[a-zß-ÿ]+\s+(?:our|my)\s+(?:e-?mail|mail|address)\b")
_CAPITAL_AFTER = re.compile(r"^\s+(?:and|of|the|de|la)\s+(?!I\b|I')[A-ZÀ-Þ]")
_SPELT = re.compile(r"(?:(?:spelled|spelt|written|spelling)\s+)?")
_SENTENCE = re.compile(
    r"(?i)^(?:but|and|or|so|if|when|with|without|not|no|because|i|i'd|i'm|i've|we'd|we've|you|they|can|could|would|please|let's|do|does|is|are|how|what|give|make|set|create|"
    r"add|use|put|drop|remove|change|my|our|for|we (?:need|want|have|would|like|are|run|sell)|it (?:is|should|has))\b(?!\s*&)"
)
_LOWER_LEADING = re.compile(r"^((?!(?:hi|hello|hey|so|ok|okay|well|yes|no|we|i|please|sure)\b)[a-zß-ÿ][\w&'’-]*(?:\s+[\w&'’-]+){0,2})\s*,\s*an?\s+\w")
_LABELLED = re.compile(
    r"\b(?:[Oo]rg|[Oo]rgani[sz]ation|[Cc]ompany|[Ff]irm|[Bb]usiness)(?:\s+[Nn]ame)?\s+([A-ZÀ-Þ][\w&'’-]*(?:\s+(?:[A-ZÀ-Þ&][\w&'’-]*|of|and|de|der|van|al|el))*)"
)
_IS_OURS = re.compile(
    r"(?:^|[.!?;,]\s+)([A-ZÀ-Þ][\w&'’-]*(?:\s+(?:[A-ZÀ-Þ&\d][\w&'’-]*|of|and|de|der|van|al|el))*)\s+(?i:is|'s)\s+"
    r"(?i:our|my|the|us)(?:\s+(?i:name|company|organi[sz]ation|business|firm|shop|store|practice|school|clinic|bank|brand|club))?\b"
)
_RECTIFIED = re.compile(
    r"^(?:(?i:no|sorry|actually|wrong|oops|wait)[\s,.!]+)+(?i:it(?:'s| is)|that(?:'s| is)|the name is|we(?:'re| are))\s+"
    r"([A-ZÀ-Þ][\w&'’-]*(?:\s+(?:[A-ZÀ-Þ&\d][\w&'’-]*|of|and|de|der|van|al|el))*)(?=\s*(?:[,.;!?]|$))"
)
_APPOSITION = re.compile(
    r"\b(?:[Mm]y|[Oo]ur|[Tt]he|[Aa]n?)\s+(?:[a-zß-ÿ-]+\s+){0,3}[a-zß-ÿ-]+(?:\s+(?:in|from|near|at)\s+[\w'’ -]{2,40}?)?,\s*([A-ZÀ-Þ][\w&'’-]*(?:\s+(?:[A-ZÀ-Þ&][\w&'’-]*|of|and|de|der|van|al|el))*)(?=\s*(?:[,.;!?)]|$|\s(?:in|from|near)\b))"
)
_LEAD_IN = re.compile(
    r"(?ix)^(?:(?:well|ok(?:ay)?|sure|yes|yeah|hi|hello|um+|uh+|er+|so|oh|it's|its|it\s+is|that's|we\s+are|we're|i'm|then|the\s+name\s+is|"
    r"our\s+name\s+is|name\s+is|name:|this\s+is|just|call\s+it|called|no|actually|let's\s+say|make\s+it|the)[\s,]+)+"
)
_NOT_A_NAME = frozenset(
    "i a an the it us me we yes no ok okay sure not what why how which you this that here there nothing none same "
    "something anything somewhere hosting hosted data servers please put one two three small big new".split()
)
LONGEST = 120


@dataclass(frozen=True, slots=True)
class Name:
    """A name and the words that gave it."""

    value: str
    words: str
    start: int
    """Offset into the utterance's text."""
    end: int
    bare: bool = False
    """The whole answer to the question for the name: it may have answered something else."""
    sure: bool = True
    """It was introduced as a name; else it only stands where names stand ("Acme Bank needs …")."""


def organisation(utterance: Utterance, *, asked: bool, known: bool) -> Name | None:
    """The organisation named in the utterance.

    Args:
        asked: the last question was for the name; a short answer is the name.
        known: there is a name already: only an explicit introduction ("call it …") changes it.
    """
    text = utterance.text
    introduced = _introduced(text)
    if introduced:
        return introduced
    rectified = _RECTIFIED.match(text) if known else None
    if rectified and _plausible(rectified.group(1)):
        return Name(rectified.group(1), rectified.group(1), rectified.start(1), rectified.end(1), sure=False)
    if not known or asked:
        described = _described(text)
        if described:
            return described
        for found in (_LABELLED.search(text), _IS_OURS.search(text), _LEADING.match(text), _LOWER_LEADING.match(text), _APPOSITION.search(text)):
            if found and _plausible(found.group(1)):
                return Name(found.group(1), found.group(1), found.start(1), found.end(1), sure=False)
    return _answer(text) if asked else None


def _introduced(text: str) -> Name | None:
    best: Name | None = None
    for match in _INTRO.finditer(text):
        if match.group().casefold().split()[:2] == ["my", "name"]:
            continue  # a person's
        name = _take(text, match.end(), quoted=text[match.end() - 1] in '"“')
        if name:
            best = name  # the last introduction wins: "it's called A, no, call it B"
    return best


def _described(text: str) -> Name | None:
    suffix = _SUFFIX.search(text)
    if suffix:
        said = re.sub(r"(?i)^(?:we're|we are|i'm|i am|it's|this is|the|our|my)\s+(?:from |at |with |called )?", "", suffix.group(1)).rstrip(".")
        return Name(said, said, suffix.start(1), suffix.end())
    for match in _WE_ARE.finditer(text):
        name = _take(text, match.end(), quoted=text[match.end() : match.end() + 1] in ('"', "“"), capitals_only=True)
        if name:
            return name
    quoted = _QUOTED.search(text)
    if quoted:
        return Name(quoted.group(1).strip(), quoted.group(), quoted.start(), quoted.end())
    return None


def _take(text: str, begin: int, *, quoted: bool, capitals_only: bool = False) -> Name | None:
    if quoted:
        begin = begin + 1 if text[begin : begin + 1] in ('"', "“") else begin
        closing = re.search(r"[\"”“]", text[begin:])
        end = begin + closing.start() if closing else len(text)
    else:
        begin += len(_SPELT.match(text[begin:]).group())  # type: ignore[union-attr]  # matches the empty string
        end = _end(text, begin)
    value = _tidy(text[begin:end])
    if capitals_only:
        value = _capital_run(value)
        end = begin + len(value)
    if not _plausible(value):
        return None
    return Name(value, text[begin:end], begin, end)


def _capital_run(value: str) -> str:
    """`Acme Bank and need` → `Acme Bank`: the run of capitalised words, small linking words inside it allowed."""
    kept: list[str] = []
    for word in value.split():
        if word[0].isupper() or word[0].isdigit() or word == "&" or kept and word.lower() in ("of", "and", "de", "der", "van", "al", "the"):
            kept.append(word)
        else:
            break
    while kept and kept[-1].lower() in ("of", "and", "de", "der", "van", "al", "the", "&"):
        kept.pop()
    return " ".join(kept)


def _end(text: str, begin: int) -> int:
    at = begin
    while True:
        stop = _STOP.search(text, at)
        if stop is None:
            return len(text)
        rest = text[stop.start() :]
        if _KEEPS.match(rest) or (_LOWER_KEEPS.match(rest) and text[begin : stop.start()].islower()) or (_CAPITAL_AFTER.match(rest) and text[begin : stop.start()].istitle()):
            at = stop.end()
            continue
        return stop.start()


def _answer(text: str) -> Name | None:
    """The whole answer to "what is it called?", when it is short and no sentence of its own."""
    spelled = _SPELLED.fullmatch(text.strip())
    if spelled and len(text) <= LONGEST:
        return Name(_joined_letters(spelled.group()), text, 0, len(text), bare=True)
    body = _LEAD_IN.sub("", text.strip())
    if _SENTENCE.match(body):
        return None
    end = _end(body, 0)
    value = _tidy(body[:end])
    if not _plausible(value) or len(value.split()) > 6:
        return None
    start = text.find(value)
    return Name(value, value, max(start, 0), max(start, 0) + len(value), bare=True)


def _tidy(value: str) -> str:
    value = value.strip().strip("\"“”'«»„").rstrip(".").strip()
    spelled = _SPELLED.fullmatch(value)
    if spelled:
        return _joined_letters(value)
    return re.sub(r"\s+", " ", value)


def _joined_letters(value: str) -> str:
    return re.sub(r"[\s.-]", "", value).capitalize()


def _plausible(value: str) -> bool:
    if not value or len(value) > LONGEST or "@" in value:
        return False
    words = value.casefold().split()
    return not all(w in _NOT_A_NAME for w in words) and any(c.isalnum() for c in value)
