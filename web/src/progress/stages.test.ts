import { describe, expect, it } from "vitest";
import type { DeploymentProgress } from "../conversation/fold";
import type { Job } from "../wire";
import { installed, percentInstalled, stages, workingJobs } from "./stages";

function deployment(
  components: Record<string, string>,
  jobs: Record<string, string> = {},
  more: Partial<DeploymentProgress> = {},
): DeploymentProgress {
  const all = Object.entries(jobs).map(([name, status]): [string, Job] => {
    const parent = name.startsWith("install-") ? "bootstrap-kit" : name === "bootstrap-kit" ? null : "provisioner";
    return [
      name,
      { name, status, label: name, parent, region: null, dependsOn: [], startedAt: null, finishedAt: null },
    ];
  });
  return {
    id: "d",
    fqdn: "a.omani.works",
    regions: [],
    mesh: null,
    createdAt: "",
    endedAt: null,
    status: "",
    lines: [],
    components: new Map(Object.entries(components)),
    jobs: new Map(all),
    consoleUrl: null,
    verdict: null,
    trouble: null,
    ...more,
  };
}

const tones = (given: DeploymentProgress) => stages(given).map((stage) => stage.tone);

describe("percentInstalled", () => {
  it("is installed of all known, components and jobs together", () => {
    const given = deployment({ cilium: "installed" }, { "install-cilium": "succeeded", "install-flux": "pending" });
    expect(installed(given)).toEqual({ done: 1, total: 2 });
    expect(percentInstalled(given)).toBe(50);
  });

  it("is 100 only when everything is installed", () => {
    const states = Object.fromEntries(
      Array.from({ length: 300 }, (_, i) => [`c${i}`, i === 0 ? "installing" : "installed"]),
    );
    expect(percentInstalled(deployment(states))).toBe(99);
  });

  it("is 0 before anything is known", () => {
    expect(percentInstalled(deployment({}))).toBe(0);
  });
});

describe("stages", () => {
  it("follows the jobs through the phases", () => {
    expect(tones(deployment({}))).toEqual(["pending", "pending", "pending"]);
    const servers = { "tofu-init": "succeeded", "tofu-apply": "running", "cluster-bootstrap": "pending" };
    expect(tones(deployment({}, servers))).toEqual(["running", "pending", "pending"]);
    const done = { "tofu-init": "succeeded", "cluster-bootstrap": "succeeded", "install-flux": "pending" };
    expect(tones(deployment({ cilium: "installed" }, done))).toEqual(["succeeded", "succeeded", "running"]);
  });

  it("shows a failed component, and a failure that no job tells of", () => {
    expect(tones(deployment({ cilium: "failed", flux: "installed" }))[2]).toBe("failed");
    const verdict = { outcome: "failed" as const, sentence: "", missing: [], cause: "", advice: null, step: "" };
    expect(tones(deployment({}, { "tofu-init": "succeeded" }, { verdict }))).toEqual([
      "succeeded",
      "failed",
      "pending",
    ]);
  });

  it("counts no groups", () => {
    const given = deployment({}, { "bootstrap-kit": "running", "install-flux": "running" });
    expect(workingJobs(given.jobs).map((job) => job.name)).toEqual(["install-flux"]);
  });
});
