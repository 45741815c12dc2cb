/** The few words of the voice that the page needs before its voice is loaded. */
interface FirstWords {
  talk: string;
  loading: string;
  notLoaded: string;
  cut: (words: string) => string;
  notHeard: string;
}

const FIRST: Record<string, FirstWords> = {
  en: {
    talk: "Talk instead of typing; hold to talk while you hold",
    loading: "Getting the voice ready",
    notLoaded: "The voice couldn't be loaded. Typing works; try the microphone again in a moment.",
    cut: (words) => `You cut in after “${words}”.`,
    notHeard: "You cut in before this was heard.",
  },
  de: {
    talk: "Sprechen statt tippen; gedrückt halten, um nur so lange zu sprechen",
    loading: "Die Sprache wird vorbereitet",
    notLoaded: "Die Sprache konnte nicht geladen werden. Tippen geht; versuchen Sie das Mikrofon gleich noch einmal.",
    cut: (words) => `Sie haben nach „${words}“ unterbrochen.`,
    notHeard: "Sie haben unterbrochen, bevor dies zu hören war.",
  },
  es: {
    talk: "Hablar en vez de escribir; mantenga pulsado para hablar solo mientras tanto",
    loading: "Preparando la voz",
    notLoaded: "No se pudo cargar la voz. Puede escribir; pruebe el micrófono de nuevo en un momento.",
    cut: (words) => `Usted interrumpió después de «${words}».`,
    notHeard: "Usted interrumpió antes de que esto se oyera.",
  },
  fr: {
    talk: "Parler au lieu d’écrire ; maintenez pour ne parler que pendant l’appui",
    loading: "La voix se prépare",
    notLoaded: "La voix n’a pas pu être chargée. Vous pouvez écrire ; réessayez le micro dans un instant.",
    cut: (words) => `Vous avez interrompu après « ${words} ».`,
    notHeard: "Vous avez interrompu avant que ceci soit entendu.",
  },
  ar: {
    talk: "تحدَّث بدل الكتابة، أو اضغط مطوّلًا لتتحدث أثناء الضغط فقط",
    loading: "يجري تجهيز الصوت",
    notLoaded: "تعذّر تحميل الصوت. يمكنك الكتابة، وجرّب الميكروفون مجددًا بعد قليل.",
    cut: (words) => `قاطعتَ بعد «${words}».`,
    notHeard: "قاطعتَ قبل أن يُسمع هذا.",
  },
  tr: {
    talk: "Yazmak yerine konuşun; yalnızca basılıyken konuşmak için basılı tutun",
    loading: "Ses hazırlanıyor",
    notLoaded: "Ses yüklenemedi. Yazabilirsiniz; mikrofonu birazdan yeniden deneyin.",
    cut: (words) => `“${words}” sözünden sonra araya girdiniz.`,
    notHeard: "Bu duyulmadan araya girdiniz.",
  },
};

export function firstWords(language: string): FirstWords {
  return (FIRST[language] ?? FIRST.en) as FirstWords;
}

export function cutShort(language: string, words: string): string {
  return firstWords(language).cut(words);
}

export function notHeard(language: string): string {
  return firstWords(language).notHeard;
}
