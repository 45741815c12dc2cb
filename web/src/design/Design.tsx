import { type ComponentChildren, render } from "preact";
import { Conversation } from "../conversation/Conversation";
import { Connection } from "../interface/Notices";
import { EmulatorNotice } from "../interface/TopBar";
import { VersionLine } from "../offline/VersionNotice";
import { PlanPanel } from "../plan/PlanPanel";
import { OutcomeCard } from "../progress/OutcomeCard";
import { Progress } from "../progress/Progress";
import { unexpected } from "../session/problem";
import type { Session } from "../session/session";
import { Buttons, Chips, Dialogs, Fields, Icons } from "./Controls";
import "./design.css";
import { Specimen } from "./Specimen";
import { deployment, FULL, OCCUPIED, READ_BACK, SAID, sample, user, we } from "./sample";
import { Colours, Motion, Space, Type } from "./Tokens";
import { type TokenSet, tokenSets } from "./tokens";
import { type VoiceSample, voiceSamples } from "./voiceStates";

/** Every token and every component of the page in every state, by the code and the styles that people meet at /start. */
export async function openDesign(root: HTMLElement): Promise<void> {
  document.title = "Design · Concierge";
  const voices = await voiceSamples();
  render(<Design voices={voices} sets={tokenSets()} />, root);
}

const CLINIC = user("I run a small clinic in Vienna, six people. We need booking and files.");
const QUESTION = we("Which region suits you?", { asking: "regions", options: ["Falkenstein", "Helsinki"] });
const READ = we("This is your plan. Shall I create it?", { asking: "confirm", options: ["yes"], readBack: READ_BACK });
const CODE = we("I sent a code to wind@example.com.", { asking: "email_code" });
const REFUSED = { type: "code_refused", email: "wind@example.com", reason: "wrong", attemptsLeft: 2 } as const;
const PENDING = { key: 1, text: "make it Helsinki", origin: "composer", generation: 0 } as const;
const PROBLEM = {
  ...unexpected(),
  detail: "The service is busy.",
  next: "Your words are back in the field; send them again.",
};

const TALKS: [title: string, session: Session][] = [
  ["Before the first word", sample()],
  ["A question with suggested answers", sample([CLINIC, QUESTION])],
  ["An answer under way", sample([CLINIC], { state: { turnOpen: true } })],
  ["Read back", sample([CLINIC, READ], { state: FULL })],
  [
    "An earlier plan, and the code from the e-mail",
    sample([CLINIC, READ, user("two regions"), READ, CODE], { state: FULL }),
  ],
  ["A code that was refused", sample([CLINIC, CODE, REFUSED], { state: FULL })],
  [
    "Secrets beside the conversation",
    sample([CLINIC, we("Now the account.", { asking: "secret" })], {
      state: { secretsRequested: ["hetznerToken", "hetznerProjectID"], missing: ["credentials"] },
    }),
  ],
  [
    "Kept until there is a connection",
    sample([CLINIC, QUESTION], { pending: [{ ...PENDING, state: "waiting" }], status: "reconnecting" }),
  ],
  ["Perhaps lost", sample([CLINIC, QUESTION], { pending: [{ ...PENDING, state: "unsure" }] })],
  ["A refusal", sample([CLINIC, QUESTION], { notices: [{ key: 1, problem: PROBLEM }], draft: "make it Helsinki" })],
  ["Too long", sample([CLINIC, QUESTION], { draft: "x".repeat(8010) })],
  [
    "Being heard, and cut short",
    sample([CLINIC, QUESTION, { type: "interrupted", heard: "Which region" }], { partial: "Helsinki please" }),
  ],
  ["Ended", sample([CLINIC, QUESTION], { isClosed: true })],
];

const PLANS: [title: string, session: Session][] = [
  ["Nothing decided yet", sample()],
  ["Complete", sample(SAID, { state: FULL })],
  ["With a problem and ways out", sample(SAID, { state: { ...FULL, problems: [OCCUPIED] } })],
];

const PAST = { count: 12, marks: [240, 300, 360, 420, 480, 540, 600, 660, 720, 780, 840], seconds: 900 };
const RUNS: [title: string, session: Session][] = [
  ["On its way", sample(deployment({ done: false }), { state: { pastRuns: PAST } })],
  ["No news", sample(deployment({ done: false, trouble: "timeout" }))],
  ["Created", sample(deployment({ done: true, verdict: { outcome: "ready" } }), { state: { sshKeyAvailable: true } })],
  [
    "Stopped",
    sample(
      deployment({
        done: false,
        failed: true,
        verdict: {
          outcome: "failed",
          sentence: "Gitea could not be installed in Helsinki.",
          missing: ["gitea"],
          advice: "retry",
        },
      }),
    ),
  ],
  [
    "It doesn't answer",
    sample(
      deployment({
        done: true,
        verdict: {
          outcome: "unreachable",
          sentence: "The console doesn't answer yet.",
          missing: ["console"],
          advice: "wait",
        },
      }),
    ),
  ],
];

const PLAIN = sample();
const REHEARSAL = sample();
REHEARSAL.emulator.value = true;

function Design({ voices, sets }: { voices: readonly VoiceSample[]; sets: readonly TokenSet[] }) {
  return (
    <main
      class="design"
      aria-labelledby="design-title"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
      tabIndex={0}
    >
      <h1 id="design-title">Design</h1>
      <p class="hint">Everything the page is made of, by the same code and the same styles.</p>
      <Group title="Colour">
        <Colours sets={sets} />
      </Group>
      <Group title="Type">
        <Type set={sets[0]} />
      </Group>
      <Group title="Space">
        <Space set={sets[0]} />
      </Group>
      <Group title="Motion">
        <Motion set={sets[0]} />
      </Group>
      <Group title="Controls">
        <Specimen title="Buttons" session={PLAIN}>
          <Buttons />
        </Specimen>
        <Specimen title="Fields" session={PLAIN}>
          <Fields />
        </Specimen>
        <Specimen title="Chips, choices, folds" session={PLAIN}>
          <Chips />
        </Specimen>
        <Specimen title="Dialog" session={PLAIN}>
          <Dialogs />
        </Specimen>
        <Specimen title="Icons" session={PLAIN}>
          <Icons />
        </Specimen>
      </Group>
      <Group title="Connection">
        <Specimen title="Offline" session={PLAIN}>
          <Connection isOffline isLost waiting={1} />
        </Specimen>
        <Specimen title="Reconnecting" session={PLAIN}>
          <Connection isOffline={false} isLost waiting={0} />
        </Specimen>
        <Specimen title="A new version" session={PLAIN}>
          <VersionLine onReload={() => {}} />
        </Specimen>
        <Specimen title="Rehearsal" session={REHEARSAL}>
          <EmulatorNotice />
        </Specimen>
      </Group>
      <Group title="Voice">
        {voices.map(({ title, session, Panel }) => (
          <Specimen key={title} title={title} session={session}>
            <Panel />
          </Specimen>
        ))}
      </Group>
      <Group title="Conversation">
        {TALKS.map(([title, session]) => (
          <Specimen key={title} title={title} session={session} isTall>
            <Conversation />
          </Specimen>
        ))}
      </Group>
      <Group title="Plan">
        {PLANS.map(([title, session]) => (
          <Specimen key={title} title={title} session={session}>
            {session.state.value && <PlanPanel state={session.state.value} />}
          </Specimen>
        ))}
      </Group>
      <Group title="Progress">
        {RUNS.map(([title, session]) => (
          <Specimen key={title} title={title} session={session}>
            <Run session={session} />
          </Specimen>
        ))}
      </Group>
    </main>
  );
}

function Run({ session }: { session: Session }) {
  const running = session.view.value.deployment;
  const outcome = running?.verdict?.outcome;
  if (!running) return null;
  return (
    <>
      <Progress deployment={running} />
      {outcome && outcome !== "in_progress" && <OutcomeCard outcome={outcome} />}
    </>
  );
}

function Group({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <section class="design-group">
      <h2>{title}</h2>
      <div class="design-items">{children}</div>
    </section>
  );
}
