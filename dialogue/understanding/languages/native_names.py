"""Names in a script without capitals: how the word for a kind of house belongs to them."""

from dialogue.understanding.languages.page import Named, Page
from dialogue.understanding.languages.tokens import normal


def with_house(page: Page, name: Named) -> Named:
    """ "نحن شركة نخيل الباطنة": in Arabic letters the word for the house is a part of its name."""
    at = name.start - 1
    if page.book.script == "latin" or at < 0 or page.tokens[name.start].latin or page.tokens[name.start].brk or page.tokens[at].norm not in _HOUSES:
        return name
    first = min(name.cue[0], at) if name.cue else at
    return page.named(at, name.end, (first, at), we=name.we) or name


def mere_house(page: Page, name: Named) -> bool:
    """ "نحن مطعم صغير": a small restaurant, which has a name besides."""
    words = [page.tokens[n].norm for n in range(name.start, name.end)]
    return words[-1] in _KINDS and all(w in _HOUSES | _KINDS for w in words)


_KINDS = frozenset(normal(w) for w in "صغير صغيرة كبير كبيرة جديد جديدة محلي محلية عائلي عائلية خاص خاصة ناشئ ناشئة".split())
_HOUSES = frozenset(normal(w) for w in "شركة عيادة مدرسة مطعم مخبز فندق مكتب مؤسسة جمعية مطبعة مقهى صيدلية متجر معهد مركز نادي مجموعة دار مستشفى روضة ورشة مكتبة حضانة مصنع بنك جامعة".split())
