"""E-mail address, domain and label: which of the addresses in an utterance is which, and when it is open which is meant."""

import re

from dialogue.engines.change import Change
from dialogue.engines.reading import Reading
from dialogue.events import Act
from dialogue.patterns import regex
from dialogue.state import State
from dialogue.understanding.acts import Acts
from dialogue.understanding.broken_domains import broken_domain
from dialogue.understanding.choosing import choose
from dialogue.understanding.contacts import Contact, choices, standing
from dialogue.understanding.endings import is_ending
from dialogue.understanding.everyday import FUNCTION, is_everyday
from dialogue.understanding.text import Utterance, fold

UNNAMED = "?"
"""A domain of their own that they haven't named: the toolbox asks for it."""
_WHOLE_MAIL = regex(r"[^@\s]+@[^@\s]+\.[a-z]{2,}")
_LABEL = regex(r"^[a-z0-9](?:[a-z0-9 -]{0,61}[a-z0-9])?$")
_ENDS = r"(?=\s*(?:$|[.!?](?![\w@])|[,;)]|(?:and|please|then|instead|now|as|for|in\s+front|under|on|at|but|with)\b))"
_LABEL_SAID = regex(
    rf"(?i)\b(?:(?:subdomain|label|web\s+address|address|domain)(?:\s+name)?\s*(?:is|should\s+be|shall\s+be|must\s+be|will\s+be|to|as|=|:|called|named|of)|(?:subdomain|label(?!\s+(?:manager|boss|owner|head|director|office|team|people|printer|maker|store|shop)\b)))\s+"
    rf"[\"“']?([a-z0-9][a-z0-9-]{{0,61}}[a-z0-9])[\"”']?{_ENDS}"
)
_USE_ADDRESS = regex(rf"(?i)\b(?:use|take|want|have|choose)\s+(?:the\s+)?(?:web\s+)?(?:address|subdomain|label)\s+[\"“']?([a-z0-9][a-z0-9-]{{0,61}}[a-z0-9])[\"”']?{_ENDS}")
_HYPHENATED = regex(r"(?i)^(?:(?:no|please|rather|actually|then|let's)[\s,]+)*(?:use|take)\s+([a-z][a-z0-9]*(?:-[a-z0-9]+)+)(?:\s+(?:instead|please|then))?[.!]*$")
_EXPLICIT = regex(r"(?i)\b(?:subdomain|label|(?:web\s+)?address|domain)\b")
_NOT_A_LABEL = frozenset("zz mail own free pool default another different something short shorter custom".split())
_LABEL_FOR = regex(
    r"(?i)\b(?:use|take|try|make it|put|call it|just|simply|with|have|and)\s+(?:the (?:name|label)\s+)?[\"“']?([a-z][a-z0-9-]{1,61})[\"”']?\s+(?:for|as)\s+(?:(?:the|our|my|a)\s+)?"
    r"(?:web )?(?:address|subdomain|label|domain(?: name)?)\b"
)
_IN_FRONT = regex(r"(?i)([a-z][a-z0-9-]{0,61})\s+(?:in\s+front\s+of|before|under|ahead\s+of|on|at|below)\s+(?:the\s+)?$")
_SAYS_SOMETHING_ELSE = frozenset(
    "yes no ok okay undo repeat cancel help what which why how any anything something else other another whatever idea "
    "know sure maybe free none neither one first second third last the that this don't dont hmm please thanks".split()
)
_DASHES = regex(r"\s+(?:dash|hyphen|minus)\s+")
_AFTERTHOUGHT = regex(r"(?:[\s,]+(?:then|please|thanks|instead))+$")
_LEAD = regex(
    r"(?i)^(?:(?:let's|please|ok(?:ay)?|then|well|maybe|what about|how about|use|take|make it|call it|try|go (?:with|for)|i(?:'d like| want| prefer)|we(?:'d like| want| prefer))\s+)+"
)
_ONE = regex(r"^the (\w+) one$")
_POOL = regex(
    r"(?i)\b(?:pool|free|default|standard) (?:sub-?domain|domain|address|name|one)\b(?!\?)|"
    r"\b(?:(?:sub-?)?domain|(?:web\s+)?address|one|name|something)(?:\s+name)?\s+(?:of|from|under)\s+yours?\b(?:\s+(?:domain|address|pool|own))?|"
    r"\b(?:under|on|with|to|use|take|have|get|want|prefer)\s+(?:one\s+of\s+)?your(?:\s+(?:own|free|standard|usual|normal))?\s+(?:(?:sub-?)?domains?|(?:web\s+)?address(?:es)?)\b"
)
_NOT_POOL = regex(r"(?i)\b(?:no|not|don't|dont|never|without|instead\s+of|rather\s+than)\s+(?:\w+\s+){0,4}$")
_OWN = regex(
    r"(?i)\b(?:(?:our|my|their|an)\s+own|(?:our|my)\s+existing|(?:our|my))\s+(?:web\s+|internet\s+|company\s+)?(?:domain|url|web\s+address)\b(?:\s+name)?|\b(?:a|the)\s+domain\s+(?:name\s+)?(?:of\s+our\s+own|of\s+ours|"
    r"we\s+(?:already\s+)?(?:have|own|got|registered|bought))|\bbring\s+(?:our|my)\s+own\s+domain|\bour\s+own\s+(?:address|name)\b"
)
_WISHES_OWN = regex(
    r"(?i)\b(?:own|use|put|host|run|under|on|take|keep|want|like|prefer|bring|connect|point|have|got|need|with|should|instead|rather)\b"
)
_NO_OWN = regex(r"(?i)\b(?:no|not|don't|dont|do\s+not|haven't|without|never|nor|neither|instead\s+of|yet|later|some\s+day|stays?|keep\s+(?:it|ours|mine)\s+for)\b")
_SAME_AS_MAIL = regex(
    r"(?i)\b(?:(?:the\s+)?(?:same|one)\s+(?:(?:domain|one|address|name)\s+)?(?:as|like|from|of|in)\s+(?:(?:for|in|of|on)\s+)?(?:(?:the|our|my|that)\s+)?(?:e-?)?mails?\b|"
    r"(?:our|my|the|that)\s+(?:e-?)?mail(?:'s)?\s+(?:address(?:'s)?\s+)?domain\b|(?:the\s+)?domain\s+(?:of|from|in|behind)\s+(?:the|our|my|that)\s+(?:e-?)?mail\b|what(?:'s|\s+is)\s+behind\s+the\s+(?:at|@)\b)"
)
_WISHED = regex(
    r"(?i)\b(?:domains?|sub-?domain|fqdn|dns|zone|web\s+name|host(?:ed|name)?|under|use|using|take|put|run|reserve|register|own|ours|instead|should\s+be|rather|address|point|url|that\s+one|call\s+it|name\s+it|make\s+it|change|switch)\b"
)
_A_SITE = regex(
    r"(?i)\b(?:(?:web)?site|web\s*page|homepage|shop|blog|page|portfolio|profile|see|visit|check|look(?:ing)?\s+at|found\s+(?:at|on)|find\s+us|read\s+about|more\s+(?:at|on|about)|currently|today|at\s+the\s+moment|"
    r"logo|picture|image|link|tracker|download|from(?!\s+[A-Z][\w-]*\s+(?:would|wants?|needs?)\b)|(?<!'d )(?<!would )like|similar\s+to|competitor|inspired\s+by)\b[^.!?]{0,40}$"
)
_OF_THEIRS = regex(r"(?i)\s+(?!to\b|for\b|and\b|is\b|at\b|so\b)(?:[\w-]+\s+){0,2}?(?:team|staff|people|support|crew|helpdesk|desk|department|employees?|engineers?|colleagues?|admins?|operators?|platform|folks|guys)\b")
"""Behind a domain that only tells where somebody belongs ("the acme.com support team")."""
_CALLED = regex(r"(?i)\b(?:call|calls|invoke|run|execute|trigger|function|tool|method|endpoint)\s+$")
"""Before what is no address but something of a program."""
_A_MAIL = regex(r"(?i)\b(?:e-?\s?mail|mail|contact|inbox)(?:\s+(?:address|me|us))?\s*(?:is|:|=|at|to|should\s+be|,)?\s*$")
_IS_THE_MAIL = regex(r"(?i)\s+(?:is|as|would\s+be|will\s+be|should\s+be)\s+(?:(?:the|my|our)\s+)?(?:contact\s+|admin\s+|work\s+)?(?:e-?\s?)?mail(?:\s+address)?(?=\s*(?:[.,;!?]|$)|\s+(?:and|please)\b)(?!\s+only)")
""" "john.acme.com is my email": an address without its sign."""
_FOR_MAIL_ONLY = regex(
    r"(?i)\s*,?\s*(?:domain\s+)?(?:(?:that|which|it)\s+)?(?:(?:is|are|is\s+used|'s|stays|remains|we\s+use|used|reserved|kept|there)\s+){0,3}(?:(?:just|only|solely|purely|exclusively)\s+)?(?:there\s+)?(?:for|with)\s+(?:(?:the|our|my)\s+)?(?:e-?\s?)?mails?"
    r"(?:\s+(?:only|alone|purposes|use|addresses))?(?=\s*(?:[.,;!?]|$)|\s+(?:so|and|but|please|not)\b)(?!\s+(?:and|but)\s+(?:also|for|the|our|on)\b)"
)
"""Behind a domain that stays with their mail ("our domain acme.com is for mail only, give us a free name")."""
_MAIL_ONLY_AT = regex(r"(?i)(?:\b(?:only|just|solely)\s+(?:use\s+|have\s+|send\s+|get\s+|receive\s+)?(?:for\s+)?(?:e-?\s?)?mails?\s+(?:is\s+|are\s+|runs?\s+|goes\s+)?(?:only\s+)?(?:on|under|at|from|to)|\b(?:e-?\s?)?mails?\s+(?:only|alone)\s+(?:on|under|at|uses?)|\b(?:for|our)\s+(?:e-?\s?)?mails?,?\s+(?:only\s+)?we\s+(?:only\s+)?use)\s+(?:our\s+)?(?:own\s+)?(?:domain\s+)?$")
_ALSO = regex(r"(?i)[^.!?]{0,20}\b(?:too|also|as\s+well)\b")
_ADMIN = regex(r"(?i)\b(?:admin\w*|account|owner|main|primary|code|yours?\s+truly|login|sign[\s-]?in)\b[^,;.!?@]{0,30}$")
_ADMIN_AFTER = regex(r"(?i)^[^,;.!?@]{0,20}\b(?:is|as|for)\s+(?:the\s+)?(?:admin\w*|account|owner|main|primary|code|login)\b")
_FREE_HOSTS = regex(r"(?i)^(?:gmail|googlemail|outlook|hotmail|live|msn|yahoo|ymail|icloud|me|mac|proton(?:mail)?|gmx|web|aol|mail|posteo|fastmail|zoho|yandex|qq|t-online|pm)\.")


def take_addresses(reading: Reading, change: Change) -> None:
    """Put the e-mail address and the name of the Sovereign into the change."""
    state, utterance, shape = reading.state, reading.utterance, reading.shape
    found = standing(utterance, reading.addresses)
    emails = [c for c in found if c.kind == "email"]
    domains = [c for c in found if c.kind == "domain"]
    hosts = {c.value.rpartition("@")[2] for c in emails}
    domains, broken = _parted(reading, [c for c in domains if not (c.value in hosts and _behind_the_at(utterance, c))])
    if not emails and (mended := _told_apart(state, utterance)):
        change.put("email", mended, utterance.text)
        return
    if emails:
        _take_email(reading, emails, change)
    elif broken:
        change.put("email", broken[-1].value, broken[-1].value)  # "info.acme.com": the toolbox says what is wrong
    if len(several := tuple(dict.fromkeys(c.value for c in domains))) > 1 and _UNDECIDED.search(utterance.text):
        change.acts.append(Act(name="clarify", topic="domain", options=several[:4]))
        return
    if domains:
        value = _with_front(utterance, domains[-1])
        change.put("domain", value, value)
        return
    if not found and (written := broken_domain(utterance.text, asked=state.asking == "domain")):
        change.put("domain", written, written)
        return
    told = [c for c in reading.addresses if c.kind == "label"]
    label = told[-1].value if told else _label(state, utterance, shape, answers=not change.values.keys() & _OTHERS)
    if _pooled(reading) and not told and not (label and _LABELLED.search(utterance.text)):
        change.clear.add("domain")
        return
    if label and (not emails or _EXPLICIT.search(utterance.text)):
        change.put("domain", label, label)
    elif not broken:
        _own_unnamed(reading, emails, change)


_UNDECIDED = regex(r"(?i)\b(?:don't|dont|do\s+not|didn't|haven't|have\s+not|can't|cannot)\s+(?:really\s+)?(?:know|decided?|say|tell|make\s+up)\b[^.!?]{0,20}\b(?:which|yet)\b|\bnot\s+(?:yet\s+)?sure\s+(?:yet\s+)?which\b|\bundecided\b|\byet\s+which\b|\bwhich\s+(?:one|of\s+(?:them|the\s+two))\s+(?:to|we|should|is\s+better)\b")
_LABELLED = regex(r"(?i)\b(?:label|called|call\s+it|name\s+it)\b")
"""A free name is taken, and said."""


def _behind_the_at(utterance: Utterance, contact: Contact) -> bool:
    """ "behind the at sign it should be acme.org, so jo@acme.org": all of it is about the address of the mail."""
    return _AT_SIGN.search(_clause_before(utterance.text[: utterance.words[contact.start].start])) is not None


_AT_SIGN = regex(r"(?i)(?:\b(?:behind|after|following|past)\s+the\s+(?:at\b|@)|\bat[\s-](?:sign|symbol)\b|\b(?:e-?)?mails?\b(?:'s)?\s+(?:\w+\s+){0,2}(?:host|server|domain|part|ending|end)\b)")


def _pooled(reading: Reading) -> bool:
    """They take a name under a domain of ours."""
    text = reading.utterance.text
    found = _POOL.search(text)
    return found is not None and not reading.shape.has("ask") and _NOT_POOL.search(text[: found.start()]) is None


def _told_apart(state: State, utterance: Utterance) -> str | None:
    """An address told by what is known: "sam at our own domain", "it ends in .net", "dot org, not dot com"."""
    text = utterance.text.strip()
    known = state.draft.email
    ending = _ENDING.match(text)
    if ending and known and "@" in known:
        good, bad = (ending["good"], ending["bad"]) if ending["good"] else (ending["good2"], ending["bad2"])
        stem, _, last = known.rpartition(".")
        fits = stem and good and (bad is None or bad.lower() == last.lower()) and good.lower() != last.lower()
        return f"{stem}.{good.lower()}" if fits else None
    at_ours = _AT_OURS.match(text)
    own = state.validated.plan.domain if state.validated else None
    host = own.fqdn if own is not None and own.mode == "byo" else None
    return f"{at_ours[1].lower()}@{host}" if at_ours and host else None


_ENDING = regex(
    r"(?i)^(?:(?:the|my|our)\s+(?:e-?mail|mail|address)(?:\s+address)?\s+(?:has|had|contains|needs)\s+(?:an?\s+)?(?:typo|mistake|error|wrong\s+ending|other\s+ending)[\s,:;.–-]+)?(?:(?:no|sorry|oops|oh|actually|wait|it's|its|it|is|should|be|must|has to|the|my|our|that|address|e-?mail|mail|ends?|in|on|with|at the end|be a|a|,|:)[\s,]+)*"
    r"(?:(?:dot |\.)(?P<good>[a-z]{2,10})(?:[\s,]+(?:and )?(?:not|instead of|rather than)\s+(?:dot |\.)(?P<bad>[a-z]{2,10}))?|"
    r"not\s+(?:dot |\.)(?P<bad2>[a-z]{2,10})[\s,]+(?:but\s+)?(?:dot |\.)(?P<good2>[a-z]{2,10}))[\s.!]*(?:please)?[\s.!]*$"
)
_AT_OURS = regex(
    r"(?i)^(?:(?:it's|its|it is|use|please|just|my mail is|the mail is|the address is|address is|e-?mail is|send it to|take)\s+)*([a-z][\w.+-]{0,40})\s*(?:at|@)\s*(?:(?:our|my|that|the|this)\s+)?"
    r"(?:own|same)?\s*(?:domain|one|address)(?:\s+(?:name|of ours|we have|too|please))*[\s.!]*$"
)


def _parted(reading: Reading, domains: list[Contact]) -> tuple[list[Contact], list[Contact]]:
    """Domains that are wished for, and what was meant as an e-mail address; a site that is only spoken of is neither."""
    utterance, asking = reading.utterance, reading.state.asking
    wished: list[Contact] = []
    broken: list[Contact] = []
    alone = len(utterance.words) <= sum(c.end - c.start for c in domains) + 1
    for contact in domains:
        begin = utterance.words[contact.start].start
        before = _clause_before(utterance.text[:begin])
        after = utterance.text[utterance.words[contact.end - 1].end :]
        if _A_MAIL.search(before.removesuffix("http://").removesuffix("https://")) or _IS_THE_MAIL.match(after) or (asking == "email" and alone):
            broken.append(contact)
        elif _FOR_MAIL_ONLY.match(after) or _MAIL_ONLY_AT.search(before) and not _ALSO.match(after):
            continue
        elif _is_wished(utterance, contact, before, asking):
            wished.append(contact)
    return wished, broken


def _is_wished(utterance: Utterance, contact: Contact, before: str, asking: str | None) -> bool:
    first, last = utterance.sentence(contact.start)
    sentence = utterance.surface(first, last)
    if _CALLED.search(before) or _OF_THEIRS.match(utterance.text[utterance.words[contact.end - 1].end :]):
        return False
    if _HANDS_OFF.search(sentence) or _LEFT_ALONE.match(utterance.text[utterance.words[contact.end - 1].end :]):
        return False
    if asking == "domain" or _WISHED.search(sentence.replace(utterance.surface(contact.start, contact.end), " ")):
        return True
    linked = before.endswith(("http://", "https://", "www.")) or "://" in utterance.surface(contact.start, contact.end)
    return not linked and _A_SITE.search(before) is None and is_ending(contact.value.rpartition(".")[2])  # "user.confirm" is none


_HANDS_OFF = regex(r"(?i)\b(?:(?:don't|do\s+not|never|mustn't|not\s+to)\s+(?:touch|change|move|use|take|break)|hands\s+off|stay\s+away\s+from|keep\s+(?:your\s+)?hands\s+off|leave\s+(?:our|my|the)\s+(?:own\s+)?domain)\b")
_LEFT_ALONE = regex(r"(?i)\s*,?\s*(?:but|and|so|please)\s+(?:please\s+)?(?:leave|keep)\s+(?:that|it)\s+(?:alone|out|as\s+it\s+is|where\s+it\s+is)\b")


def _clause_before(text: str) -> str:
    return re.split(r"[,;!?\n]|\.\s", text)[-1] if not text.rstrip().endswith(",") else re.split(r"[;!?\n]|\.\s", text)[-1]


def _take_email(reading: Reading, emails: list[Contact], change: Change) -> None:
    """The one address, the one for the account among several, or the question which."""
    utterance = reading.utterance
    several = list(dict.fromkeys(c.value for c in emails))
    if len(several) > 1:
        text = utterance.text
        admin = [
            c for c in emails
            if _ADMIN.search(text[: utterance.words[c.start].start]) or _ADMIN_AFTER.match(text[utterance.words[c.end - 1].end :])
        ]  # fmt: skip
        several = list(dict.fromkeys(c.value for c in admin)) if admin else several
    whole = [value for value in several if _WHOLE_MAIL.fullmatch(value)]
    several = whole if len(whole) == 1 else several  # "jo@ex.. hold on, jo@example.com"
    if len(several) > 1 and choices(utterance, emails):
        change.acts.append(Act(name="clarify", topic="email", options=tuple(several[:4])))
        return
    change.put("email", several[-1], several[-1])


def _with_front(utterance: Utterance, contact: Contact) -> str:
    """ "just catfed in front of omani.works": the label stands before the domain by itself."""
    front = _IN_FRONT.search(utterance.text[: utterance.words[contact.start].start])
    if front is None or contact.value.count(".") > 1:
        return contact.value
    label = front.group(1).casefold()
    in_front = ("front" in front.group() or "ahead" in front.group()) and label not in FUNCTION
    in_front = in_front or ("-" in label and not is_everyday(fold(label)))
    return f"{label}.{contact.value}" if in_front else contact.value


def _own_unnamed(reading: Reading, emails: list[Contact], change: Change) -> None:
    """They have a domain of their own and don't say which: the one of their mail, or it is asked for."""
    state, text = reading.state, reading.utterance.text
    mail = emails[-1].value if emails else state.draft.email or ""
    host = mail.rpartition("@")[2]
    host = "" if _FREE_HOSTS.match(host) or "." not in host else host
    if host and _SAME_AS_MAIL.search(text) and not reading.shape.has("ask"):
        change.put("domain", host, host)
        return
    own = _OWN.search(text)
    if own is None or reading.shape.has("ask") or "domain" in change.values or (state.draft.domain and "." in state.draft.domain):
        return
    around = re.split(r"[.!?;]\s", text[: own.start()])[-1] + re.split(r"[.!?;](?:\s|$)", text[own.start() :])[0]
    if _NO_OWN.search(around) or not (_WISHES_OWN.search(around) or _WISHES_OWN.search(text[own.end() :][:60])):
        return
    if host:
        change.acts.append(Act(name="clarify", topic="domain", options=(host,)))
    else:
        change.put("domain", UNNAMED, own.group())


_OTHERS = frozenset("workers workersTotal workersIn regions regionCount size sizeNeed workerSize workerSizeNeed highAvailability apps residency".split())
"""What a message that sets it isn't an answer to the question for an address any more ("two workers", "add Helsinki")."""


def _label(state: State, utterance: Utterance, shape: Acts, *, answers: bool) -> str | None:
    for pattern in (_LABEL_FOR, _LABEL_SAID, _USE_ADDRESS):
        for said in pattern.finditer(utterance.text):
            if not is_everyday(fold(said.group(1))) and said.group(1).lower() not in _NOT_A_LABEL:
                return said.group(1).lower()
    hyphenated = _HYPHENATED.match(utterance.text.strip())
    if hyphenated and state.draft.organisation:
        return hyphenated.group(1).casefold()
    if state.asking != "domain" or not answers:
        return None
    chosen = choose(utterance, state.options)
    if isinstance(chosen, tuple) and len(chosen) == 1:
        return state.options[chosen[0]]
    text = utterance.text.casefold()
    named = [option for option in state.options if option in text]
    if named:
        return max(named, key=len)
    body = _LEAD.sub("", utterance.text.strip()).strip(" .!?\"'").casefold()
    body = _ONE.sub(r"\1", body)
    suffixed = [option for option in state.options if option.endswith(f"-{body}")]
    if suffixed:
        return suffixed[0]
    body = _DASHES.sub("-", _AFTERTHOUGHT.sub("", body))
    if len(body.split()) > 3 or not _LABEL.match(body) or set(body.split()) & _SAYS_SOMETHING_ELSE:
        return None
    return None if shape.acts and not shape.has("ask") else body.replace(" ", "")
