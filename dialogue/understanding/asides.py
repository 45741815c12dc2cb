"""What is said by the way and changes nothing: a cousin in Helsinki, the weather there, a word to somebody else in the room.

An aside begins with a clause whose subject isn't the customer's undertaking and whose verb only tells; it lasts until the sentence
ends or somebody speaks of us again. Its words are blanked, so that every other word keeps its place.
"""

import re
from collections.abc import Callable, Sequence

from dialogue.patterns import regex

_CLAUSE = regex(r"[.!?;\n…]+|[,:]|\s[-–—]+\s|\b(?:(?<!\bme )and|but|because|since|though|although|while|then|so(?=\s+(?:(?:quickly|quick|real\s+quick|briefly|basically|anyway)[\s,]+)?(?:we|i|we'd|i'd|please|let|let's|put|can|make|take|use|the|our)\b))\b", re.IGNORECASE)
_ENDS = regex(r"[.!?;\n…]")
_LEAD = regex(
    r"""(?ix)(?:\s*(?:(?:oh|ah+|hm+|uh|um|er|well|ok(?:ay)?|so|and|but|you\s+know|you\s+see|actually|funny(?:\s+enough)?|funnily\s+enough|fun\s+fact|incidentally|by\s+the\s+way|btw|
       apparently|honestly|in\s+fact|sorry|yes|yeah|no|because|since|as|though|although|while|also|anyway|ha(?:ha)*|lol|listen|look|quickly|quick|real\s+quick|briefly|basically)\b[\s,:!]*))*\s*"""
)
_KIN = (
    r"(?:(?:step|grand|great[- ]?|god|half[- ]?)*(?:mother|father|son|daughter|brother|sister|child|children|parents?|mum|mom|dad|ma|pa)s?(?:-in-law)?|cousins?|uncles?|aunt(?:ie|y)?s?|"
    r"nephews?|nieces?|grann(?:y|ies)|grandpa|grandma|nan|wife|husband|spouse|girlfriend|boyfriend|fianc[eé]+s?|friends?|mates?|pals?|budd(?:y|ies)|neighbou?rs?|roommate|flatmate|ex|kids?|"
    r"bab(?:y|ies)|dogs?|cats?|teacher|professor|landlord|landlady|in-laws|famil(?:y|ies)|ancestors|competitors?|rivals?|boss|hairdresser|dentist|doctor|lawyer|accountant|classmates?)"
)
_TELLS = (
    r"(?:(?:also|once|just|still|even|always|never|usually|often|recently|actually|all|both|both\s+of\s+whom|who)\s+)*(?:lives?|lived|living|moved|moves|went|go\s+to|goes|studys?|studies|studied|visited|visits|grew\s+up|"
    r"(?:comes?|came|hails?)\s+from|(?:is|was|are|were|'s)\s+(?:from|in|at|on|off|near|back|there|over|over\s+there|living|moving|staying|born|visiting|studying|travelling|traveling|getting|playing|flying|working)|"
    r"used\s+to|loves?|loved|hates?|hated|married|got|stayed|stays|spent|spends|died|travel+ed|travels|flew|flies|works?|worked|has\s+(?:been|a\s+(?:house|flat|cottage|boat|place|cabin))|have\s+been|took|plays?|played|"
    r"barks?|barked|cries|cried|woke|swears?|retired|emigrated)\b"
)
_OF_KIN = regex(rf"(?i)(?:(?:my|our|his|her|their|a|an|the|one\s+of\s+(?:my|our)|some|both\s+my)\s+)(?:\w+\s+){{0,2}}?{_KIN}(?:\s+[A-Z]\w+)?(?:'s\s+\w+)?\s+(?:and\s+\w+\s+\w+\s+)?{_TELLS}")
_LIVED = regex(
    r"(?i)(?:i|we|i've|we've|i'd|me\s+and\s+\w+)\s+(?:(?:also|once|just|only|recently|actually|have|had|never|last\s+\w+|even|really|both)\s+)*(?:(?:was|were|been)\s+(?:once\s+|just\s+|last\s+\w+\s+)?(?:in|to|at|there|over|born|on\s+holiday)|"
    r"went\s+(?:to|there)|visited|grew\s+up|used\s+to|studied|met|flew|spent|stayed|honeymooned|got\s+(?:married|engaged|back|lost|stuck)|fell\s+in\s+love|(?:miss|missed|remember|hated|loved)|"
    r"(?:(?:am|'m|are|'re)\s+)?(?:flying|travel+ing|off|driving|moving\s+house)\s+to)\b"
)
_I_AM_OFF = regex(r"(?i)(?:i'm|we're|i\s+am|we\s+are)\s+(?:currently\s+|just\s+|actually\s+)?(?:flying|travel+ing|off|driving|on\s+(?:holiday|vacation|a\s+train|the\s+train|a\s+plane|my\s+way)|on\s+the\s+(?:way|road|move|bus|plane))\b|(?:i|we)\s+(?:have|had|need|gotta|got)\s+(?:a\s+(?:train|plane|flight|meeting|bus|dentist)|(?:to\s+(?:run|go|leave|dash)(?=\s*$|\s*[.,!;]|\s+(?:now|soon|shortly|then|in\s+a|to\s+(?:a|the|my|work|bed))\b)|to\s+catch))\b")
_WEATHER = regex(r"(?i)(?:it(?:'s|\s+is|\s+was|\s+gets|\s+got)(?=\s(?:[^,.:;]{0,40}\s)?(?:cold|colder|warm|warmer|hot|chilly|cool|freezing|frosty|dark|light|rain\w*|snow\w*|wind\w*|sunny|fog\w*|cloud\w*|storm\w*|wet|dry|humid|icy|late|early|night|morning|midnight|noon|noisy|loud|quiet|busy|lovely|beautiful|nice|gorgeous|boring|degrees|minus|winter|summer|spring|autumn)\b)|(?:the\s+)?(?:weather|winters?|summers?|snow|sun|traffic|food|beer|people|coffee|flights?|view|sea|city|airport)\s+(?:there|here|in\s+\w+)?\s*(?:is|was|are|were|'s))\b.{0,60}\b(?:there|here|in|outside)\b")
_DULL = regex(
    r"(?i)(?<!\s)\s*(?:is|was|gets|looks|must\s+be)\s+(?:(?:so|very|really|quite|too|pretty|rather|terribly|awfully|always|such\s+an?|an?|the)\s+)*(?:cold|colder|warm|hot|dark|rainy|sunny|beautiful|pretty|ugly|boring|famous|known|old|historic|crowded|windy|"
    r"snowy|grey|gray|freezing|wet|foggy|green|charming|gorgeous|stunning|amazing|magical|medieval|touristy|noisy|hilly|flat|chilly|gloomy|capital|beautiful\s+\w+|lovely\s+(?:city|town|place)|nice\s+(?:city|town|place))\b(?!\s+enough)"
    r"|(?<!\s)\s*(?:has(?!\s+(?:got\s+)?to\b)|had(?!\s+(?:to|better)\b)|won|lost|played|plays|beat)\s+(?:(?:such|some|a|an|the|so|really|very|many|great|best|most|lovely|nice|beautiful|good)\s+)*(?!region|data|server|everything|what|it|all|object|enough)\w+"
)
_LATER = regex(
    r"(?i)\b(?:(?:some|one)\s*day|in\s+(?:the\s+)?(?:near\s+|distant\s+|long\s+)?future|next\s+(?:year|month|quarter|summer|winter|spring|autumn)|eventually|down\s+the\s+(?:road|line)|at\s+some\s+(?:point|stage|time)|later(?:\s+on)?|"
    r"in\s+a\s+(?:few|couple\s+of)\s+(?:months|weeks|years)|once\s+we(?:'ve|\s+have)?\s+(?:grow|grown|grew)|when\s+we(?:'re|\s+are)?\s+(?:grow|bigger|larger))\b"
)
_PERHAPS = regex(r"(?i)\b(?:maybe|perhaps|might|may|could|possibly|probably|if|will|we'll|i'll|would|want\s+to|plan\s+to|hope\s+to|going\s+to|can)\b")
_NOW = regex(r"(?i)\b(?:now|today|already|please|straight\s+away|from\s+the\s+start)\b|@|\bnot\b|\bno\b|\bleave\b|\bremind\b")
_SLOT = r"(?:(?:the|our|my|that)\s+)?(?:(?:web|e-?mail|mail|domain|company|organi[sz]ation|chosen)\s+)?(?:address|domain|name|label|region|regions|location|size|sizes|workers|machine|machines|mail|e-?mail|apps|organi[sz]ation|rest|others?|remainder|other\s+(?:things|settings|details)|everything\s+else|all\s+else|anything\s+else)"
_STAYS = regex(
    rf"(?i)(?:{_SLOT}\s+(?:(?:should|can|must|may|will|shall|is|are|to|just)\s+)*(?:stays?|staying|remains?|keeps?|kept|left|unchanged|untouched|as\s+(?:it|they)\s+(?:is|are|was|were)|as\s+is|the\s+same|fine|right|correct|ok(?:ay)?|good)"
    rf"|(?:please\s+)?(?:keep|leave|retain)\s+{_SLOT})(?:\s+(?:the\s+same|as\s+(?:it|they)\s+(?:is|are|was|were|stands?)|as\s+is|unchanged|put|untouched|of\s+course|please|though|then|alone|like\s+(?:it|that|this)(?:\s+is)?|what\s+it\s+(?:is|was)))*\s*$"
)
_PET = r"(?:honey|darling|sweetheart|sweetie|love|babe|baby|dear|mum|mummy|mom|mommy|dad|daddy|papa|mama|kids|guys|boys|girls|buddy|mate|alexa|siri)"
_CALLS = regex(rf"(?i)^\s*(?:(?:no|yes|hey|oh|not\s+now|wait|sorry|hi|shh+|quiet)[\s,!]+)*{_PET}\s*[,!]|[,]\s*{_PET}\s*[.!?]*\s*$|^\s*(?:shh+|hush|be\s+quiet|keep\s+it\s+down|come\s+in|who's\s+there|who\s+is\s+it|down\s+boy|get\s+off)\b")
_OURS = regex(
    r"(?i)(?:i|i'd|i'll|we|we'd|we'll|we're|i'm|our|my\s+(?:company|business|shop|firm|practice|school|name|mail|e-?mail|organi[sz]ation|team|office)|the\s+(?:company|name|organi[sz]ation|mail|e-?mail)|please|let's|lets|put|use|take|make|give|add|"
    r"set|create|need|want|can|could|would|change|switch|move|go|name|mail|e-?mail|company|organi[sz]ation|hence|therefore|that's\s+why|host|keep|drop|remove)\b|[\w.+-]+@"
)


def without_asides(text: str, places: Callable[[], Sequence[tuple[int, int]]]) -> str:
    """`text` with its asides blanked.

    Args:
        places: where the names of regions and countries stand; asked only when something may be told of one.
    """
    named = places() if _DULL.search(text) else ()
    blank: list[tuple[int, int]] = []
    began: int | None = None
    clauses = _clauses(text)
    for start, end, ends in clauses:
        begin = _LEAD.match(text, start, end)
        at = begin.end() if begin else start
        if _of_its_own(text[at:end]):
            blank.append((start, end))
        elif _aside(text, at, end, named):
            began = start if began is None else began
        elif began is not None and (_OURS.match(text, at, end) or text[start:at].strip(" ,").casefold() == "but"):
            blank.append((began, start))
            began = None
        if ends and began is not None:
            blank.append((began, end))
            began = None
    if began is not None:
        blank.append((began, len(text)))
    blank += _to_others(text)
    for start, end in blank:
        text = text[:start] + "".join(c if c == "\n" else "." if i == 0 else " " for i, c in enumerate(text[start:end])) + text[end:]
    return text


def _clauses(text: str) -> list[tuple[int, int, bool]]:
    """Start, end, and whether a sentence ends there. A dot inside a word is no end."""
    found: list[tuple[int, int, bool]] = []
    start = 0
    for mark in _CLAUSE.finditer(text):
        word = mark.group().isalpha()
        if mark.group() == "." and text[mark.end() : mark.end() + 1].strip():
            continue
        begin = mark.start() if word else mark.end()
        if begin > start:
            found.append((start, mark.start(), bool(_ENDS.search(mark.group()))))
        start = begin
    if start < len(text):
        found.append((start, len(text), True))
    return found


def _of_its_own(clause: str) -> bool:
    """What stays and what may come some day: said in one clause, and the next one may change something."""
    if "@" in clause:
        return False
    return bool(_STAYS.match(clause.rstrip()) or (_LATER.search(clause) and _PERHAPS.search(clause) and not _NOW.search(clause)))


def _aside(text: str, at: int, end: int, places: Sequence[tuple[int, int]]) -> bool:
    clause = text[at:end].rstrip()
    if "@" in clause:
        return False
    if _OF_KIN.match(clause) or _LIVED.match(clause) or _I_AM_OFF.match(clause) or _WEATHER.match(clause):
        return True
    subject = next((e for s, e in places if s == at or text[at:s].casefold().strip() == "the"), None)
    return subject is not None and subject <= end and _DULL.match(text, subject, end) is not None


def _to_others(text: str) -> list[tuple[int, int]]:
    """Words to somebody else in the room: the sentence of a pet name."""
    found: list[tuple[int, int]] = []
    start = 0
    for mark in re.finditer(r"[.!?…]+(?=\s|$)|\n|$", text):
        sentence = text[start : mark.start()]
        if "@" not in sentence and sentence.strip() and _CALLS.search(sentence):
            found.append((start, mark.start()))
        start = mark.end()
    return found
