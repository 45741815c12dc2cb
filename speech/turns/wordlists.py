"""Closed classes of small words in six languages, as recognisers write them. Data only."""

from collections.abc import Mapping

AT_WORDS = frozenset({"@", "at", "arroba", "arobase", "kuyruklu", "ät", "ett", "آت"})
DOT_WORDS = frozenset({".", "dot", "punto", "point", "punkt", "nokta", "دوت", "نقطة"})
ENDINGS = frozenset(
    "com org net io de eu uk us fr es tr info biz dev app cloud ai me tv ch at nl be it pl se no fi dk ae sa eg ma om qa kw bh "
    "edu gov local site shop store online tech agency studio".split()
)
DIGIT_WORDS = frozenset(
    "zero oh one two three four five six seven eight nine "
    "null eins zwei zwo drei vier fünf sechs sieben acht neun "
    "cero uno dos tres cuatro cinco seis siete ocho nueve "
    "zéro un deux trois quatre cinq sept huit neuf "
    "sıfır bir iki üç dört beş altı yedi sekiz dokuz "
    "صفر واحد اثنان اثنين ثلاثة أربعة خمسة ستة سبعة ثمانية تسعة".split()
)
TENS_WORDS = frozenset(
    "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen "
    "twenty thirty forty fifty sixty seventy eighty ninety "
    "zehn elf zwölf zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig "
    "diez veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa "
    "dix vingt trente quarante cinquante soixante "
    "on yirmi otuz kırk elli altmış yetmiş seksen doksan".split()
)
HESITATIONS = frozenset("um uh er erm hmm äh ähm öh eh este euh heu bah şey ııı ıı eee يعني اممم آه".split())

LEADING_ON: Mapping[str, frozenset[str]] = {
    "en": frozenset(
        "and or but with the a an to in at for of from by my our your his her their is are was were as because if plus which who "
        "whose about into than between either maybe let's i'd i'll i'm we're we'd we'll dot dash hyphen underscore slash like "
        "very need want would could should call called think say take have we i it's that's uses using".split()
    )
    | {"can you", "could you", "would you", "will you", "do you", "how much", "how many", "no not", "as well as", "such as"},
    "es": frozenset("y o e u pero con el la los las un una unos unas a en de del al para por mi nuestra nuestro que porque si como".split()),
    "fr": frozenset("et ou mais avec le la les un une des à en de du au aux pour par mon ma mes notre nos que qui parce si comme".split()),
    "de": frozenset("und oder aber mit der die das den dem ein eine einen einem zu in im am an auf für von vom bei mein meine unser unsere dass weil wenn wie".split()),
    "tr": frozenset("ve veya ya ama ile bir için ki çünkü eğer gibi de da".split()),
    "ar": frozenset("و أو او لكن مع في من إلى الى على عن ثم لأن اذا إذا يعني".split()),
}
"""A sentence doesn't end with one of these."""

YES_WORDS: Mapping[str, frozenset[str]] = {
    "en": frozenset({"yes", "yeah", "yep", "yup", "sure", "ok", "okay", "right", "correct", "exactly", "absolutely", "go ahead", "do it", "of course", "please do", "fine", "perfect"}),
    "es": frozenset({"sí", "si", "vale", "claro", "correcto", "adelante", "de acuerdo", "perfecto"}),
    "fr": frozenset({"oui", "ouais", "d'accord", "ok", "bien sûr", "exact", "vas y", "allez y", "parfait"}),
    "de": frozenset({"ja", "jep", "genau", "klar", "gerne", "richtig", "in ordnung", "passt", "ok", "okay"}),
    "tr": frozenset({"evet", "tamam", "olur", "tabii", "doğru", "aynen"}),
    "ar": frozenset({"نعم", "أجل", "ايوه", "أيوه", "تمام", "موافق", "صحيح", "اكيد", "أكيد"}),
}
NO_WORDS: Mapping[str, frozenset[str]] = {
    "en": frozenset({"no", "nope", "nah", "never", "not yet", "don't", "no thanks"}),
    "es": frozenset({"no", "nunca", "todavía no"}),
    "fr": frozenset({"non", "nan", "pas encore", "jamais"}),
    "de": frozenset({"nein", "nee", "nö", "noch nicht"}),
    "tr": frozenset({"hayır", "yok", "olmaz"}),
    "ar": frozenset({"لا", "كلا", "مو", "مش"}),
}
STOP_WORDS: Mapping[str, frozenset[str]] = {
    "en": frozenset({"stop", "wait", "hold on", "hang on", "cancel", "no", "pause", "quiet", "actually", "excuse me", "sorry"}),
    "es": frozenset({"para", "espera", "alto", "cancela", "no", "un momento", "perdón"}),
    "fr": frozenset({"stop", "attends", "attendez", "arrête", "annule", "non", "un instant", "pardon"}),
    "de": frozenset({"stopp", "stop", "warte", "warten", "halt", "moment", "nein", "abbrechen", "entschuldigung"}),
    "tr": frozenset({"dur", "bekle", "hayır", "iptal", "bir dakika", "pardon"}),
    "ar": frozenset({"قف", "توقف", "انتظر", "لا", "الغ", "لحظة", "عفوا"}),
}
"""These interrupt, whatever was asked."""

MURMURS: Mapping[str, frozenset[str]] = {
    "en": frozenset({"mhm", "mm", "mmm", "mm hmm", "mmhmm", "uh huh", "uhuh", "hm", "hmm", "ah", "oh", "i see", "aha", "huh", "wow", "cool", "nice", "great", "good", "got it", "alright", "all right"}),
    "es": frozenset({"mhm", "mm", "ajá", "aja", "ah", "ya", "hm"}),
    "fr": frozenset({"mhm", "mm", "hm", "ah", "ah bon", "je vois"}),
    "de": frozenset({"mhm", "mm", "hm", "aha", "ach so", "ah", "verstehe", "gut"}),
    "tr": frozenset({"hı hı", "hıhı", "hm", "mm", "mhm", "anladım", "ha"}),
    "ar": frozenset({"اها", "آها", "امم", "فهمت", "ماشي", "طيب", "اه"}),
}
"""Said to show that one listens."""
