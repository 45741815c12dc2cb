import { signal } from "@preact/signals";
import { render } from "preact";
import { act } from "preact/test-utils";
import { expect, it } from "vitest";
import { SessionContext } from "../interface/context";
import type { Session } from "../session/session";
import { en } from "../words/en";
import { EMPTY } from "./fold";
import { Welcome } from "./Welcome";

it("puts an example into the composer, ready to be written on", () => {
  const session = { draft: signal(""), view: signal(EMPTY), pending: signal([]) };
  const root = document.createElement("div");
  act(() => {
    render(
      <SessionContext.Provider value={session as unknown as Session}>
        <Welcome />
      </SessionContext.Provider>,
      root,
    );
  });
  act(() => root.querySelector<HTMLButtonElement>(".example")?.click());
  expect(`${session.draft.value}call it Nordwind`).toBe(`${en.welcome.examples[0]} call it Nordwind`);
});
