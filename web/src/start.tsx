import { hydrate } from "preact";
import { App } from "./app";
import type { Early } from "./first/early";
import { keepPage } from "./offline/update";
import { tellOfTheEnd } from "./progress/notify";
import { Session } from "./session/session";

/** Takes over what the server has sent, with whatever the person has done with it so far. */
export function openStart(root: HTMLElement, early: Early | null): void {
  const session = new Session();
  const { said, draft, pressed } = early?.take() ?? { said: [], draft: "", pressed: null };
  session.draft.value = draft;
  hydrate(<App session={session} />, root);
  performance.mark("whole");
  for (const text of said) session.say(text, "composer");
  if (pressed?.isConnected) pressed.click();
  void session.begin();
  tellOfTheEnd(session);
  // After everything the first sentence needs.
  if (document.readyState === "complete") void keepPage(session);
  else window.addEventListener("load", () => void keepPage(session), { once: true });
}
