import { render } from "preact";
import { App } from "./app";
import { keepPage } from "./offline/update";
import { tellOfTheEnd } from "./progress/notify";
import { Session } from "./session/session";
import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/controls.css";
import "./styles/conversation.css";
import "./styles/dock.css";
import "./styles/plan.css";
import "./styles/progress.css";

const root = document.getElementById("app");
if (!root) throw new Error("index.html has no #app");
if (location.pathname === "/design" && location.search) {
  // Much of one thing, to be measured.
  void import("./design/large").then(({ openLarge }) => openLarge(root, location.search));
} else if (location.pathname === "/design") {
  // Every part of the page in every state, for people who work on it: a file of its own.
  void import("./design/Design").then(({ openDesign }) => openDesign(root));
} else if (location.pathname === "/demo") {
  // For a presenter; the server has this address in a demonstration only.
  void import("./demo/Demo").then(({ openDemo }) => openDemo(root));
} else {
  const session = new Session();
  render(<App session={session} />, root);
  void session.begin();
  tellOfTheEnd(session);
  // After everything the first sentence needs.
  if (document.readyState === "complete") void keepPage(session);
  else window.addEventListener("load", () => void keepPage(session), { once: true });
}
