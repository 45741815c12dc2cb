import { readFileSync } from "node:fs";
import { hydrate, render } from "preact";
import { beforeEach, describe, expect, it } from "vitest";
import { App } from "../app";
import { Session } from "../session/session";
import { words } from "../words";
import { ALL } from "../words/all";
import { LANGUAGES } from "../words/languages";
import { translate } from "./translate";

const HTML = readFileSync("index.html", "utf-8");

/** What stands between two of the page's marks, as the server cuts it. */
function between(mark: string, html = HTML): string {
  return html.split(`<!--${mark}-->`)[1]?.split(`<!--/${mark}-->`)[0] ?? "";
}

/** Breaks between lines are for people who read the file. */
function joined(html: string): string {
  return html.replace(/>\s*\n\s*/g, ">").replace(/\s*\n\s*</g, "<");
}

function sent({ isEmulated = false, isShown = false } = {}, html = HTML): string {
  const [emulated, shown] = [between("emulated", html), between("demonstration", html)];
  return joined(
    between("shell", html)
      .replace(emulated, isEmulated && !isShown ? emulated : "")
      .replace(shown, isShown ? shown : "")
      .replaceAll(/\s*<!--.*?-->/g, ""),
  );
}

describe("what the server sends before the program is there", () => {
  beforeEach(() => {
    document.body.replaceChildren();
    delete document.documentElement.dataset.emulated;
    delete document.documentElement.dataset.demonstration;
  });

  it.each([{}, { isEmulated: true }, { isEmulated: true, isShown: true }])(
    "is what the program draws first: %o",
    (told) => {
      if (told.isEmulated) document.documentElement.dataset.emulated = "";
      if (told.isShown) document.documentElement.dataset.demonstration = "";
      const root = document.createElement("div");
      render(<App session={new Session()} />, root);
      expect(sent(told)).toBe(root.innerHTML);
    },
  );

  it.each(LANGUAGES)("is the same in %s", (language) => {
    const html = translate(HTML, ALL.en, ALL[language]);
    expect(html).toContain(`<html lang="${language}" dir="${language === "ar" ? "rtl" : "ltr"}">`);
    document.documentElement.dataset.emulated = "";
    words.value = ALL[language];
    const drawn = document.createElement("div");
    render(<App session={new Session()} />, drawn);
    const root = document.createElement("div");
    root.innerHTML = sent({ isEmulated: true }, html);
    // What the program says is in the language of the words; the conversation's own language is the server's to tell.
    expect(root.innerHTML.replace(/ lang="\w+" dir="\w+"/g, "")).toBe(
      drawn.innerHTML.replace(/ lang="\w+" dir="\w+"/g, ""),
    );
    words.value = ALL.en;
  });

  it("is taken over, not drawn anew", () => {
    const root = document.createElement("div");
    document.body.append(root);
    root.innerHTML = sent();
    const field = root.querySelector<HTMLTextAreaElement>("#composer") as HTMLTextAreaElement;
    field.focus();
    field.value = "half a sen";
    const session = new Session();
    session.draft.value = field.value;
    const changes = new MutationObserver(() => {});
    changes.observe(root, { childList: true, subtree: true });
    hydrate(<App session={session} />, root);
    // A node that only moved would have lost the focus, and what an input method had begun.
    expect(changes.takeRecords()).toEqual([]);
    expect(root.querySelector("#composer")).toBe(field);
    expect(document.activeElement).toBe(field);
    expect(field.value).toBe("half a sen");
  });
});
