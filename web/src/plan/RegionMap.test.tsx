import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { sample } from "../design/sample";
import { SessionContext } from "../interface/context";
import { names } from "./names";
import { HEIGHT, PLACES, placed, WIDTH } from "./places";
import { RegionMap } from "./RegionMap";

const session = sample();
let root: HTMLElement;
const find = (id: string) => [...root.querySelectorAll<HTMLButtonElement>(`[data-testid="${id}"]`)];
const press = (button: HTMLButtonElement | undefined) => act(() => button?.click());

async function show(...chosen: string[]) {
  await act(() => {
    render(
      <SessionContext.Provider value={session}>
        <RegionMap chosen={chosen} />
      </SessionContext.Provider>,
      root,
    );
  });
}

beforeEach(() => {
  root = document.body.appendChild(document.createElement("div"));
  names.value = { regions: { fsn1: "Falkenstein", hel1: "Helsinki", "far-1": "Elsewhere" }, apps: {} };
  vi.spyOn(session, "say").mockImplementation(() => {});
});
afterEach(() => {
  render(null, root);
  root.remove();
});

describe("the map of the regions", () => {
  it("has the places that can be had and that it knows, and marks the chosen ones", async () => {
    await show("hel1");
    expect(root.querySelectorAll("button")).toHaveLength(2);
    expect(find("map-hel1")[0]?.getAttribute("aria-pressed")).toBe("true");
    expect(find("map-fsn1")[0]?.textContent).toBe("Falkenstein (fsn1)");
  });

  it("says the first region at once", async () => {
    await show();
    await press(find("map-hel1")[0]);
    expect(session.say).toHaveBeenCalledExactlyOnceWith("hel1");
  });

  it("asks whether another one comes instead or as well", async () => {
    await show("fsn1");
    await press(find("map-hel1")[0]);
    expect(session.say).not.toHaveBeenCalled();
    expect(find("map-way").map((way) => way.textContent)).toEqual(["Move to Helsinki (hel1)", "Add Helsinki (hel1)"]);
    await press(find("map-way")[1]);
    expect(session.say).toHaveBeenCalledExactlyOnceWith("fsn1, hel1");
    expect(find("map-way")).toEqual([]);
  });

  it("leaves one of several out, but never the last", async () => {
    await show("fsn1", "hel1");
    await press(find("map-hel1")[0]);
    await press(find("map-way")[0]);
    expect(session.say).toHaveBeenCalledExactlyOnceWith("fsn1");
    await show("fsn1");
    await press(find("map-fsn1")[0]);
    expect(find("map-way")).toEqual([]);
  });

  it("has every place and its name inside the drawing", () => {
    for (const { longitude, latitude, label } of Object.values(PLACES)) {
      const { x, y } = placed(longitude, latitude);
      for (const [value, most] of [
        [x, WIDTH],
        [label.x, WIDTH],
        [y, HEIGHT],
        [label.y, HEIGHT],
      ] as const) {
        expect(value).toBeGreaterThan(0);
        expect(value).toBeLessThan(most);
      }
    }
  });
});
