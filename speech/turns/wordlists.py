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
    | {"can you", "could you", "would you", "will you", "do you", "how much", "how many", "no not", "as well as", "such as", "i'd rather", "would rather"},
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

DOING: Mapping[str, frozenset[str]] = {
    "en": frozenset(
        "that's have has i've we've had need needs want wants like love prefer do does did don't "
        "run runs use uses sell sells make build create set put take give get add remove drop change move rename undo redo start stop "
        "cancel show tell read repeat explain compare go keep choose pick let's send call called work works cost costs host keeps share "
        "can could should will would may know think say said".split()
    ),
    "de": frozenset(
        "habe haben hat brauche brauchen braucht möchte möchten will wollen nehme nehmen nimm mach machen mache setze "
        "lösche ändere zeig zeige sag sage füge starte heißt heißen kostet kosten kann können soll sollen verkaufen betreiben".split()
    ),
    "fr": frozenset(
        "ai avons a ont veux voulons voudrais voudrions besoin prends prenons mets mettez ajoute ajoutez enlève "
        "supprime change changez montre montrez dis dites annule appelle s'appelle coûte peux pouvez peut vendons".split()
    ),
    "es": frozenset(
        "tengo tenemos tiene necesito necesitamos quiero queremos quisiera pon ponga añade añada quita quite "
        "cambia cambie muestra dime diga deshaz llama se cuesta puedo puede podemos vendemos".split()
    ),
}
"""With one of these a sentence says what is wanted; whoever only says who they are goes on. Languages without them end by silence and sound."""

TELLING: Mapping[str, frozenset[str]] = {
    "en": frozenset("have had i've we've run runs sell sells make work works keep host".split()),
    "de": frozenset("habe haben verkaufen betreiben".split()),
}
"""Of those, said by people of themselves, these tell something and want nothing yet."""

WHOLE: Mapping[str, frozenset[str]] = {
    "en": frozenset(
        {"hello", "hi", "good morning", "good afternoon", "good evening", "thank you", "thanks", "start over", "undo that", "undo", "repeat that",
         "repeat that please", "say that again", "never mind", "no thank you", "no thanks", "i don't know", "we don't have one", "i don't have one", "that's all", "that is all", "goodbye", "bye", "help"}
    ),
    "de": frozenset({"hallo", "guten tag", "guten morgen", "danke", "danke schön", "von vorn", "noch einmal", "zurück", "hilfe"}),
    "fr": frozenset({"bonjour", "bonsoir", "merci", "recommencer", "répétez", "aide", "annuler"}),
    "es": frozenset({"hola", "buenos días", "buenas tardes", "gracias", "de nuevo", "otra vez", "ayuda", "deshacer"}),
}  # fmt: skip
"""Short, and all there is to say."""

OPENINGS: Mapping[str, frozenset[str]] = {
    "en": frozenset("hi hello hey well so okay ok yes yeah no oh right good morning afternoon evening".split()),
    "de": frozenset("hallo also gut okay ja nein nun so".split()),
    "fr": frozenset("bonjour alors bon donc oui non bien".split()),
    "es": frozenset("hola bueno pues entonces sí no vale".split()),
}
"""With which one begins to say something else."""

REQUESTS: Mapping[str, frozenset[str]] = {
    "en": frozenset(
        "make put add remove drop delete change move rename undo redo repeat show tell explain set start stop cancel compare keep give "
        "go choose pick skip".split()
    ),
    "de": frozenset("mach mache setz setze nimm füge entferne lösche ändere verschiebe zeig zeige sag erkläre starte wiederhole vergleiche".split()),
    "fr": frozenset("mets mettez ajoute ajoutez enlève supprime change changez montre montrez dis dites annule répète répétez explique".split()),
    "es": frozenset("pon ponga añade añada quita quite borra cambia cambie muestra dime diga deshaz repite repita explica".split()),
}
"""With one of these a sentence begins that wants something else than what was asked for."""

POLITE: Mapping[str, frozenset[str]] = {
    "en": frozenset({"please"}),
    "de": frozenset({"bitte"}),
    "fr": frozenset({"s'il vous plaît", "s'il te plaît"}),
    "es": frozenset({"por favor"}),
    "tr": frozenset({"lütfen"}),
    "ar": frozenset({"فضلك"}),
}
"""With one of these a request ends."""

ASKING: Mapping[str, frozenset[str]] = {"en": frozenset("what which who whose where when why how what's where's who's how's".split())}
"""Words that begin a question."""

ASKED_FOR: Mapping[str, frozenset[str]] = {"en": frozenset({"what", "which", "how many", "how much"})}
"""With one of these before it, a verb that leads on elsewhere may end a question: "Which ones do you have?"."""

ENDING_QUESTIONS: Mapping[str, frozenset[str]] = {"en": frozenset("have need want take think say called call mean use uses using".split())}
"""Such verbs."""
