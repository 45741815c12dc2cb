import type { Plan, PlanProblem, StateView } from "../wire";
import { names } from "./names";

export type Field =
  | "organisation"
  | "email"
  | "regions"
  | "size"
  | "workers"
  | "highAvailability"
  | "domain"
  | "apps"
  | "residency"
  | "mesh";

export interface Slot {
  field: Field;
  label: string;
  /** null: still open. */
  value: string | null;
  isMissing: boolean;
  /** Nobody said it; it is the default. */
  isDefault: boolean;
  problems: PlanProblem[];
}

/** Plan members that are shown in another one's row. */
const ROW_OF: Record<string, Field> = {
  workerSize: "workers",
  meshName: "mesh",
  meshId: "mesh",
  objectStorageRegion: "residency",
};
const FIELDS: readonly [Field, string][] = [
  ["organisation", "Organisation"],
  ["email", "E-mail"],
  ["regions", "Regions"],
  ["size", "Machine"],
  ["workers", "Workers"],
  ["highAvailability", "High availability"],
  ["domain", "Address"],
  ["apps", "Apps"],
  ["residency", "Data stays in"],
  ["mesh", "Mesh"],
];

export function city(region: string): string {
  const name = names.value.regions[region];
  return name ? `${name} (${region})` : region;
}

export function price(amount: number, currency = "EUR"): string {
  return new Intl.NumberFormat("en-IE", { style: "currency", currency }).format(amount);
}

/** As the catalogue calls it; until its names are there, made from the slug. */
export function appName(slug: string): string {
  const name = names.value.apps[slug];
  if (name) return name;
  const words = slug.replaceAll("-", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

export function rowOf(field: string): string {
  return ROW_OF[field] ?? field;
}

export function slots(state: StateView): Slot[] {
  const missing = new Set(state.missing.map(rowOf));
  return FIELDS.filter(([field]) => field !== "mesh" || hasMesh(state)).map(([field, label]) => {
    const value = shownValue(field, state);
    return {
      field,
      label: field === "regions" && state.plan.regions.length === 1 ? "Region" : label,
      value,
      isMissing: missing.has(field),
      isDefault: value !== null && DEFAULTS[field]?.(state.plan) === true,
      problems: state.problems.filter((problem) => rowOf(problem.field) === field),
    };
  });
}

/** It joins regions; with one there is nothing to say of it. */
function hasMesh({ plan, deployment, problems }: StateView): boolean {
  const isNamed = plan.meshName !== null || !!deployment?.meshName;
  return plan.regions.length !== 1 || isNamed || problems.some((problem) => rowOf(problem.field) === "mesh");
}

/** Problems of no row, such as a spending ceiling or credentials. */
export function otherProblems(state: StateView): PlanProblem[] {
  const rows = new Set<string>(FIELDS.map(([field]) => field));
  return state.problems.filter((problem) => !rows.has(rowOf(problem.field)));
}

/** One line for the folded sheet on a phone. */
export function summary(state: StateView): string {
  const { plan, estimate } = state;
  const known = [plan.organisation, plan.regions.map((id) => names.value.regions[id] ?? id).join(" + ")].filter(
    Boolean,
  );
  if (known.length === 0) return "Nothing decided yet";
  const cost = estimate.monthly > 0 ? [`about ${price(estimate.monthly, estimate.currency)} a month`] : [];
  return [...cost, ...known].join(" · ");
}

const DEFAULTS: Partial<Record<Field, (plan: Plan) => boolean>> = {
  workers: (plan) => plan.workers === 0 && !plan.workersByRegion.some(Boolean),
  highAvailability: (plan) => !plan.highAvailability,
  apps: (plan) => plan.apps.length === 0,
  residency: (plan) => plan.residency === null,
  mesh: (plan) => plan.meshName === null,
};

function shownValue(field: Field, state: StateView): string | null {
  const { plan } = state;
  switch (field) {
    case "organisation":
    case "email":
    case "size":
      return plan[field];
    case "regions":
      return plan.regions.length > 0 ? plan.regions.map(city).join(", ") : null;
    case "workers":
      return workers(plan);
    case "highAvailability":
      return plan.highAvailability ? "Yes, three control planes per region" : "No";
    case "domain":
      return plan.domain.fqdn;
    case "apps":
      return plan.apps.length > 0 ? plan.apps.map(appName).join(", ") : "None";
    case "residency":
      return plan.residency ? plan.residency.toUpperCase() : "No restriction";
    case "mesh":
      return mesh(state);
  }
}

function workers(plan: Plan): string | null {
  if (plan.regions.length === 0) return null;
  const counts = plan.workersByRegion.length > 0 ? plan.workersByRegion : plan.regions.map(() => plan.workers);
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (total === 0) return "None";
  const size = plan.workerSize ? ` × ${plan.workerSize}` : "";
  if (counts.length === 1) return `${total}${size}`;
  const isEven = counts.every((count) => count === counts[0]);
  return isEven ? `${counts[0]}${size} in each region` : `${counts.join(" + ")}${size}`;
}

function mesh({ plan, deployment }: StateView): string | null {
  const name = deployment?.meshName ?? plan.meshName;
  const id = deployment?.meshId ?? plan.meshId;
  if (name) return id === null ? name : `${name} (${id})`;
  if (plan.regions.length === 0) return null;
  return "Named when it is created";
}
