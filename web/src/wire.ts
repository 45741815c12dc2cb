/** The wire as dialogue/events.py and dialogue/view.py define it. */

export type Asking =
  | "organisation"
  | "email"
  | "email_code"
  | "regions"
  | "size"
  | "workers"
  | "domain"
  | "apps"
  | "residency"
  | "secret"
  | "confirm"
  | "clarify";
export type Channel = "text" | "voice";
export type Engine = "embedded" | "anthropic" | "openai";
export type JsonObject = Record<string, unknown>;

export interface ReadBackLine {
  field: string;
  label: string;
  value: string;
}
export interface ReadBack {
  digest: string;
  lines: ReadBackLine[];
  monthly: number | null;
}
export interface ProgressLine {
  time: string | null;
  phase: string;
  level: string;
  message: string;
  component: string | null;
  state: string | null;
}
export interface Job {
  name: string;
  label: string;
  status: string;
  parent: string | null;
  region: string | null;
  dependsOn: string[];
  startedAt: string | null;
  finishedAt: string | null;
}
export interface Verdict {
  outcome: "in_progress" | "ready" | "failed";
  sentence: string;
  missing: string[];
}
export interface ToolError {
  code: string;
  message: string;
  outcome: "refused" | "unknown" | "unreachable";
}

export interface ConversationStarted {
  type: "conversation_started";
  language: string;
  channel: Channel;
  engine: Engine;
  emulated: boolean;
  account: "operator" | "customer";
  seed: number;
}
export interface UserSaid {
  type: "user_said";
  text: string;
  channel: Channel;
  confidence: number | null;
  codeDigest: string | null;
  masked: string[];
}
export interface Shown {
  type: "shown";
  upto: number;
  how: "turn" | "shown" | "played";
}
export interface Interrupted {
  type: "interrupted";
  heard: string | null;
}
export interface Act {
  name: string;
  topic: string | null;
  options: string[];
}
export interface Evidence {
  slot: string;
  words: string;
  value: string;
  score: number;
}
export interface Understood {
  type: "understood";
  of: number;
  acts: Act[];
  set: JsonObject;
  clear: string[];
  evidence: Evidence[];
  engine: Engine;
}
export interface ToolCalled {
  type: "tool_called";
  callId: string;
  tool: string;
  arguments: JsonObject;
}
export interface ToolReturned {
  type: "tool_returned";
  callId: string;
  tool: string;
  ok: boolean;
  result: JsonObject;
  error: ToolError | null;
}
export interface AssistantSaid {
  type: "assistant_said";
  text: string;
  asking: Asking | null;
  options: string[];
  readBack: ReadBack | null;
  offeredApps: string[];
  endsTurn: boolean;
}
export interface CodeRequested {
  type: "code_requested";
  email: string;
}
export interface CodeSent {
  type: "code_sent";
  email: string;
  expiresAt: string;
}
export interface CodeFailed {
  type: "code_failed";
  email: string;
  code: "mail_failed" | "rate_limited";
}
export interface EmailVerified {
  type: "email_verified";
  email: string;
}
export interface CodeRefused {
  type: "code_refused";
  email: string;
  reason: "wrong" | "expired" | "too_many" | "none_sent";
  attemptsLeft: number;
}
export interface SecretRequested {
  type: "secret_requested";
  names: string[];
}
export interface SecretStored {
  type: "secret_stored";
  name: string;
}
export interface DeploymentCreated {
  type: "deployment_created";
  deploymentId: string;
  fqdn: string;
  digest: string;
  adopted: boolean;
  meshName: string | null;
  meshId: number | null;
}
export interface DeploymentReported {
  type: "deployment_reported";
  deploymentId: string;
  status: string;
  phase1Outcome: string | null;
  lines: ProgressLine[];
  components: Record<string, string>;
  jobs: Job[];
  consoleUrl: string | null;
  verdict: Verdict | null;
  trouble: string | null;
}
export interface HandedOver {
  type: "handed_over";
  deploymentId: string;
}
export interface Resumed {
  type: "resumed";
}
export interface HumanRequested {
  type: "human_requested";
  reason: string;
}
export interface Closed {
  type: "closed";
  reason: string;
}

export type Event =
  | ConversationStarted
  | UserSaid
  | Shown
  | Interrupted
  | Understood
  | ToolCalled
  | ToolReturned
  | AssistantSaid
  | CodeRequested
  | CodeSent
  | CodeFailed
  | EmailVerified
  | CodeRefused
  | SecretRequested
  | SecretStored
  | DeploymentCreated
  | DeploymentReported
  | HandedOver
  | Resumed
  | HumanRequested
  | Closed;

export type Phase =
  | "talking"
  | "verifying"
  | "confirming"
  | "provisioning"
  | "ready"
  | "failed"
  | "handed_over"
  | "closed";
export interface PlanDomain {
  mode: string | null;
  fqdn: string | null;
  label: string | null;
  pool: string | null;
}
export interface Plan {
  organisation: string | null;
  email: string | null;
  emailVerified: boolean;
  regions: string[];
  size: string | null;
  workers: number;
  workersByRegion: number[];
  workerSize: string;
  highAvailability: boolean;
  domain: PlanDomain;
  apps: string[];
  residency: string | null;
  objectStorageRegion: string | null;
  meshName: string | null;
  meshId: number | null;
}
export interface PlanProblem {
  field: string;
  code: string;
  message: string;
  suggestions: string[];
  blocking: boolean;
}
export interface PlanNote {
  code: string;
  field: string;
  message: string;
  params: JsonObject;
}
export interface DeploymentView {
  id: string;
  fqdn: string;
  status: string;
  phase1Outcome: string | null;
  components: Record<string, string>;
  consoleURL: string | null;
  meshName: string | null;
  meshId: number | null;
  verdict: Verdict | null;
}
export interface StateView {
  phase: Phase;
  asking: Asking | null;
  plan: Plan;
  missing: string[];
  problems: PlanProblem[];
  estimate: { currency: string; monthly: number };
  deployment: DeploymentView | null;
  engine: Engine;
  language: string;
  lastSeq: number;
  options: string[];
  notes: PlanNote[];
  proposals: { apps: string[] };
  account: "operator" | "customer";
  emulated: boolean;
  secretsRequested: string[];
  readBack: { seq: number; acknowledged: boolean } | null;
  sshKeyAvailable: boolean;
  turnOpen: boolean;
}
