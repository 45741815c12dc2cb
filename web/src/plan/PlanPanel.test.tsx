import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { FULL, SAID, sample } from "../design/sample";
import { SessionContext } from "../interface/context";
import type { Session } from "../session/session";
import type { StateView } from "../wire";
import { names } from "./names";
import { PlanPanel } from "./PlanPanel";

let root: HTMLElement;
const find = <T extends HTMLElement>(id: string) => root.querySelector<T>(`[data-testid="${id}"]`);
const must = <T extends HTMLElement>(id: string) => {
  const found = find<T>(id);
  if (!found) throw new Error(`no ${id}`);
  return found;
};

function plan(more: Partial<StateView> = {}): Session {
  const session = sample(SAID, { state: { ...FULL, ...more } });
  vi.spyOn(session, "say").mockImplementation(() => {});
  return session;
}

async function show(session: Session) {
  const state = session.state.value;
  if (!state) throw new Error("no state");
  await act(() => {
    render(
      <SessionContext.Provider value={session}>
        <PlanPanel state={state} />
      </SessionContext.Provider>,
      root,
    );
  });
}

async function open(field: string) {
  await act(() => must(`change-${field}`).click());
  await vi.waitFor(() => expect(find("change-form")).not.toBeNull());
}

async function send() {
  await act(() => must<HTMLFormElement>("change-form").requestSubmit());
}

beforeEach(() => {
  root = document.body.appendChild(document.createElement("div"));
  names.value = {
    regions: { fsn1: "Falkenstein", hel1: "Helsinki", ash: "Ashburn" },
    apps: { nextcloud: "Nextcloud", gitea: "Gitea", hidden: "Hidden", wiki: "Wiki" },
    installable: ["nextcloud", "gitea", "wiki"],
    sizes: {
      cx42: { vcpu: 8, ramGb: 16, monthly: 42.25, regions: ["fsn1", "hel1"] },
      small: { vcpu: 2, ramGb: 4, monthly: 4, regions: ["fsn1", "hel1", "ash"] },
      here: { vcpu: 2, ramGb: 4, monthly: 3, regions: ["fsn1"] },
    },
  };
});
afterEach(() => {
  render(null, root);
  root.remove();
});

describe("the living plan", () => {
  it("says where each value came from", async () => {
    await show(plan());
    const kinds = [...root.querySelectorAll<HTMLElement>("[data-testid=origin]")].map((one) => one.dataset.kind);
    expect(kinds).toEqual(["said", "said", "said", "usual", "usual", "usual", "made", "said", "usual", "made"]);
    expect(root.querySelector("[data-testid=plan-apps] [data-testid=origin]")?.textContent).toBe(
      "You said “files … code”",
    );
  });

  it("shows what the estimate is made of", async () => {
    await show(plan());
    const parts = [...must("price-parts").querySelectorAll("li")].map((one) => one.textContent);
    expect(parts).toEqual(["Falkenstein: control plane1 × cx42€42.25", "Helsinki: control plane1 × cx42€42.25"]);
    await show(plan({ priceParts: [] }));
    expect(find("price-parts")).toBeNull();
  });

  it("changes a text, and gives the focus back", async () => {
    const session = plan();
    await show(session);
    await open("organisation");
    const field = must("change-form").querySelector("input");
    expect(document.activeElement).toBe(field);
    expect(field?.value).toBe("Nordwind");
    if (field) field.value = " Südwind ";
    await send();
    expect(session.say).toHaveBeenCalledExactlyOnceWith("Call it Südwind.");
    expect(find("change-form")).toBeNull();
    expect(document.activeElement).toBe(must("change-organisation"));
  });

  it("offers the machines that every region has, the cheapest first, and the apps that can be installed", async () => {
    const session = plan();
    await show(session);
    await open("size");
    const options = [...must("change-form").querySelectorAll("option")];
    expect(options.map((one) => [one.value, one.selected])).toEqual([
      ["small", false],
      ["cx42", true],
    ]);
    expect(options[0]?.textContent).toBe("small · 2 cores, 4 GB · €4.00");
    await open("apps");
    const boxes = [...must("change-form").querySelectorAll<HTMLInputElement>("input[type=checkbox]")];
    expect(boxes.map((one) => [one.value, one.checked])).toEqual([
      ["gitea", true],
      ["nextcloud", true],
      ["wiki", false],
    ]);
    for (const box of boxes) box.checked = box.value !== "gitea";
    await send();
    expect(session.say).toHaveBeenCalledExactlyOnceWith("Add Wiki. Drop Gitea.");
  });

  it("is left as it is by Escape, and where nothing was changed", async () => {
    const session = plan();
    await show(session);
    await open("workers");
    await act(() => {
      must("change-form").dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true }));
    });
    expect(find("change-form")).toBeNull();
    await open("workers");
    await send();
    expect(session.say).not.toHaveBeenCalled();
  });

  it("can't be changed once it is being created", async () => {
    const deployment = { id: "d" } as StateView["deployment"];
    await show(plan({ deployment }));
    expect(root.querySelector(".slot-change")).toBeNull();
    expect(find("price-parts")).not.toBeNull();
  });
});
