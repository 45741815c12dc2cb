import { EMPTY, fold } from "../conversation/fold";
import { Api } from "../session/api";
import type { Logged } from "../session/frames";
import type { Pending } from "../session/outbox";
import { Session } from "../session/session";
import type { AssistantSaid, Job, PlanProblem, ReadBack, StateView, Verdict } from "../wire";

const AT = "2026-03-02T09:30:00.000Z";
const FQDN = "nordwind.example.org";

const STATE: StateView = {
  id: "sample",
  phase: "talking",
  asking: null,
  plan: {
    organisation: null,
    email: null,
    emailVerified: false,
    regions: [],
    size: null,
    workers: 0,
    workersByRegion: [],
    workerSize: "",
    highAvailability: false,
    domain: { mode: null, fqdn: null, label: null, pool: null },
    apps: [],
    residency: null,
    objectStorageRegion: null,
    meshName: null,
    meshId: null,
  },
  missing: ["organisation", "email", "regions"],
  problems: [],
  estimate: { currency: "EUR", monthly: 0 },
  priceParts: [],
  draft: {},
  pastRuns: null,
  deployment: null,
  engine: "embedded",
  language: "en",
  lastSeq: 0,
  options: [],
  optionTitles: [],
  notes: [],
  proposals: {} as StateView["proposals"],
  account: "operator",
  emulated: true,
  secretsRequested: [],
  sshKeyAvailable: false,
  turnOpen: false,
  readBack: null,
};

export const FULL: Partial<StateView> = {
  plan: {
    ...STATE.plan,
    organisation: "Nordwind",
    email: "wind@example.com",
    emailVerified: true,
    regions: ["fsn1", "hel1"],
    size: "cx42",
    domain: { mode: "pool", fqdn: FQDN, label: "nordwind", pool: "example.org" },
    apps: ["nextcloud", "gitea"],
  },
  missing: [],
  estimate: { currency: "EUR", monthly: 84.5 },
  draft: {
    organisation: "Nordwind",
    email: "wind@example.com",
    regions: ["fsn1", "hel1"],
    apps: ["nextcloud", "gitea"],
  },
  priceParts: ["fsn1", "hel1"].map((region) => ({
    role: "control_plane",
    region,
    size: "cx42",
    count: 1,
    each: 42.25,
    monthly: 42.25,
  })),
};

export const OCCUPIED: PlanProblem = {
  field: "domain",
  code: "domain_taken",
  message: "That address is taken already.",
  suggestions: ["nordwind-cloud", "nordwind-fsn"],
  blocking: true,
};

export const READ_BACK: ReadBack = {
  digest: "d1",
  monthly: 84.5,
  toldBy: 0,
  lines: [
    { field: "organisation", label: "Organisation", value: "Nordwind" },
    { field: "email", label: "E-mail", value: "wind@example.com" },
    { field: "regions", label: "Regions", value: "Falkenstein, Helsinki" },
    { field: "domain", label: "Address", value: FQDN },
  ],
};

type Without<T> = T extends unknown ? Omit<T, "seq" | "at"> : never;
type Happened = Without<Logged>;

export const user = (text: string, channel: "text" | "voice" = "text") =>
  ({ type: "user_said", text, channel, masked: [], codeDigest: null }) as unknown as Happened;

/** What of `FULL` was said, and what was understood of it. */
export const SAID: readonly Happened[] = [
  user("We are Nordwind, wind@example.com, in Falkenstein and Helsinki, with files and code"),
  {
    type: "understood",
    of: 1,
    acts: [],
    set: FULL.draft ?? {},
    clear: [],
    suppose: {},
    evidence: [
      { slot: "regions", words: "in Falkenstein and Helsinki", value: "fsn1, hel1", score: 1 },
      { slot: "apps", words: "files", value: "nextcloud", score: 1 },
      { slot: "apps", words: "code", value: "gitea", score: 1 },
    ],
    language: null,
    engine: "embedded",
  },
];

export const we = (text: string, more: Partial<AssistantSaid> = {}): Happened => ({
  type: "assistant_said",
  text,
  asking: null,
  options: [],
  titles: [],
  readBack: null,
  offeredApps: [],
  endsTurn: true,
  ...more,
});

const job = (name: string, status: string, dependsOn: string[] = [], region: string | null = null): Job => ({
  name,
  label: name,
  status,
  parent: null,
  region,
  dependsOn,
  startedAt: null,
  finishedAt: null,
});

interface Run {
  done: boolean;
  failed?: boolean;
  verdict?: Partial<Verdict>;
  trouble?: string;
}

/** A deployment in two regions, on its way or at its end. */
export function deployment({ done, failed = false, verdict, trouble }: Run): Happened[] {
  const last = failed ? "failed" : done ? "installed" : "installing";
  const second = failed ? "failed" : done ? "succeeded" : "running";
  const components = { cilium: "installed", keycloak: "installed", "hel1-1:cilium": "installed", "hel1-1:gitea": last };
  return [
    {
      type: "deployment_created",
      deploymentId: "d",
      fqdn: FQDN,
      digest: "d1",
      adopted: false,
      regions: ["fsn1", "hel1"],
      meshName: "nordwind",
      meshId: 7,
    },
    {
      type: "deployment_reported",
      deploymentId: "d",
      status: "running",
      phase1Outcome: null,
      lines: [
        {
          time: AT,
          phase: "1",
          level: failed ? "error" : "info",
          message: "gitea is being installed",
          component: "gitea",
          state: last,
        },
      ],
      components,
      jobs: [
        job("tofu-apply", "succeeded"),
        job("cluster-bootstrap", "succeeded", ["tofu-apply"]),
        job("install-cilium", "succeeded", ["cluster-bootstrap"]),
        job("install-keycloak", "succeeded", ["install-cilium"]),
        job("install-hel1-1:cilium", "succeeded", ["cluster-bootstrap"], "hel1-1"),
        job("install-hel1-1:gitea", second, ["install-hel1-1:cilium"], "hel1-1"),
        job("handover", done ? "succeeded" : "pending", ["install-keycloak", "install-hel1-1:gitea"]),
      ],
      consoleUrl: done ? `https://console.${FQDN}` : null,
      verdict: verdict
        ? { outcome: "in_progress", sentence: "", missing: [], cause: "", advice: null, step: "", ...verdict }
        : null,
      trouble: trouble ?? null,
    },
  ];
}

interface Sample {
  state?: Partial<StateView>;
  pending?: readonly Pending[];
  notices?: Session["notices"]["value"];
  draft?: string;
  status?: Session["status"]["value"];
  /** Without a conversation nothing can be sent or spoken. */
  isClosed?: boolean;
  partial?: string;
}

/** A session that was never opened: it holds what is given and reaches nobody. */
export function sample(events: readonly Happened[] = [], given: Sample = {}): Session {
  const session = new Session(new Api(() => new Promise<Response>(() => {})));
  const all = given.isClosed ? [...events, { type: "closed", reason: "ended" } as Happened] : events;
  session.view.value = fold(
    EMPTY,
    all.map((event, place) => ({ seq: place + 1, at: AT, ...event }) as Logged),
  );
  const options = all.flatMap((event) => (event.type === "assistant_said" ? [event.options] : [])).at(-1) ?? [];
  const now = { asking: session.view.value.asking, options };
  session.state.value = { ...STATE, ...now, ...given.state, lastSeq: all.length };
  session.credentials.value = { id: "sample", token: "sample" };
  session.pending.value = given.pending ?? [];
  session.notices.value = given.notices ?? [];
  session.draft.value = given.draft ?? "";
  session.status.value = given.status ?? "open";
  session.partial.value = { text: given.partial ?? "", stable: 10 };
  return session;
}
