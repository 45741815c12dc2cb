"""The organisation's name, as the person wrote or spelled it.

Candidates are looked for from the surest to the loosest: introduced ("called …"), a correction of the name that
stands (`respelling`), a company's legal form, what the speaker is or runs, quotes, and last the places where names
just stand. The first one that can be a name is taken.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from dialogue.understanding.proper import Run, is_company, run_at, runs, starts_like_a_sentence, titled
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
    | (?:change|set|correct|update|make)\s+(?:the\s+|our\s+|my\s+)?(?:\w+\s+)?name\s+(?:in)?to
    | (?:change|set|correct|update)\s+(?:the\s+|our\s+|my\s+)?(?:company|business|organi[sz]ation|firm|org)\s+(?:in)?to
    | (?:the|our|my)\s+(?:company\s+|organi[sz]ation\s+)?name(?=\s+(?-i:[^\W\da-z_]))
    | name\s*(?:is|'s|:|=|should\s+be)
    | (?:the\s+|our\s+|my\s+)?(?:company|business|organi[sz]ation|firm|org)\s*(?:is|'s|:|=|should\s+be)(?!\s+(?:called|in|a|an|based|located|small|large|not|from)\b)
    )\s+["“']?""",
)
_SPEAKS = re.compile(
    r"""(?ix)(?:^|(?<=[\s,.;!?]))(?:we(?:'re|\s+are|\s+at)|this\s+is|i(?:'m|\s+am)\s+(?:with|from|at|of)|for|i\s+represent|on\s+behalf\s+of|it's\s+for|
    i\s+work\s+(?:for|at)|(?:i|we)\s+(?:run|own|manage)|(?:owner|founder|manager|director|head|ceo|cto|administrator|secretary|partner|chair\w*)\s+(?:of|at))\s+"""
)
_PERSON = re.compile(r"(?i)(?:^|(?<=[\s,.;!?]))(?:this\s+is|i'm|i\s+am|my\s+name\s+is|it's)\s+(?=\w)")
_COMES_FROM = re.compile(r"(?i)\s*,?\s*(?:here\s+)?(?:from|of|at|with)\s+")
_LABELLED = re.compile(r"(?i)\b(?:org|organi[sz]ation|company|firm|business)(?:\s+name)?,?\s+|\bname,?\s+(?=[^a-z\s])")
_CREATES = re.compile(
    r"(?i)\b(?:set(?:ting)? up|create|creating|launch|deploy|build|start|provision)\s+(?:(?:a|the|our|my)\s+(?:new\s+)?(?:own\s+)?(?:cloud|sovereign|server|site|environment)\s+(?:for|named)\s+)?"
)
_LABEL = re.compile(r"(?i)(?:org|organi[sz]ation|company|firm|business|name)\s+(?=\S+\s)")
_APPOSITION = re.compile(r"\b(?:[Mm]y|[Oo]ur|[Tt]he|[Aa]n?)\s+(?:[^\W\dA-Z]+\s+){0,3}[^\W\dA-Z]+(?:\s+(?:in|from|near|at)\s+[\w'’ -]{2,40}?)?,\s*")
_AFTER_APPOSITION = re.compile(r"(?i)\s*(?:[,.;!?)]|$|(?:in|from|near)\b)")
_IS_OURS = re.compile(
    r"(?i)\s+(?:is|'s)\s+(?:our|my|the|us)(?:\s+(?:name|company|organi[sz]ation|business|firm|shop|store|practice|school|clinic|bank|brand|club))?\b"
)
_GREETED = re.compile(r"(?i)^(?:(?:hi|hello|hey|good\s+(?:morning|afternoon|evening|day)|so|ok(?:ay)?|well)[\s,.!]+)*")
_KIND = re.compile(
    r"(?i)\s+(?:clinic|bank|school|bakery|hotel|pharmacy|hospital|shop|store|studio|restaurant|cafe|university|college|museum|gallery|law|consulting|foundation)\b"
)
_LEADS = re.compile(
    r"(?i)\s+(?:in|from|near|needs?|wants?|requires?|here|would\s+like|is\s+looking|is\s+an?|are\s+an?|runs)\b"
    r"|\s*,\s*(?:an?|we|our)\s+\w|\s*,\s*(?=\S+@|[\w.]+\s+at\s+\w+\s+dot)|\s*:"
)
_QUOTED = re.compile(r"[\"“«„]([^\"”»“]{2,80})[\"”»“]|(?<![\w])'([^']{2,80})'(?!\w)")
_QUOTES = "\"“'"
_CLOSING = re.compile(r"[\"”“]|'(?!\w)")
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
_LEAD_IN = re.compile(
    r"(?ix)^(?:(?:well|ok(?:ay)?|sure|yes|yeah|hi|hello|um+|uh+|er+|so|oh|it's|its|it\s+is|that's|we\s+are|we're|i'm|then|the\s+name\s+is|"
    r"our\s+name\s+is|name\s+is|name:|this\s+is|just|call\s+it|called|no|actually|let's\s+say|make\s+it|the)[\s,]+)+"
)
_NOT_A_NAME = frozenset(
    "i a an the it us me we yes no ok okay sure not what why how which you this that here there nothing none same "
    "something anything somewhere hosting hosted data servers please put one two three small big new wrong right incorrect "
    "misspelled mistyped spelled spelt correct fine good different still missing unclear open undecided name mail email company organisation organization org region domain".split()
)
_NO_ANSWER = frozenset("don't dont not yet idea know later unsure isn't haven't undecided decided matter care say whatever rather".split())
"""Words of an answer that is no name."""
_CONTRACTED = frozenset("i'm i'd i've i'll we're we'd we've we'll it's that's there's let's don't".split())
_ABBREVIATED = re.compile(r"\b\w\.\w+\.$")
"""Ends in a dot that belongs to it ("d.o.o.")."""
LONGEST = 120
FARTHEST = 3000
"""Characters of a message within which a name is looked for."""


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


def organisation(
    utterance: Utterance, *, asked: bool, known: bool, is_place: Callable[[Run], bool]
) -> Iterator[Name]:
    """The names that may be meant, surest first.

    Args:
        asked: the last question was for the name; a short answer is the name.
        known: there is a name already: only an explicit introduction ("call it …") changes it.
        is_place: the run is where somebody is ("this is Nordwind from Hamburg").
    """
    text = utterance.text[:FARTHEST]
    if asked and titled(text) and not _SPELLED.fullmatch(text.strip()):
        yield from _named(text.strip().rstrip(".!"), text, bare=True)
    introduced = _introduced(text)
    if introduced:
        yield introduced
    if not known or asked:
        yield from _described(text, is_place)
        yield from _loose(text)
    if asked:
        answer = _answer(text)
        if answer:
            yield answer


def _named(value: str, text: str, *, bare: bool = False, sure: bool = True) -> Iterator[Name]:
    start = text.find(value)
    if _plausible(value):
        yield Name(value, value, start, start + len(value), bare=bare, sure=sure)


def _introduced(text: str) -> Name | None:
    best: Name | None = None
    for match in _INTRO.finditer(text):
        if match.group().casefold().split()[:2] == ["my", "name"]:
            continue  # a person's
        name = _take(text, match.end())
        if name:
            best = name  # the last introduction wins: "it's called A, no, call it B"
    return best


def _described(text: str, is_place: Callable[[Run], bool]) -> Iterator[Name]:
    """By legal form, by what the speaker is or runs, in quotes."""
    for run in runs(text):
        if is_company(run):
            label = _LABEL.match(run.text)
            begin = run.start + (label.end() if label else 0)
            yield Name(text[begin : run.end], run.text, begin, run.end)
    person = _person(text)
    comes_from = _COMES_FROM.match(text, person.end) if person else None
    home = run_at(text, comes_from.end()) if comes_from else None
    if home and _plausible(home.text) and not is_place(home):
        yield Name(home.text, home.text, home.start, home.end)
    for match in _SPEAKS.finditer(text):
        run = run_at(text, match.end())
        if run and _plausible(run.text) and not starts_like_a_sentence(run.text.split()[0].casefold().replace("the", "")):
            yield Name(run.text, run.text, run.start, run.end)
    quoted = _QUOTED.search(text)
    if quoted:
        said = (quoted.group(1) or quoted.group(2)).strip()
        yield Name(said, quoted.group(), quoted.start(), quoted.end())


def _person(text: str) -> Run | None:
    """Who speaks: "this is Maria", "Jane here"."""
    intro = _PERSON.search(text)
    if intro:
        return run_at(text, intro.end())
    greeted = _GREETED.match(text)
    run = run_at(text, greeted.end() if greeted else 0)
    return run if run and text[run.end :].lstrip().startswith("here") else None


def _loose(text: str) -> Iterator[Name]:
    """Where names just stand: "company Acme", "my clinic, Smile Dental", "Acme needs …"."""
    found: list[Run | None] = [run_at(text, m.end()) for m in _LABELLED.finditer(text)]
    found += [run_at(text, m.end()) for m in _CREATES.finditer(text)]
    found += [run for run in runs(text) if _IS_OURS.match(text, run.end)]
    greeted = _GREETED.match(text)
    opening = [r for r in runs(text) if text[: r.start].rstrip()[-1:] in (".", "!", "?")]
    for first in (run_at(text, greeted.end() if greeted else 0), *opening):
        if first is None or (starts_like_a_sentence(first.text.split()[0].casefold()) and not first.text.startswith("The ")):
            continue
        kind = _KIND.match(text, first.end)
        end = kind.end() if kind else first.end
        if _LEADS.match(text, end):
            found.append(Run(text[first.start : end], first.start, end))
    lower = _LOWER_LEADING.match(text)
    if lower:
        found.append(Run(lower.group(1), lower.start(1), lower.end(1)))
    for match in _APPOSITION.finditer(text):
        run = run_at(text, match.end())
        found.append(run if run and _AFTER_APPOSITION.match(text, run.end) else None)
    for run in found:
        if run and _plausible(run.text):
            yield Name(run.text, run.text, run.start, run.end, sure=False)


def _take(text: str, begin: int) -> Name | None:
    """The name that was introduced just before `begin`."""
    opening = text[begin - 1 : begin] if text[begin - 1 : begin] in _QUOTES else text[begin : begin + 1]
    closing = _CLOSING.search(text, begin + 1) if opening and opening in _QUOTES else None
    if closing:
        begin += 1 if text[begin] in _QUOTES else 0
        end = closing.start()
    else:
        begin += len(_SPELT.match(text[begin:]).group())  # type: ignore[union-attr]  # matches the empty string
        run = run_at(text, begin)
        end = max(_end(text, begin), run.end if run else 0)
    value = _tidy(text[begin:end])
    return Name(value, text[begin:end], begin, end) if _plausible(value) else None


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
    if _SENTENCE.match(body) or _NO_ANSWER & set(body.casefold().replace("’", "'").split()):
        return None
    end = _end(body, 0)
    value = _tidy(body[:end])
    if not _plausible(value) or len(value.split()) > 6:
        return None
    start = text.find(value)
    return Name(value, value, max(start, 0), max(start, 0) + len(value), bare=True)


def _tidy(value: str) -> str:
    value = value.strip().strip("\"“”'«»„").strip()
    value = value if _ABBREVIATED.search(value) else value.rstrip(".").strip()
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
    if words[0] in _CONTRACTED:
        return False
    return not all(w in _NOT_A_NAME for w in words) and any(c.isalnum() for c in value)
