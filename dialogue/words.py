"""The words of one language over one vocabulary: what is said of regions, machines, apps, numbers and problems."""

from collections.abc import Sequence

from dialogue.lexicon import Lexicon
from dialogue.patterns import regex
from dialogue.wording import ENGLISH, Phrases

_AND = regex(r", | and ")
_OR = regex(r", | or ")
_MORE = regex(r"(\d+) more")
_IN_REGION = regex(r"(\S+) in (\S+)")
_CORES = regex(r"(\d+) cores?")
_GIGABYTES = regex(r"(\d+) GB")
_WORKERS = regex(r"(\d+) workers?( in total)?")
_REGIONS = regex(r"(\d+) regions?")
_LACKING = regex(r": ([^:]+(?::[^:]+)*?) (?:is|are) not installed\.")
"""What a verdict adds to any cause; said as a sentence of its own elsewhere."""
_FOR_WORKERS = regex(r"(.+) workers")


class Words:
    """Says things in one language; holds nothing of a conversation."""

    def __init__(self, lexicon: Lexicon, phrases: Phrases) -> None:
        self.lexicon = lexicon
        self.phrases = phrases
        self.say = phrases.say
        self.counted = phrases.counted
        self.listed = phrases.listed
        self.number = phrases.number
        self.money = phrases.money

    def of(self, language: str) -> "Words":
        """The same vocabulary in another language."""
        phrases = self.phrases.of(language)
        return self if phrases is self.phrases else Words(self.lexicon, phrases)

    def capital(self, text: str) -> str:
        """With a capital at its beginning; the Turkish i keeps its dot."""
        first = "İ" if self.phrases.language == "tr" and text[:1] == "i" else text[:1].upper()
        return first + text[1:]

    def region_city(self, region: str) -> str:
        """`fsn1` → `Falkenstein`."""
        return self.phrases.place(self.lexicon.region_city(region))

    def region_place(self, region: str) -> str:
        """`fsn1` → `Falkenstein, Germany`."""
        fact = self.lexicon.regions.get(region)
        return self.say("in_country", city=self.phrases.place(fact.city), country=self.phrases.place(fact.country)) if fact else region

    def region_label(self, region: str) -> str:
        """`fsn1` → `Falkenstein, Germany (fsn1)`."""
        return f"{self.region_place(region)} ({region})" if region in self.lexicon.regions else region

    def size_label(self, sku: str) -> str:
        """`cpx42` → `cpx42 (8 cores, 16 GB)`."""
        fact = self.lexicon.skus.get(sku)
        return self.say("size_label", sku=sku, cores=self._cores(fact.vcpu), ram=fact.ram_gb) if fact else sku

    def apps(self, slugs: Sequence[str]) -> str:
        """A list of apps by their names, which are the same in every language."""
        return self.listed([self.lexicon.app_name(slug) for slug in slugs])

    def cities(self, regions: Sequence[str]) -> str:
        """A list of regions by their cities."""
        return self.listed([self.region_city(region) for region in regions])

    def message(self, text: str, *, otherwise: str = "") -> str:
        """A sentence of the toolbox; `otherwise` is the key of what is said for one that isn't known."""
        messages = self.phrases.messages
        if messages is None or not text:
            return text
        known = messages.translate(_LACKING.sub(r". Not installed: \1.", text), self._value)
        return known if known is not None else self.say(otherwise) if otherwise else ""

    def option(self, option: str) -> str:
        """How an answer that can be picked is shown: ids and names as they are, words in this language."""
        if self.phrases.language == ENGLISH:
            return option
        if known := self.phrases.form("option", option):
            return known
        if workers := _WORKERS.fullmatch(option):
            return self.counted("workers_in_total" if workers.group(2) else "workers", int(workers.group(1)))
        if regions := _REGIONS.fullmatch(option):
            return self.counted("regions", int(regions.group(1)))
        if size := _FOR_WORKERS.fullmatch(option):
            return self.say("for_the_workers", size=self.option(size.group(1)))
        return option

    def _cores(self, number: int) -> str:
        """Digits, since it is a measure."""
        return self.counted("cores", number, digits=True)

    def _measure(self, english: str) -> str:
        """`8 cores`, `16 GB`."""
        if cores := _CORES.fullmatch(english):
            return self._cores(int(cores.group(1)))
        memory = _GIGABYTES.fullmatch(english)
        return self.say("gigabytes", n=memory.group(1)) if memory else english

    def _value(self, kind: str, english: str) -> str | None:
        """A value out of a sentence of the toolbox."""
        match kind:
            case "place":
                return self.say("list_comma").join(self.phrases.place(part) for part in english.split(", "))
            case "cities":
                return self.listed([self.phrases.place(part) for part in _AND.split(english)])
            case "choice":
                return self.listed([self.phrases.place(part) for part in _OR.split(english)], "or")
            case "names":
                return self.listed([self._named(part) for part in _AND.split(english)])
            case "need":
                return self.listed([self._measure(part) for part in english.split(" and ")])
            case "size":
                return self.size_label(english.split(" ", maxsplit=1)[0])
            case "amount":
                return self.money(float(english.replace(",", "")))
            case "what":
                return self.phrases.messages.translate(english, self._value) if self.phrases.messages else english
            case _:
                return english

    def _named(self, name: str) -> str:
        """`gitea in hel1-2`, `3 more`, `the GDPR`."""
        if more := _MORE.fullmatch(name):
            return self.say("more", n=more.group(1))
        if placed := _IN_REGION.fullmatch(name):
            return self.say("component_in", name=placed.group(1), region=placed.group(2))
        return self.phrases.place(name)
