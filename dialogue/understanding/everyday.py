"""Everyday English words, by what they do in a sentence: they tell talk from names.

A name may hold any of them ("Good Company", "Stop Motion Films"); what is made of nothing else, or begins and goes on as
sentences do, is talk.
"""

PRONOUNS = frozenset(
    "i me my mine myself we us our ours ourselves you your yours yourself he him his she her hers it its they them their theirs "
    "this that these those there here someone somebody anyone anybody everyone everybody nobody something anything everything nothing "
    "who whom whose which what whatever whichever none one ones another other others both either neither each all any some".split()
)
AUXILIARIES = frozenset(
    "am is are was were be been being do does did done doing have has had having can could will would shall should may might must "
    "ought cannot let lets gonna wanna gotta".split()
)
WONDERS = frozenset("what which who whom whose why how when where whether if".split())
CONJUNCTIONS = frozenset("and or but nor so because since although though while whereas unless until than as then else if when where that plus".split())
PREPOSITIONS = frozenset(
    "in on at to from of for with without by about into onto over under above below between among through across near around behind beside "
    "besides after before during against inside outside towards toward via per upon off up down out within along past despite except like "
    "instead".split()
)
ARTICLES = frozenset("a an the".split())
NEGATIONS = frozenset("no not never none nothing neither nor without nope nah nay".split())
ADVERBS = frozenset(
    "just only also too very really quite rather actually maybe perhaps probably possibly certainly definitely surely simply mostly mainly "
    "almost already still yet now today tomorrow yesterday tonight soon later again once twice always often sometimes usually ever even "
    "well fast slowly quickly back away together apart instead anyway anyhow otherwise therefore however moreover further furthermore "
    "exactly basically literally currently recently previously formerly originally briefly first firstly second secondly next last lastly "
    "finally afterwards meanwhile altogether overall more most less least much many few little enough somewhat pretty ok okay please kindly "
    "honestly obviously clearly apparently hopefully unfortunately".split()
)
CONVERSATION = frozenset(
    "yes yeah yep yup ya aye sure no nope nah ok okay alright right fine cool great good nice perfect lovely brilliant wonderful excellent super "
    "meh bah argh yikes eek awesome fantastic correct wrong true false agreed deal done thanks thank thx cheers ta please sorry pardon excuse apologies oops whoops ouch oh ah aha "
    "ahh ugh gah argh um uh uhm er erm hm hmm huh eh mm mhm wow hey hi hello hiya howdy bye goodbye welcome lol haha hehe testing test typo mistake "
    "wait hold hang stop sec second seconds moment minute minutes mins bit while brb afk dunno idk whatever anyway nothing never mind undo redo help joking kidding "
    "joke ready busy unsure undecided fuck shit damn bloody idiot stupid dumb bot robot human machine computer thing things stuff way idea "
    "question answer phone call line connection microphone mic sound noise screen keyboard button buttons message text chat again repeat morning "
    "afternoon evening night day same usual previous former latter above below monday tuesday wednesday thursday friday saturday sunday january february april "
    "june july august september october november december week month year english german french spanish turkish arabic italian dutch portuguese "
    "russian polish chinese japanese".split()
)
GREETINGS = frozenset(
    "hi hello hey hiya howdy yo greetings g'day gday ahoy aloha salam salaam shalom namaste servus moin grüezi gruezi hallo hola ola olá bonjour bonsoir salut "
    "ciao buongiorno buonasera salve hej hei hoi tjena ahoj czesc cześć merhaba selam jambo habari sawubona konnichiwa sveiki labas tere "
    "szia zdravo bok cheers dear evening morning afternoon welcome".split()
)
PARTICIPANTS = frozenset(
    "name company business firm organisation organization org client customer address mail email e-mail domain website site app apps server servers region "
    "regions location country cloud size machine machines worker workers node nodes core cores plan price cost money budget code password "
    "letters letter word words spelling number numbers name's details info information data people person everyone team".split()
)
"""Nouns of this very talk; alone they name nobody."""
_VERBS = (
    "add accept agree allow answer apply approve ask be become begin believe bring build buy call cancel care change charge check choose clear "
    "click close come compare configure confirm connect consider continue copy correct cost create decide delete deploy describe design disable "
    "do drop edit enable end enter erase execute exit expect explain fill find finish fix forget forward get give go guess happen hate have hear help hide "
    "hold hope host ignore imagine import include inform install keep know lack launch learn leave let like list listen live look lose love make "
    "mean mention migrate mind move name need note offer open order pause pay pick place plan play prefer press pretend print proceed "
    "provide provision put quit read recommend redo remember remind remove rename repeat replace reply require reset restart "
    "resume retry return reveal revert rewrite run save say scrap search see seem select sell send set setup share show shut sit skip slow sound speak spell "
    "start stay stop submit suggest suppose swap switch take talk tell think throw trade translate try turn type understand undo update upgrade use "
    "verify wait want warn wish wonder work write allow appear delay fail sign store test cook teach own operate manage serve"
).split()
_IRREGULAR = frozenset(
    "went gone came bought brought built began begun chose chosen cost drew drove ate fell felt forgot forgotten found gave given got gotten grew "
    "heard held hid kept knew known laid led left lent lost made meant met paid put quit ran read rode rose said sat saw seen sold sent set shook "
    "shown shut spelt spoke spoken spent stood stuck swapped swore taken took taught told thought threw thrown tried understood woke won wore wrote written "
    "dying lying running putting getting setting dropping stopping cutting planning swapping".split()
)
BASE_VERBS = frozenset(_VERBS)


def _inflected(verb: str) -> set[str]:
    if verb.endswith("e"):
        return {verb, f"{verb}s", f"{verb}d", f"{verb[:-1]}ing"}
    if verb.endswith("y") and verb[-2] not in "aeiou":
        return {verb, f"{verb[:-1]}ies", f"{verb[:-1]}ied", f"{verb}ing"}
    ending = "es" if verb.endswith(("s", "x", "ch", "sh", "o")) else "s"
    return {verb, verb + ending, f"{verb}ed", f"{verb}ing"}


VERBS = frozenset(form for verb in _VERBS for form in _inflected(verb)) | _IRREGULAR
"""Common verbs with their forms."""
_SHORTENED = ("'m", "'re", "'ve", "'ll", "'d", "n't")
_IS_SHORT = frozenset("it's that's there's here's he's she's what's who's where's how's let's name's one's everything's".split())
_WRITTEN_SHORT = frozenset("im ive id ill youre youve theyre weve dont doesnt didnt isnt arent wasnt cant wont wouldnt couldnt shouldnt thats theres heres whats lets its hasnt havent".split())
FUNCTION = PRONOUNS | AUXILIARIES | WONDERS | CONJUNCTIONS | PREPOSITIONS | ARTICLES | NEGATIONS
"""Closed classes: what holds sentences together."""
EVERYDAY = FUNCTION | ADVERBS | CONVERSATION | VERBS | GREETINGS | PARTICIPANTS


def is_short_form(norm: str) -> bool:
    """A pronoun or verb run together with another ("we'd", "that's", "dont"): never part of a name."""
    return norm.endswith(_SHORTENED) or norm in _IS_SHORT or norm in _WRITTEN_SHORT


def is_everyday(norm: str) -> bool:
    """A word of talk."""
    return norm in EVERYDAY or is_short_form(norm)


def speaks(norm: str) -> bool:
    """A word that makes a sentence: a pronoun of a person, an auxiliary, a question word, a short form."""
    return is_short_form(norm) or norm in _SPEAKS


_SPEAKS = (PRONOUNS | AUXILIARIES | WONDERS | NEGATIONS) - frozenset("one all other another none both".split())
