import { describe, expect, it } from "vitest";
import type { DeploymentProgress } from "../conversation/fold";
import { listed } from "../interface/words";
import { names } from "../plan/names";
import { regionProgress } from "./regions";

function deployment(components: Record<string, string>, regions: string[]): DeploymentProgress {
  return {
    id: "d",
    fqdn: "a.omani.works",
    regions,
    mesh: null,
    createdAt: "",
    endedAt: null,
    status: "",
    lines: [],
    components: new Map(Object.entries(components)),
    jobs: new Map(),
    consoleUrl: null,
    verdict: null,
    trouble: null,
  };
}

names.value = { regions: { nbg1: "Nuremberg", hel1: "Helsinki", ash: "Ashburn" }, apps: {} };

describe("regionProgress", () => {
  it("has one entry for each region, in the order of the plan and not of the alphabet", () => {
    const found = regionProgress(
      deployment(
        { "ash-2:gitea": "installing", "hel1-1:gitea": "failed", gitea: "installed", "hel1-1:cilium": "installed" },
        ["nbg1", "hel1", "ash"],
      ),
    );
    expect(found.map((one) => one.title)).toEqual(["Nuremberg (nbg1)", "Helsinki (hel1)", "Ashburn (ash)"]);
    expect(found.map((one) => [one.done, one.total])).toEqual([
      [1, 1],
      [1, 2],
      [0, 1],
    ]);
    expect(found.map((one) => one.tone)).toEqual(["succeeded", "failed", "running"]);
    expect(found[1]?.failed).toEqual(["gitea"]);
  });

  it("keeps a hyphen of the component out of the region", () => {
    const [only] = regionProgress(deployment({ "cert-manager": "pending" }, []));
    expect(only?.title).toBe("First region");
    expect(only?.components).toEqual([["cert-manager", "pending"]]);
  });
});

describe("listed", () => {
  it("says a few names and counts the rest", () => {
    expect(listed(["harbor"])).toBe("harbor");
    expect(listed(["harbor", "gitea"])).toBe("harbor and gitea");
    expect(listed(["a", "b", "c", "d", "e", "f"])).toBe("a, b, c, and 3 more");
  });
});
