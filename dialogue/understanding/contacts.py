"""E-mail addresses and domain names, typed or spoken ("info at acme dot o m")."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice

from dialogue.patterns import regex
from dialogue.understanding.numbers import numbers, spoken_digit
from dialogue.understanding.polarity import polarity
from dialogue.understanding.text import Utterance, Word

_EMAIL = regex(r"(?<![\w.+-])(?:(?i:e-?mail|mail|contact|address|to|from|admin|user)=)?([\w.!#$%&*+/=?^{|}~-]{1,250}@[\w-]{1,250}(?:\.[\w-]{1,63}){0,10})", re.UNICODE)
_DOMAIN = regex(r"(?:https?://)?((?<![\w-])(?:\w(?:[\w-]{0,253}\w)?\.){1,20}[^\W\d_][\w-]{0,253}\w)\.?(?:/\S*)?", re.UNICODE)
_LINK = regex(r"!?\[[^\[\]\n]{0,200}\]\([^()\s]{1,500}\)|<(?:a|img)\b[^<>]{0,500}>")
"""A link or a picture as a page has it: no address of theirs."""
_SPOKEN_JOIN = {"dot": ".", "point": ".", "dash": "-", "hyphen": "-", "minus": "-", "underscore": "_"}
_AT = frozenset({"at"})
# Words that introduce an address and so can't be part of it when it is spoken.
_LEAD = frozenset(
    "is its it's it to address email mail e the my our at use under on domain name called be as contact me us via "
    "write send reach for and with own a want have called from so please then yes no "
    "add install include take i'd we'd like would call prefer go choose pick get give put make let's rather instead try actually should shall must read reads".split()
)


_SUBDOMAIN_OF = regex(
    r"(?i)\b(?:the\s+|an?\s+|our\s+)?(?:([a-z][a-z0-9-]{0,61})\s+(?:as\s+(?:a\s+|the\s+)?)?sub-?domain|sub-?domain\s+(?:called\s+|named\s+)?([a-z][a-z0-9-]{0,61}))\s+(?:of|on|under|at|from)\s+(?:our\s+|my\s+|the\s+)?(?:(?:own\s+)?domain\s+)?$"
)


_GOES_ON = frozenset("and then please with for or but the our want have need called from as would which that where when who i we you he she they was about".split())
"""Words after a "dot" that belong to no address."""
_MOST = 40
"""Addresses that are looked at in one message."""


@dataclass(frozen=True, slots=True)
class Contact:
    """An address in the utterance; word indices, half open."""

    start: int
    end: int
    value: str
    kind: str
    """`email`, `domain`, or `label` for the name under a domain of ours."""


_HOST_AHEAD = r"(?=[\w-]+(?:\.\w|\s+(?:dot|point)\s|\s*[\[({]\s*(?:dot|\.)\s*[\])}]))"
_SIGNS: tuple[tuple[re.Pattern[str], str], ...] = (
    (regex(r"(?i)[\s,(]+(?:(?:that's|it's|all|as|in|written|just)\s+)*(?:one\s+word|no\s+spaces?|without\s+spaces?|(?:all|written)\s+together)\)?[\s,]+(?=(?:at|@)\s)"), " "),
    (regex(r"(?i)\s*[\[({]\s*(?:at|@)\s*[\])}]\s*"), "@"),
    (regex(r"(?i)(?<=\w)\s*[\[({]\s*(?:dot|\.)\s*[\])}]\s*(?=\w)"), "."),
    (regex(rf"(?<=\w)\s+@\s+{_HOST_AHEAD}"), "@"),
    (regex(rf"(?i)[\s,]+(?:and\s+)?then\s+(?:an?\s+|the\s+)?at(?:\s+(?:sign|symbol))?[\s,]+(?:then\s+)?{_HOST_AHEAD}"), " at "),
    (regex(rf"(?i)[\s,]+(?:an?\s+|the\s+)?at(?:\s+(?:sign|symbol)|\s+(?:the|our)\s+domain|\s*,)[\s,]+(?:then\s+)?{_HOST_AHEAD}"), " at "),
)
"""How the signs of an address are said or written around ("jo (at) acme [dot] com", "jo, then at, acme.com")."""


def plain_signs(text: str) -> str:
    """`text` with the signs of addresses as they're usually said or typed, and units apart from their numbers."""
    text = _NO_SPACE.sub(". ", text)
    text = _WE_ARE.sub(r"\1\2we're ", _GLUED_UNIT.sub(r"\1 \2", text))
    text = _SPELLED_HOST.sub(lambda m: "".join(c for c in m.group("letters") if c.isalnum()) + " ", text)
    if not _MAY_SIGN.search(text):
        return text
    for pattern, sign in _SIGNS:
        text = pattern.sub(sign, text)
    return text


_SPELLED_HOST = regex(r"(?i)(?<![\w@.'-])(?P<letters>[a-z0-9](?:(?:\s*[,-]\s*|\s+)[a-z0-9](?![\w'])){2,30})[\s,-]+(?=(?:dot|point|at|@|dash)\b)")
"""Letters told one by one before a sign ("Q, I, R, A, N, T, dot …", "k l a u s at …")."""
_GLUED_UNIT = regex(r"(?i)(?<![\w.@/-])(\d{1,4})(gb|gib|gigs?|cores?|vcpus?|cpus?)(?![\w@-])")
"""A number and its unit written as one ("24GB")."""
_WE_ARE = regex(r"(?i)(^|[.!?]\s+)((?:(?:hey|hi|hello|so|ok|okay|well|and|yes|yeah)[\s,]+)*)were (?=(?:called|named)\b)")
"""Typed without its apostrophe, at the head of a message."""
_NO_SPACE = regex(r"(?<=[a-z]{4})\.(?=(?:call|we|we're|our|please|also|and|the|then|i'm|it's)\s)")
"""A full stop without its space, before a word that no address ends in ("files.call it Nordwind")."""
_MAY_SIGN = regex(r"(?i)[\[({]\s*(?:at|@|dot)\b|\s@|\bat\b")


def contacts(utterance: Utterance, *, is_vocabulary: Callable[[int, int], bool]) -> list[Contact]:
    """E-mails and domains, left to right. `is_vocabulary(start, end)` says that the words are a name of
    something else (`cal.com` is an app)."""
    found = _typed(utterance, is_vocabulary)
    taken = {i for c in found for i in range(c.start, c.end)}
    found += [c for c in _spoken(utterance, is_vocabulary) if not taken.intersection(range(c.start, c.end)) and not any(is_vocabulary(at, c.end) for at in range(c.start, c.end))]
    return sorted((_below(utterance, c) for c in found), key=lambda c: c.start)


def _below(utterance: Utterance, contact: Contact) -> Contact:
    """ "the portal subdomain of acme.com": what stands in front belongs to it."""
    named = _SUBDOMAIN_OF.search(utterance.text[: utterance.words[contact.start].start]) if contact.kind == "domain" else None
    label = (named[1] or named[2]).casefold() if named else ""
    if named is None or label in _LEAD | _NO_LABELS:
        return contact
    start, _ = _word_range(utterance, named.start(1) if named[1] else named.start(2), named.end())
    return Contact(start, contact.end, f"{label}.{contact.value}", "domain")


_NO_LABELS = frozenset("free own pool default different new short another some this that".split())


def _typed(utterance: Utterance, is_vocabulary: Callable[[int, int], bool]) -> list[Contact]:
    found: list[Contact] = []
    text = _LINK.sub(lambda m: " " * len(m.group()), utterance.text)
    for match in islice(_EMAIL.finditer(text), _MOST):
        start, end = _word_range(utterance, match.start(), match.end())
        if start < end:
            found.append(Contact(start, end, match.group(1).rstrip(".").lower(), "email"))
    if "@" in text:
        found += _broken_emails(utterance, found)
    for match in islice(_DOMAIN.finditer(text), _MOST) if "." in text else ():
        start, end = _word_range(utterance, match.start(), match.end())
        if start >= end or any(c.start < end and start < c.end for c in found):
            continue
        if text[match.start() - 1 : match.start()] == "@" or is_vocabulary(start, end):
            continue
        if all(part.isdecimal() for part in match.group(1).split(".")):
            continue
        found.append(Contact(start, end, match.group(1).lower(), "domain"))
    return found


def _broken_emails(utterance: Utterance, found: list[Contact]) -> list[Contact]:
    """`bob@`, `@acme.com`, `bob@@acme.com`: an address was meant; the toolbox says what is wrong with it."""
    broken: list[Contact] = []
    for match in islice(re.finditer(r"[\w.+-]{0,250}@{1,5}[\w.-]{0,250}", utterance.text), _MOST):
        start, end = _word_range(utterance, match.start(), match.end())
        if start < end and not any(c.start < end and start < c.end for c in found):
            broken.append(Contact(start, end, match.group().strip(".").lower(), "email"))
    return broken


def _word_range(utterance: Utterance, begin: int, finish: int) -> tuple[int, int]:
    start = bisect_left(utterance.words, begin, key=lambda w: w.start)
    end = bisect_right(utterance.words, finish, key=lambda w: w.end)
    return (start, end) if start < end else (0, 0)


def _spoken(utterance: Utterance, is_vocabulary: Callable[[int, int], bool]) -> list[Contact]:
    """Around each run of "… dot …": grow to the left over joined words, and over "at" for an e-mail."""
    found: list[Contact] = []
    words = utterance.words
    at = 0
    while at < len(words):
        if words[at].norm not in ("dot", "point") or at == 0 or at + 1 >= len(words) or not _is_sign(words, at):
            at += 1
            continue
        contact = _grow(utterance, at, is_vocabulary)
        if contact is None:
            at += 1
            continue
        # "jane dot doe at acme dot com": the address found later takes in what looked like a domain.
        found = [c for c in found if c.end <= contact.start]
        found.append(contact)
        at = contact.end
    return found


def _is_sign(words: tuple[Word, ...], at: int) -> bool:
    """A "dot" that joins what stands on both sides; "Green Dot" is a name, "dot and" goes on with something else."""
    after = words[at + 1]
    if words[at].brk == 2 or after.brk or after.norm in _GOES_ON:
        return False
    return not (words[at].text[0].isupper() and words[at - 1].text[0].isupper() and not words[at].text.isupper())


def _grow(utterance: Utterance, dot: int, is_vocabulary: Callable[[int, int], bool]) -> Contact | None:
    words = utterance.words
    end = _right_end(words, dot)
    host_start = _left_start(words, dot, stop=_AT)
    if host_start == dot:
        return None
    host = _joined(words[host_start:end])
    if host_start > 0 and words[host_start - 1].norm in _AT and words[host_start].brk == 0:
        local_start = _local_start(utterance, host_start - 1, is_vocabulary)
        if local_start < host_start - 1 and not _lives(words, host_start - 1):
            return Contact(local_start, end, f"{_joined_local(utterance, local_start, host_start - 1)}@{host}", "email")
    return Contact(host_start, end, host, "domain") if "." in host else None


def _lives(words: tuple[Word, ...], at: int) -> bool:
    """ "the portal should live at portal dot acme dot com": where something is to be found, and nobody's mail."""
    return at > 1 and words[at - 1].norm in _FOUND_AT and words[at - 2].norm in _MODALS


_FOUND_AT = frozenset("live lives be run running stay sit stand found hosted reachable reached available go".split())
_MODALS = frozenset("should must will shall can could would may to be is are it's".split())


def _local_start(utterance: Utterance, at: int, is_vocabulary: Callable[[int, int], bool]) -> int:
    """Where what stands before the "at" of a spoken address begins."""
    words = utterance.words
    start = _left_start(words, at, stop=frozenset())
    if start and not words[start].brk and words[start - 1].norm in _TOLD_AFTER:
        return start
    if start == 0 or words[start].brk == 2:
        while start < at - 1 and words[start].norm in _OPENS:
            start += 1  # "okay fine slate at oak ladder dot com"
    while start < at - 1 and is_vocabulary(start, start + 1):
        start += 1  # "I want a website charlie at churro dot example"
    return start


_TOLD_AFTER = frozenset("is it's address mail email e-mail".split())
_OPENS = frozenset("ok okay alright allright fine sure right well great good perfect so um uh hm er oh yeah yep".split())
"""What people begin an answer with."""


def _joined_local(utterance: Utterance, start: int, end: int) -> str:
    """As `_joined`, with digits told one by one, or as a number, for what they are ("crew four two")."""
    words = utterance.words
    parts: list[str] = []
    at = start
    while at < end:
        run = at
        while run < end and spoken_digit(words[run].norm) is not None and not words[run].norm.isdecimal():
            run += 1
        number = next((n for n in numbers(utterance) if n.start == at and n.end <= end and n.value >= _TENS), None) if run - at < _RUN else None
        if run - at >= _RUN:
            parts.append("".join(spoken_digit(w.norm) or "" for w in words[at:run]))
            at = run
        elif number is not None and at > start:
            parts.append(str(number.value))
            at = number.end
        else:
            parts.append(_SPOKEN_JOIN.get(words[at].norm, words[at].norm))
            at += 1
    return "".join(parts)


_RUN = 2
"""Digits in a row that aren't words of a name any more."""
_TENS = 20


def _right_end(words: tuple[Word, ...], dot: int) -> int:
    """To the end of the last label: after each dot one label, spelled letters ("o m") taken together."""
    end = dot + 1
    while end < min(len(words), dot + _MOST) and words[end].brk == 0:
        norm = words[end].norm
        if norm in _SPOKEN_JOIN:
            end += 1
            continue
        after = words[end - 1].norm
        spelled = len(norm) == 1 and norm.isalpha() and (after in _SPOKEN_JOIN or len(after) == 1)
        more_dots = end + 1 < len(words) and any(
            w.norm in ("dot", "point") for w in words[end + 1 : end + 3] if w.brk == 0
        )
        if after in _SPOKEN_JOIN or spelled or (more_dots and norm not in _LEAD):
            end += 1
            continue
        break
    return end


def _left_start(words: tuple[Word, ...], before: int, *, stop: frozenset[str]) -> int:
    """Leftmost word that still belongs to the label; never across a break or a word that leads in."""
    start = before
    while start > 0 and before - start < 8:
        norm = words[start - 1].norm
        if norm in stop or norm in _AT:
            break
        alone = len(norm) == 1 and (start == before or len(words[start].norm) == 1)
        if norm in _LEAD and not alone:
            break
        if words[start].brk != 0 and start < before:
            break
        start -= 1
        if words[start].brk != 0:
            break
    return start


def _joined(words: tuple[Word, ...]) -> str:
    """Spoken words join without a hyphen unless one is said (plan-rules, Domain)."""
    return "".join(_SPOKEN_JOIN.get(word.norm, word.norm) for word in words)


def choices(utterance: Utterance, found: list[Contact]) -> bool:
    """It is open which of several addresses is meant: nothing between them takes one back or puts another in its place."""
    covered = {i for c in found for i in range(c.start, c.end)}
    modes = polarity(utterance, [(c.start, c.end) for c in found], covered=covered, no_corrects=True)
    return not any(mode in ("remove", "dropped", "replace_to") for mode in modes)


def standing(utterance: Utterance, found: list[Contact]) -> list[Contact]:
    """Without the addresses that are taken back or replaced ("jo@a.com, not ops@a.com")."""
    kept: list[Contact] = []
    covered = {i for c in found for i in range(c.start, c.end)}
    for kind in ("email", "domain"):
        same = [c for c in found if c.kind == kind]
        modes = polarity(utterance, [(c.start, c.end) for c in same], covered=covered, no_corrects=True)
        kept += [c for c, mode in zip(same, modes, strict=True) if mode not in ("remove", "dropped")]
    return sorted(kept, key=lambda c: c.start)
