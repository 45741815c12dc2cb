"""Everything on a list gives way to something else: "replace all the apps with Ghost", "both regions by Nuremberg"."""

from collections.abc import Callable

from dialogue.patterns import regex

_NOUNS = r"(?:apps|applications|programs|programmes|tools)"
_ALL = r"(?:(?:all|both|each|every\s+one)(?:\s+of)?\s+)"
_THE = r"(?:(?:the|those|these|my|our|your)\s+(?:\w+\s+){0,2}?)"
_NAMED = rf"(?:{_ALL}?{_THE}?{_NOUNS}|all\s+the\s+software)"
_POINTED = r"(?:them(?:\s+all)?|all\s+of\s+(?:them|those|these)|(?:all|both)\s+of\s+(?:them|those|these)|those(?:\s+two|\s+three)?|these(?:\s+two|\s+three)?|everything|the\s+(?:whole\s+)?lot|both|it\s+all)"
_SET = rf"(?P<named>{_NAMED})|(?P<pointed>{_POINTED})"
_SWAPS = r"(?:replac(?:e|ing)|swap(?:ping)?|exchang(?:e|ing)|trad(?:e|ing)|substitut(?:e|ing)|switch(?:ing)?|chang(?:e|ing))"
_DROPS = r"(?:drop|remove|delete|ditch|scrap|lose|leave\s+out|throw\s+out|take\s+out|get\s+rid\s+of|skip|clear|strike|forget)"
_TAKES = r"(?:(?:just|only|instead|then|rather|please)\s+)*(?:take|use|add|install|put(?:\s+in)?|have|go\s+with|get|give\s+(?:me|us)|make\s+it|bring\s+in|i\s+want|we\s+want|i\s+need|we\s+need)(?:\s+(?:just|only))?"
_SWAPPED = regex(rf"(?i)\b{_SWAPS}\s+(?:out\s+|over\s+)?(?:{_SET})\s+(?:out\s+)?(?:with|for|by|to|into|against)\s+(?:just\s+|only\s+)?(?P<new>[^.!?;\n]+)")
_DROPPED = regex(rf"(?i)\b{_DROPS}\s+(?:{_SET})(?:\s+please)?(?:\s*,)?\s+(?:and\s+|then\s+|but\s+)*{_TAKES}\s+(?P<new>[^.!?;\n]+)")
_REGIONS = rf"{_ALL}?{_THE}?(?:regions|locations|sites|data\s*cent(?:er|re)s|cities|places)"
_MOVED = regex(rf"(?i)\b{_SWAPS}\s+(?:out\s+|over\s+)?{_REGIONS}\s+(?:out\s+)?(?:with|for|by|to|into|against)\s+(?:just\s+|only\s+)?(?P<new>[^.!?;\n]+)")
_BEFORE = regex(rf"(?i)\b{_TAKES}\s+(?P<new>[^.!?;,\n]+?)\s+(?:instead\s+of|in\s+place\s+of|rather\s+than)\s+(?P<named>{_NAMED})\b")


def renewed(text: str, is_app: Callable[[str], bool], is_region: Callable[[str], bool]) -> str:
    """`text` with such a change put as "only" what comes instead.

    Args:
        is_app: the words name one of our apps; without one it isn't the apps that "them" points to.
        is_region: they name one region.
    """
    for pattern, fits in ((_SWAPPED, is_app), (_DROPPED, is_app), (_BEFORE, is_app), (_MOVED, is_region)):
        found = pattern.search(text)
        if found is not None and fits(found["new"]):
            return f"{text[: found.start()]}only {found['new']}{text[found.end() :]}"
    return text
