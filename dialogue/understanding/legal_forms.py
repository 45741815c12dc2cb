"""What companies and associations are by law, as it stands at the end of their names in the countries of the world."""

from dialogue.understanding.text import fold

_WORDLIKE = frozenset("as ab ag sa se ad da ba bt cc co cv pa pc pt oe ae sas sca sci eg hf sf group holding holdings company limited partners partnership cooperative sp z k lp".split())
"""Forms that are other words too when they're written small."""
_FORMS = _WORDLIKE | frozenset(
    "ltd inc incorporated corp corporation llc llp lllp pllc plc cic cio gp pty pte pvt npc npo bhd sdn tbk kk gk godo yk "
    "gmbh ggmbh mbh kg kgaa ohg gbr ug ev ek sarl sasu eurl snc scop sàrl asbl aisbl vzw bv nv vof bvba srl spa srls scarl onlus sl slu sll "
    "lda ltda eireli mei cia oy oyj ry ky tmi osk oü mtü fie ehf ohf slf ses asa ans enk aps ivs amba hb kb uab mb sia ooo zao pao oao tov ооо оао зао пао ип тов "
    "kft zrt nyrt doo dd jdoo eood ood ead epe ike aş şti sti saoc saog spc fze fzco fzc fzllc dmcc wll qsc psc bsc ksc jsc pjsc sae co-op coop".split()
)
_DOTTED = frozenset(
    "d.o.o d.d j.d.o.o s.r.o a.s v.o.s k.s s.a s.l s.l.u s.r.l s.r.l.s s.p.a s.n.c s.a.s s.à.r.l s.a.r.l e.v e.k e.g b.v n.v v.o.f z.o.o o.o k.k l.l.c l.l.p p.l.c "
    "a.ş a/s i/s k/s c.v s.a.l s.c o.ü fz-llc p.c p.a c.i.c a.e i.k.e w.l.l".split()
)
_STILL_NAMES = frozenset("group holding holdings company limited partners partnership cooperative".split())


def is_form(word: str) -> bool:
    """`word` is such a form where a name has just ended: written small only when it is no other word."""
    bare = word.rstrip(".").casefold()
    if bare in _DOTTED:
        return True
    if bare in _WORDLIKE and word[:1].islower():
        return bare in _STILL_NAMES - {"company", "limited"} or word.endswith(".")
    return bare in _FORMS or fold(bare) in _FORMS


_SEATS = frozenset("of from in at near based aus von de en à din из من".split())


def without_seat(name: str) -> str:
    """ "Hartley Smokehouse Ltd of Whitby": behind its form in law stands where a company is, and no more of its name."""
    words = name.split()
    for index, word in enumerate(words[1:-1], start=1):
        if is_sure_form(word) and words[index + 1] in _SEATS:
            return " ".join(words[: index + 1])
    return name


def is_sure_form(word: str) -> bool:
    """Nothing else but such a form ends in this word."""
    bare = word.rstrip(".").casefold()
    if bare in _DOTTED:
        return True
    if bare in _WORDLIKE:
        return (word.rstrip(".").isupper() and len(bare) > 1) or (bare in {"group", "holding", "holdings", "limited"} and word[:1].isupper())
    return bare in _FORMS
