import type { Plan, PlanProblem, StateView } from "../wire";
import { wordFor, words } from "../words";
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
const FIELDS: readonly Field[] = [
  "organisation",
  "email",
  "regions",
  "size",
  "workers",
  "highAvailability",
  "domain",
  "apps",
  "residency",
  "mesh",
];

export function city(region: string): string {
  const name = place(region);
  return name ? `${name} (${region})` : region;
}

/** As the page's language calls it, else as the service does. */
export function place(region: string): string | undefined {
  return wordFor(words.value.plan.cities, region) ?? names.value.regions[region];
}

export function price(amount: number, currency = "EUR"): string {
  return new Intl.NumberFormat(words.value.tag, { style: "currency", currency }).format(amount);
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
  const { plan } = words.value;
  return FIELDS.filter((field) => field !== "mesh" || hasMesh(state)).map((field) => {
    const value = shownValue(field, state);
    return {
      field,
      label: field === "regions" && state.plan.regions.length === 1 ? plan.region : plan.slots[field],
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
  const rows = new Set<string>(FIELDS);
  return state.problems.filter((problem) => !rows.has(rowOf(problem.field)));
}

/** One line for the folded sheet on a phone. */
export function summary(state: StateView): string {
  const { plan, estimate } = state;
  const known = [plan.organisation, plan.regions.map((id) => place(id) ?? id).join(" + ")].filter(Boolean);
  if (known.length === 0) return words.value.plan.nothing;
  const cost = estimate.monthly > 0 ? [words.value.plan.monthlyShort(price(estimate.monthly, estimate.currency))] : [];
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
  const { comma, plan: says } = words.value;
  switch (field) {
    case "organisation":
    case "email":
    case "size":
      return plan[field];
    case "regions":
      return plan.regions.length > 0 ? plan.regions.map(city).join(comma) : null;
    case "workers":
      return workers(plan);
    case "highAvailability":
      return plan.highAvailability ? says.available : says.notAvailable;
    case "domain":
      return plan.domain.fqdn;
    case "apps":
      return plan.apps.length > 0 ? plan.apps.map(appName).join(comma) : says.noApps;
    case "residency":
      return plan.residency ? (wordFor(says.areas, plan.residency) ?? plan.residency.toUpperCase()) : says.anywhere;
    case "mesh":
      return mesh(state);
  }
}

function workers(plan: Plan): string | null {
  if (plan.regions.length === 0) return null;
  const counts = plan.workersByRegion.length > 0 ? plan.workersByRegion : plan.regions.map(() => plan.workers);
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (total === 0) return words.value.plan.noWorkers;
  const size = plan.workerSize ? ` × ${plan.workerSize}` : "";
  if (counts.length === 1) return `${total}${size}`;
  const isEven = counts.every((count) => count === counts[0]);
  return isEven ? words.value.plan.inEach(`${counts[0]}${size}`) : `${counts.join(" + ")}${size}`;
}

function mesh({ plan, deployment }: StateView): string | null {
  const name = deployment?.meshName ?? plan.meshName;
  const id = deployment?.meshId ?? plan.meshId;
  if (name) return id === null ? name : `${name} (${id})`;
  if (plan.regions.length === 0) return null;
  return words.value.plan.meshLater;
}
