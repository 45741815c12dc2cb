/** What travels: the generated types, and the state as the page reads it (dialogue/view.py), whose schema is looser. */
import type { AssistantSaid, Domain, Estimate, Plan, PlanProblem, Verdict } from "./generated/wire";

export type * from "./generated/wire";

export type Asking = NonNullable<AssistantSaid["asking"]>;
export type Phase =
  | "talking"
  | "verifying"
  | "confirming"
  | "provisioning"
  | "ready"
  | "failed"
  | "handed_over"
  | "closed";
export type PlanDomain = Domain;

export interface PlanNote {
  code: string;
  field: string;
  message: string;
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
  estimate: Estimate;
  deployment: DeploymentView | null;
  engine: "embedded" | "anthropic" | "openai";
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
