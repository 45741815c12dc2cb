"""Whose cloud is wished for, told from whose cloud one has now or is leaving."""

from dialogue.lexicon import Span
from dialogue.patterns import regex
from dialogue.understanding.clauses import clause
from dialogue.understanding.scope import cue_before
from dialogue.understanding.text import Utterance

_LEAVES = regex(
    r"(?i)\b(?:(?:mov|migrat|com|get|transition|shift|chang|switch)\w*\s+(?:(?:it|us|everything|all|over|our\s+\w+)\s+)?(?:away\s+|out\s+|over\s+)?(?:off|from|of)"
    r"|leav(?:e|es|ing)|left|quit(?:ting)?|off|out\s+of|away\s+from|escap\w+(?:\s+from)?|tired\s+of|fed\s+up\s+with|done\s+with|abandon\w*|ditch\w*|exit\w*|replac\w+)"
    r"\s+(?:of\s+)?(?:the\s+|our\s+|my\s+)?(?:old\s+|current\s+|present\s+)?$"
)
_HAS_NOW = regex(
    r"(?i)(?:\b(?:currently|presently|today|now|still|already|so\s+far|until\s+now|up\s+to\s+now)\b[^,;.]{0,30}\b(?:on|in|at|with|using|uses?|from|by)"
    r"|\b(?:everything|it\s+all|our\s+\w+|my\s+\w+|which|that|all\s+of\s+it|the\s+\w+)\s+(?:is|are|sits?|lives?|runs?|was|were|stands?)(?:\s+(?:all|hosted|stored|running|sitting))?\s+(?:on|in|at|with)"
    r"|\b(?:was|were|been|used\s+to\s+be|had)\s+(?:\w+\s+)?(?:on|in|at|with)|\bour|\bmy)\s+(?:old\s+|current\s+|present\s+|existing\s+)?$"
)
_SO_NOW = regex(r"(?i)\s*(?:bills?|invoices?|costs?|prices?|pricing|fees|account\s+manager|outage)\b|\s+(?:(?:at\s+the\s+moment|at\s+present|right\s+now|these\s+days|currently|today|so\s+far|until\s+now)\b)")


def provider_meant(utterance: Utterance, span: Span, covered: set[int]) -> bool:
    """False of one that is struck, left, or where the person is until today ("migrating off AWS", "our AWS bill")."""
    if cue_before(utterance, span.start, spans=covered).mode == "remove":
        return False
    begin, _ = clause(utterance, span.start)
    text = utterance.text
    before = text[utterance.words[begin].start : utterance.words[span.start].start]
    return not (_LEAVES.search(before) or _HAS_NOW.search(before) or _SO_NOW.match(text, utterance.words[span.end - 1].end))
