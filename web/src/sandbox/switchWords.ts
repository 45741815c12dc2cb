import { type Language, languageOf, spoken } from "../words/languages";

/** What the page of the agents' switches says. */
export interface SwitchWords {
  title: string;
  /** Only the name of the setting isn't translated. */
  about: string;
  token: string;
  open: string;
  wrong: string;
  wait: string;
  failed: string;
  forWhom: string;
  everybody: string;
  address: string;
  show: string;
  also: string;
  holds: string;
  missing: string;
  offForAll: string;
}

const WORDS: Record<Language, SwitchWords> = {
  en: {
    title: "Which agents may be started",
    about: "For whoever runs this service. Nothing is kept: closing the page forgets the token.",
    token: "The operator's token",
    open: "Open",
    wrong: "This isn't the operator's token.",
    wait: "Too many tries. Wait a minute.",
    failed: "That didn't work. Nothing was switched; try again.",
    forWhom: "For whom",
    everybody: "Everybody",
    address: "One person's e-mail address",
    show: "Show",
    also: "Something is off for",
    holds: "It holds from the next start on; what runs goes on.",
    missing: "Not installed here",
    offForAll: "Off for everybody",
  },
  de: {
    title: "Welche Agenten gestartet werden dürfen",
    about:
      "Für alle, die diesen Dienst betreiben. Nichts wird behalten: Wird die Seite geschlossen, ist das Token vergessen.",
    token: "Das Token des Betreibers",
    open: "Öffnen",
    wrong: "Das ist nicht das Token des Betreibers.",
    wait: "Zu viele Versuche. Bitte eine Minute warten.",
    failed: "Das ging nicht. Nichts wurde umgeschaltet; bitte noch einmal versuchen.",
    forWhom: "Für wen",
    everybody: "Alle",
    address: "E-Mail-Adresse einer Person",
    show: "Anzeigen",
    also: "Etwas ist abgeschaltet für",
    holds: "Es gilt ab dem nächsten Start; was läuft, läuft weiter.",
    missing: "Hier nicht installiert",
    offForAll: "Für alle abgeschaltet",
  },
  fr: {
    title: "Les agents qui peuvent être lancés",
    about: "Pour qui exploite ce service. Rien n'est gardé : fermer la page fait oublier le jeton.",
    token: "Le jeton de l'exploitant",
    open: "Ouvrir",
    wrong: "Ce n'est pas le jeton de l'exploitant.",
    wait: "Trop d'essais. Attendez une minute.",
    failed: "Cela n'a pas marché. Rien n'a changé ; réessayez.",
    forWhom: "Pour qui",
    everybody: "Tout le monde",
    address: "L'adresse e-mail d'une personne",
    show: "Afficher",
    also: "Quelque chose est désactivé pour",
    holds: "Cela vaut dès le prochain lancement ; ce qui tourne continue.",
    missing: "Pas installé ici",
    offForAll: "Désactivé pour tout le monde",
  },
  es: {
    title: "Qué agentes se pueden iniciar",
    about: "Para quien administra este servicio. No se guarda nada: al cerrar la página se olvida el token.",
    token: "El token del operador",
    open: "Abrir",
    wrong: "Este no es el token del operador.",
    wait: "Demasiados intentos. Espere un minuto.",
    failed: "No ha funcionado. No se ha cambiado nada; inténtelo otra vez.",
    forWhom: "Para quién",
    everybody: "Todos",
    address: "El correo electrónico de una persona",
    show: "Mostrar",
    also: "Algo está desactivado para",
    holds: "Vale desde el próximo inicio; lo que está en marcha sigue.",
    missing: "No está instalado aquí",
    offForAll: "Desactivado para todos",
  },
  tr: {
    title: "Hangi ajanlar başlatılabilir",
    about: "Bu hizmeti işletenler için. Hiçbir şey saklanmaz: sayfa kapanınca belirteç unutulur.",
    token: "İşletmecinin belirteci",
    open: "Aç",
    wrong: "Bu, işletmecinin belirteci değil.",
    wait: "Çok fazla deneme oldu. Bir dakika bekleyin.",
    failed: "Olmadı. Hiçbir şey değişmedi; yeniden deneyin.",
    forWhom: "Kimin için",
    everybody: "Herkes",
    address: "Bir kişinin e-posta adresi",
    show: "Göster",
    also: "Bir şeyin kapalı olduğu kişiler",
    holds: "Bir sonraki başlatmadan itibaren geçerlidir; çalışanlar sürer.",
    missing: "Burada kurulu değil",
    offForAll: "Herkes için kapalı",
  },
  ar: {
    title: "الوكلاء الذين يمكن تشغيلهم",
    about: "لمن يدير هذه الخدمة. لا يُحفظ شيء: إغلاق الصفحة ينسي الرمز.",
    token: "رمز المشغّل",
    open: "فتح",
    wrong: "هذا ليس رمز المشغّل.",
    wait: "محاولات كثيرة. انتظر دقيقة.",
    failed: "لم ينجح ذلك. لم يتغيّر شيء؛ حاول مرة أخرى.",
    forWhom: "لمن",
    everybody: "الجميع",
    address: "البريد الإلكتروني لشخص واحد",
    show: "عرض",
    also: "هناك ما هو موقوف من أجل",
    holds: "يسري من التشغيل التالي؛ وما يعمل الآن يستمر.",
    missing: "غير مثبّت هنا",
    offForAll: "موقوف للجميع",
  },
};

/** In the first of the browser's languages that there are words of. */
export function switchWords(tags?: readonly string[]): { language: Language; words: SwitchWords } {
  const language = languageOf(spoken(tags)) ?? "en";
  return { language, words: WORDS[language] };
}
