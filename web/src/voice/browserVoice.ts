/** The browser's own speech, for languages in which the server has no voice. */
export class BrowserVoice {
  private spokenUpto = 0;

  /** `talking`: it began or ended; the microphone would hear it. */
  constructor(private readonly talking: (isTalking: boolean) => void) {}

  static speaks(language: string): boolean {
    return typeof speechSynthesis !== "undefined" && speechSynthesis.getVoices().some((voice) => isOf(voice, language));
  }

  /** Only what is said from now on. */
  begin(after: number): void {
    this.spokenUpto = after;
  }

  say(seq: number, text: string, language: string): void {
    if (seq <= this.spokenUpto) return;
    this.spokenUpto = seq;
    const utterance = new SpeechSynthesisUtterance(text);
    utterance.lang = language;
    const voices = speechSynthesis.getVoices().filter((voice) => isOf(voice, language));
    // One that is made on this device is preferred.
    utterance.voice = voices.find((voice) => voice.localService) ?? voices[0] ?? null;
    utterance.onstart = () => this.talking(true);
    utterance.onend = utterance.onerror = () => {
      if (!speechSynthesis.pending) this.talking(false);
    };
    speechSynthesis.speak(utterance);
  }

  stop(): void {
    if (typeof speechSynthesis === "undefined") return;
    speechSynthesis.cancel();
    this.talking(false);
  }
}

function isOf(voice: SpeechSynthesisVoice, language: string): boolean {
  return voice.lang.toLowerCase().split(/[-_]/)[0] === language;
}
