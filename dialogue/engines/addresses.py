"""E-mail address, domain and label: which of the addresses in an utterance is which."""

import re

from dialogue.engines.change import Change
from dialogue.engines.reading import Reading
from dialogue.state import State
from dialogue.understanding.acts import Acts
from dialogue.understanding.contacts import standing
from dialogue.understanding.text import Utterance

_LABEL = re.compile(r"^[a-z0-9](?:[a-z0-9 -]{0,61}[a-z0-9])?$")
_LABEL_SAID = re.compile(
    r"(?i)\b(?:subdomain|label|web address|address|domain)\s*(?:name\s*)?(?:is|should be|to|as|=|:|called|named|of)?\s+[\"“]?([a-z0-9][a-z0-9-]{0,61}[a-z0-9])[\"”]?(?=$|[\s,.;!?])"
)
_HYPHENATED = re.compile(r"(?i)^(?:(?:no|please|rather|actually|then|let's)[\s,]+)*(?:use|take)\s+([a-z][a-z0-9]*(?:-[a-z0-9]+)+)(?:\s+(?:instead|please|then))?[.!]*$")
_EXPLICIT = re.compile(r"(?i)\b(?:subdomain|label)\b")
_NOT_A_LABEL = frozenset(
    "is name the a an to for and or with of please under on that this it be should we our i my in from own called "
    "names so do go he by if us me address please thanks too like as not was needed what which how use".split()
)
_LABEL_FOR = re.compile(
    r"(?i)\b(?:use|take|try|make it|put|call it)\s+(?:the (?:name|label)\s+)?[\"“]?([a-z][a-z0-9-]{1,61})[\"”]?\s+(?:for|as)\s+(?:the|our|my)\s+"
    r"(?:web )?(?:address|subdomain|label|domain(?: name)?)\b"
)
_SAYS_SOMETHING_ELSE = frozenset(
    "yes no ok okay undo repeat cancel help what which why how any anything something else other another whatever idea "
    "know sure maybe free none neither one first second third last the that this don't dont hmm please thanks".split()
)
_LEAD = re.compile(
    r"(?i)^(?:(?:let's|please|ok(?:ay)?|then|well|maybe|what about|how about|use|take|make it|call it|try|go (?:with|for)|i(?:'d like| want| prefer)|we(?:'d like| want| prefer))\s+)+"
)
_ONE = re.compile(r"^the (\w+) one$")
_POOL = re.compile(r"(?i)\b(?:pool|free|default|standard) (?:domain|address|name|one)\b(?!\?)")


def take_addresses(reading: Reading, change: Change) -> None:
    """Put the e-mail address and the name of the Sovereign into the change."""
    state, utterance, shape = reading.state, reading.utterance, reading.shape
    found = standing(utterance, reading.addresses)
    emails = [c for c in found if c.kind == "email"]
    domains = [c for c in found if c.kind == "domain"]
    if emails:
        change.put("email", emails[-1].value, emails[-1].value)
    elif state.asking == "email" and domains and len(utterance.words) <= 4:
        change.put("email", domains[-1].value, domains[-1].value)  # "info.acme.com": the toolbox says what is wrong
        return
    if domains:
        change.put("domain", domains[-1].value, domains[-1].value)
        return
    if _POOL.search(utterance.text):
        change.clear.add("domain")
        return
    label = _label(state, utterance, shape)
    if label and (not emails or _EXPLICIT.search(utterance.text)):
        change.put("domain", label, label)


def _label(state: State, utterance: Utterance, shape: Acts) -> str | None:
    said = _LABEL_FOR.search(utterance.text) or _LABEL_SAID.search(utterance.text)
    if said and said.group(1).lower() not in _NOT_A_LABEL:
        return said.group(1).lower()
    hyphenated = _HYPHENATED.match(utterance.text.strip())
    if hyphenated and state.draft.organisation:
        return hyphenated.group(1).casefold()
    if state.asking != "domain":
        return None
    chosen = next((a.topic for a in shape.acts if a.name == "choose"), None)
    if chosen is not None:
        return state.options[int(chosen) - 1] if int(chosen) <= len(state.options) else None
    text = utterance.text.casefold()
    named = [option for option in state.options if option in text]
    if named:
        return max(named, key=len)
    body = _LEAD.sub("", utterance.text.strip()).strip(" .!?\"'").casefold()
    body = _ONE.sub(r"\1", body)
    suffixed = [option for option in state.options if option.endswith(f"-{body}")]
    if suffixed:
        return suffixed[0]
    if len(body.split()) > 3 or not _LABEL.match(body) or set(body.split()) & _SAYS_SOMETHING_ELSE:
        return None
    return None if shape.acts and not shape.has("ask") else body.replace(" ", "")
