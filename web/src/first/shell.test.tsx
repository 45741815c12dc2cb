import { readFileSync } from "node:fs";
import { hydrate, render } from "preact";
import { beforeEach, describe, expect, it } from "vitest";
import { App } from "../app";
import { Session } from "../session/session";

const HTML = readFileSync("index.html", "utf-8");

/** What stands between two of the page's marks, as the server cuts it. */
function between(mark: string): string {
  return HTML.split(`<!--${mark}-->`)[1]?.split(`<!--/${mark}-->`)[0] ?? "";
}

/** Breaks between lines are for people who read the file. */
function joined(html: string): string {
  return html.replace(/>\s*\n\s*/g, ">").replace(/\s*\n\s*</g, "<");
}

function sent({ isEmulated = false, isShown = false } = {}): string {
  const [emulated, shown] = [between("emulated"), between("demonstration")];
  return joined(
    between("shell")
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
