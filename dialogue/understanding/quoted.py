"""What somebody else wrote and the customer only shows: a forwarded mail, quoted lines, a part of a script, a consultant's words.

None of it is a wish of theirs until they say so; its words are blanked, so that every other word keeps its place.
"""

import re

from dialogue.patterns import regex

_FORWARDED = regex(
    r"(?im)^[ \t>]*(?:-{2,}\s*(?:forwarded|original|weitergeleitete|urspr\w+)\b[^\n]*|begin\s+forwarded\s+message[^\n]*|(?:from|von|de)\s*:[^\n]+\n(?:[ \t>]*(?:to|cc|date|sent|subject|an|betreff|datum|gesendet)\s*:[^\n]*\n?)+)[\s\S]*"
)
"""From the head of somebody else's mail to the end of the message."""
_QUOTED_LINES = regex(r"(?m)^[ \t]*>[^\n]*$")
_PART = r"(?:assistant|system|developer|tool|concierge|admin(?:istrator)?|operator|bot|ai|model|instruction|note\s+to\s+(?:the\s+)?(?:assistant|ai|bot|model))"
_SCRIPT = regex(rf"(?is)\[\s*/?\s*{_PART}\b\s*[:\]–-].{{0,2000}}?(?:\]|$)|\[\s*{_PART}\b[^\[\]\n]{{0,40}}\].{{0,2000}}?(?:\[\s*/?\s*(?:end|{_PART})\b[^\[\]\n]{{0,40}}\]|\n\s*\n|$)|<\s*{_PART}\b[^<>]{{0,200}}>.{{0,2000}}?(?:<\s*/\s*{_PART}\s*>|$)")
"""A part that isn't theirs to speak."""
_SPEECH = regex(r"[\"“„«](?P<words>[^\"“”„«»\n]{12,600})[\"”“»]")
_TOLD = regex(
    r"(?i)\b(?:wrote|writes|written|says?|said|saying|tells?|told|suggest\w*|recommend\w*|advis\w*|claims?|claimed|insist\w*|quot\w+|e-?mailed|letter|reads?|replied|note|proposed|proposes|demands?|demanded|asked)\b[^.!?\n\"“]{0,40}[,:]?\s*$"
)
_ADOPTED = regex(
    r"(?i)\b(?:as\s+(?:they|he|she|it)\s+(?:say|says|said|wrote|suggest\w*|recommend\w*|want|wants)|(?:do|take|use|want|need|have|follow)\s+(?:just\s+|exactly\s+)?(?:that|this|it|so|what\s+(?:they|he|she)\s+\w+)|(?:so|exactly|just)\s+(?:that|this)(?:\s+please)?|please\s+do|"
    r"that's\s+(?:what|it|fine|right)|is\s+what\s+(?:we|i)\s+(?:want|need)|go\s+with\s+(?:that|it)|sounds?\s+(?:good|right|fine)|agree[ds]?|so\s+be\s+it|let's\s+(?:do|have|take)|fine\s+(?:by|with)\s+(?:me|us)|so\s+(?:please|that's))\b"
)
_REFUSED = regex(
    r"(?i)\b(?:(?:not|never|n't)\s+(?:\w+\s+){0,2}?(?:do|doing|have|having|take|taking|want|wanting|need|needing|follow|following|listen|agree|any\s+of)|none\s+of|ignore|nonsense|daft|silly|ridiculous|rubbish|overkill|no\s+way|without\s+(?:any\s+of\s+)?(?:that|it)|forget\s+(?:that|it|what)|wrong)\b"
)


def without_quoted(text: str) -> str:
    """`text` without what is only shown; a quotation that they make their own stays."""
    if ">" in text or ":" in text or "[" in text:
        for pattern in (_FORWARDED, _SCRIPT, _QUOTED_LINES):
            text = pattern.sub(lambda m: _blank(m.group()), text)
    for quote in list(_SPEECH.finditer(text)):
        rest = text[quote.end() :]
        reported = _TOLD.search(text[: quote.start()]) is not None and len(quote["words"].split()) > _NAME
        if reported and (_REFUSED.search(rest) or not _ADOPTED.search(rest)):
            text = text[: quote.start()] + _blank(quote.group()) + rest
    return text


_NAME = 3
"""Words that a quoted name has at most."""


def _blank(words: str) -> str:
    return re.sub(r"[^\n]", " ", words)
