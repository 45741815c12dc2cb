/** The first file of the page: it listens at once to what the server has sent, and brings the program once that is seen. */
import { Early } from "./first/early";
import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/controls.css";
import "./styles/conversation.css";
import "./styles/dock.css";
import "./styles/plan.css";
import "./styles/progress.css";

/** A page that isn't seen paints nothing; its program doesn't wait for that. */
const LONGEST_WAIT_MS = 250;

function afterFirstPaint(run: () => unknown): void {
  let hasRun = false;
  const once = () => {
    if (hasRun) return;
    hasRun = true;
    run();
  };
  requestAnimationFrame(() => setTimeout(once));
  setTimeout(once, LONGEST_WAIT_MS);
}

function open(root: HTMLElement): void {
  const field = root.querySelector<HTMLTextAreaElement>("#composer");
  if (location.pathname === "/design") {
    root.replaceChildren();
    // Every part of the page in every state, or much of one thing to be measured: for people who work on it.
    if (location.search) void import("./design/large").then(({ openLarge }) => openLarge(root, location.search));
    else void import("./design/Design").then(({ openDesign }) => openDesign(root));
  } else if (location.pathname === "/demo") {
    root.replaceChildren();
    // For a presenter; the server has this address in a demonstration only.
    void import("./demo/Demo").then(({ openDemo }) => openDemo(root));
  } else if (location.pathname === "/sandbox/agents") {
    root.replaceChildren();
    // For the operator, where the service has one.
    void import("./sandbox/SwitchesPage").then(({ openSwitches }) => openSwitches(root));
  } else if (/^\/sandbox(\/|$)/.test(location.pathname)) {
    root.replaceChildren();
    // The developers' side; the server has this address where the sandbox is switched on.
    void import("./sandbox/Sandbox").then(({ openSandbox }) => openSandbox(root));
  } else {
    const early = field && new Early(root, field);
    performance.mark("listening");
    afterFirstPaint(async () => {
      const { openStart } = await import("./start");
      // A task of its own: a key that was pressed meanwhile comes first.
      setTimeout(() => void openStart(root, early));
    });
  }
}

const root = document.getElementById("app");
if (!root) throw new Error("index.html has no #app");
open(root);
