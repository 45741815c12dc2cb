import { useState } from "preact/hooks";
import { Dialog } from "../interface/Dialog";
import * as icons from "../interface/icons";

export function Buttons() {
  return (
    <div class="chips">
      <button type="button" class="button primary">
        Yes, create it
      </button>
      <button type="button" class="button primary" disabled>
        Not now
      </button>
      <button type="button" class="button">
        Change something
      </button>
      <button type="button" class="button" disabled>
        Not now
      </button>
      <button type="button" class="quiet-button">
        <icons.DevicesIcon />
        Another device
      </button>
      <button type="button" class="icon-button" aria-label="Close">
        <icons.CrossIcon />
      </button>
      <button type="button" class="text-button">
        Send again
      </button>
    </div>
  );
}

export function Fields() {
  return (
    <div class="card">
      <div class="field">
        <label for="a">Hetzner project ID</label>
        <input id="a" class="text-field" aria-describedby="a-hint" />
        <span class="hint" id="a-hint">
          The number in the address of your project
        </span>
      </div>
      <div class="field">
        <label for="b">Object storage access key</label>
        <input id="b" class="text-field" value="too short" aria-invalid="true" aria-describedby="b-hint" />
        <span class="form-problem" id="b-hint">
          That isn't a key. Keys have twenty characters.
        </span>
      </div>
    </div>
  );
}

export function Chips() {
  const [view, setView] = useState("graph");
  return (
    <>
      <fieldset class="chips">
        <legend class="visually-hidden">Suggested answers</legend>
        <button type="button" class="chip">
          Falkenstein (fsn1)
        </button>
        <button type="button" class="chip">
          Helsinki (hel1)
        </button>
      </fieldset>
      <fieldset class="segmented">
        <legend class="visually-hidden">Show steps as</legend>
        {["graph", "list"].map((one) => (
          <button type="button" key={one} aria-pressed={view === one} onClick={() => setView(one)}>
            {one === "graph" ? "Graph" : "List"}
          </button>
        ))}
      </fieldset>
      <details class="fold">
        <summary>Each component</summary>
        <p class="hint">What folds open.</p>
      </details>
    </>
  );
}

export function Dialogs() {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <button type="button" class="button" onClick={() => setOpen(true)}>
        Open a dialog
      </button>
      {isOpen && (
        <Dialog title="Start a new conversation?" onClose={() => setOpen(false)} testId="sample-dialog">
          <p>This one stays as it is, and a deployment that runs goes on.</p>
          <div class="dialog-actions">
            <button type="button" class="button" onClick={() => setOpen(false)}>
              Stay here
            </button>
            <button type="button" class="button primary" onClick={() => setOpen(false)}>
              Start anew
            </button>
          </div>
        </Dialog>
      )}
    </>
  );
}

export function Icons() {
  const all = Object.entries(icons).filter(([name]) => name !== "Icon") as [string, typeof icons.PlusIcon][];
  return (
    <ul class="icon-list">
      {all.map(([name, One]) => (
        <li key={name}>
          <One />
          <span class="hint">{name.replace("Icon", "")}</span>
        </li>
      ))}
    </ul>
  );
}
