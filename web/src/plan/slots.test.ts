import { describe, expect, it } from "vitest";
import type { Plan, StateView } from "../wire";
import { names } from "./names";
import { otherProblems, slots, summary } from "./slots";

const EMPTY_PLAN: Plan = {
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
};

function state(plan: Partial<Plan>, more: Partial<StateView> = {}): StateView {
  return {
    plan: { ...EMPTY_PLAN, ...plan },
    missing: [],
    problems: [],
    estimate: { currency: "EUR", monthly: 0 },
    deployment: null,
    ...more,
  } as StateView;
}

const row = (given: StateView, field: string) => slots(given).find((slot) => slot.field === field);

names.value = {
  regions: { fsn1: "Falkenstein", nbg1: "Nuremberg", hel1: "Helsinki", ash: "Ashburn", hil: "Hillsboro" },
  apps: { "cal-com": "Cal.com", wordpress: "WordPress" },
};

describe("slots", () => {
  it("has a row for every field, open and missing at first", () => {
    const given = state({}, { missing: ["organisation", "email"] });
    expect(slots(given).map((slot) => slot.field)).toEqual([
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
    ]);
    expect(row(given, "organisation")).toMatchObject({ value: null, isMissing: true });
    expect(row(given, "regions")).toMatchObject({ value: null, isMissing: false });
  });

  it("names cities beside the ids, and leaves unknown ids as they are", () => {
    expect(row(state({ regions: ["fsn1", "xyz9"] }), "regions")?.value).toBe("Falkenstein (fsn1), xyz9");
  });

  it("says how workers are spread", () => {
    const two = { regions: ["fsn1", "hel1"], workerSize: "cpx42" };
    expect(row(state({ ...two, workers: 4, workersByRegion: [4, 4] }), "workers")?.value).toBe(
      "4 × cpx42 in each region",
    );
    expect(row(state({ ...two, workers: 3, workersByRegion: [2, 1] }), "workers")?.value).toBe("2 + 1 × cpx42");
    expect(row(state({ regions: ["fsn1"] }), "workers")?.value).toBe("None");
  });

  it("says nothing of a mesh where one region needs none", () => {
    expect(row(state({ regions: ["fsn1"] }), "mesh")).toBeUndefined();
    expect(row(state({ regions: ["fsn1"], meshName: "alnoor-mesh" }), "mesh")?.value).toContain("alnoor-mesh");
  });

  it("shows the mesh that the deployment got", () => {
    const deployment = { meshName: "alnoor-mesh", meshId: 7 } as StateView["deployment"];
    expect(row(state({ regions: ["fsn1", "hel1"] }), "mesh")?.value).toBe("Named when it is created");
    expect(row(state({ regions: ["fsn1", "hel1"] }, { deployment }), "mesh")?.value).toBe("alnoor-mesh (7)");
  });

  it("puts problems beside the slot they are of, and the rest below", () => {
    const problem = (field: string) => ({ field, code: `${field}_bad`, message: "", suggestions: [], blocking: true });
    const given = state({}, { problems: [problem("workerSize"), problem("domain"), problem("credentials")] });
    expect(row(given, "workers")?.problems.map((one) => one.field)).toEqual(["workerSize"]);
    expect(row(given, "domain")?.problems).toHaveLength(1);
    expect(otherProblems(given).map((one) => one.field)).toEqual(["credentials"]);
  });
});

describe("summary", () => {
  it("fits on one line", () => {
    expect(summary(state({}))).toBe("Nothing decided yet");
    const given = state(
      { organisation: "Al Noor", regions: ["fsn1"] },
      { estimate: { currency: "EUR", monthly: 25.49 } },
    );
    expect(summary(given)).toBe("about €25.49 a month · Al Noor · Falkenstein");
  });
});
