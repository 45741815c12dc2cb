import type { Plan } from "../wire";
import type { Language } from "../words/languages";
import sentences from "./sentences.json";
import type { Field } from "./slots";

type Says = (typeof sentences)["en"];

const SAYS: Record<Language, Says> = sentences;

/** What a form holds: one value, or all that are chosen of a list. */
export type Given = readonly string[];

/**
 * What a person would say to change one row of the plan; null where nothing changes. A change by click goes the way of
 * every other one: it stands in the conversation, is understood, validated and answered.
 *
 * @param called how an app is called
 */
export function sentence(
  field: Field,
  given: Given,
  plan: Plan,
  language: Language,
  called: (slugs: readonly string[]) => string,
): string | null {
  const says = SAYS[language];
  const [value = ""] = given;
  const say = (key: keyof Says, text = value) => says[key].replace("{value}", () => text);
  if (isAsBefore(field, given, plan)) return null;
  switch (field) {
    case "organisation":
    case "email":
    case "size":
    case "domain":
    case "mesh":
      return say(field);
    case "regions":
      // Ids are understood in every language.
      return given.length > 0 ? given.join(", ") : null;
    case "workers":
      return value === "0" ? say("noWorkers") : say(field);
    case "highAvailability":
      return say(value === "yes" ? "available" : "notAvailable");
    case "residency":
      return say(value === "eu" ? "eu" : value === "us" ? "us" : "anywhere");
    case "apps": {
      const more = given.filter((slug) => !plan.apps.includes(slug));
      const less = plan.apps.filter((slug) => !given.includes(slug));
      return [more.length > 0 && say("add", called(more)), less.length > 0 && say("drop", called(less))]
        .filter(Boolean)
        .join(" ");
    }
  }
}

function isAsBefore(field: Field, given: Given, plan: Plan): boolean {
  return given.join() === before(field, plan).join() || (field !== "regions" && field !== "apps" && !given[0]?.trim());
}

/** What the form begins with. */
export function before(field: Field, plan: Plan): Given {
  switch (field) {
    case "organisation":
    case "email":
    case "size":
      return [plan[field] ?? ""];
    case "domain":
      return [plan.domain.fqdn ?? ""];
    case "mesh":
      return [plan.meshName ?? ""];
    case "workers":
      return [String(plan.workers)];
    case "highAvailability":
      return [plan.highAvailability ? "yes" : "no"];
    case "residency":
      return [plan.residency ?? "none"];
    case "regions":
    case "apps":
      return plan[field];
  }
}
