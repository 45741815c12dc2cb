import { render } from "preact";
import { App } from "./app";
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
const session = new Session();
render(<App session={session} />, root);
void session.begin();
