import { hydrate } from "preact";
import { App } from "./app";
import type { Early } from "./first/early";
import { fitAboveKeyboard } from "./interface/keyboard";
import { keepPage } from "./offline/update";
import { tellOfTheEnd } from "./progress/notify";
import { Session } from "./session/session";
import { speak, speakAs, tellDocument } from "./words";

/** Takes over what the server has sent, with whatever the person has done with it so far. */
export async function openStart(root: HTMLElement, early: Early | null): Promise<void> {
  // What the server has sent is taken over in its own language; from then on the page speaks as the conversation does.
  const isThere = await speak(document.documentElement.lang);
  const session = new Session();
  const { said, draft, pressed } = early?.take() ?? { said: [], draft: "", pressed: null };
  session.draft.value = draft;
  if (!isThere) root.replaceChildren();
  hydrate(<App session={session} />, root);
  tellDocument();
  speakAs(session);
  performance.mark("whole");
  for (const text of said) session.say(text, "composer");
  if (pressed?.isConnected) pressed.click();
  void session.begin();
  tellOfTheEnd(session);
  fitAboveKeyboard();
  // After everything the first sentence needs.
  if (document.readyState === "complete") void keepPage(session);
  else window.addEventListener("load", () => void keepPage(session), { once: true });
}
