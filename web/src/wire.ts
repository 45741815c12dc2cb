/** What travels, as generated from the Python models, under the names that the page uses. */
import type { Deployment, Domain, Note, State } from "./generated/wire";

export type * from "./generated/wire";

export type StateView = State;
export type Phase = State["phase"];
export type Asking = NonNullable<State["asking"]>;
export type PlanDomain = Domain;
export type PlanNote = Note;
export type DeploymentView = Deployment;
