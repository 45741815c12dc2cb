import { describe, expect, it } from "vitest";
import type { Plan } from "../wire";
import { LANGUAGES } from "../words/languages";
import { before, type Given, sentence } from "./change";
import sentences from "./sentences.json";
import type { Field } from "./slots";

const PLAN = {
  organisation: "Acme",
  email: null,
  regions: ["fsn1"],
  size: "cpx42",
  workers: 2,
  highAvailability: false,
  domain: { mode: "pool", fqdn: "acme.omani.works", label: "acme", pool: "omani.works" },
  apps: ["wordpress", "nextcloud"],
  residency: null,
  meshName: null,
} as unknown as Plan;

const said = (field: Field, ...given: Given) => sentence(field, given, PLAN, "en", (slugs) => slugs.join(" and "));

describe("a change by click", () => {
  it.each<[Field, Given, string]>([
    ["organisation", ["Nordwind"], "Call it Nordwind."],
    ["organisation", ["$& {value}"], "Call it $& {value}."],
    ["email", ["a@b.example"], "My e-mail is a@b.example."],
    ["regions", ["fsn1", "hel1"], "fsn1, hel1"],
    ["size", ["ccx33"], "Use ccx33."],
    ["workers", ["3"], "3 workers."],
    ["workers", ["0"], "No workers."],
    ["highAvailability", ["yes"], "With high availability."],
    ["domain", ["x.example"], "Use the address x.example."],
    ["residency", ["eu"], "Our data stays in the EU."],
    ["mesh", ["wind"], "The mesh name is wind."],
    ["apps", ["wordpress", "nextcloud", "gitea"], "Add gitea."],
    ["apps", ["gitea", "wiki"], "Add gitea and wiki. Drop wordpress and nextcloud."],
    ["apps", [], "Drop wordpress and nextcloud."],
  ])("of %s to %s says %s", (field, given, text) => {
    expect(said(field, ...given)).toBe(text);
  });

  it("says nothing where nothing changes, nor where nothing is given", () => {
    for (const field of ["organisation", "regions", "size", "workers", "highAvailability", "domain", "apps"] as const)
      expect(said(field, ...before(field, PLAN)), field).toBeNull();
    expect(said("organisation", "  ")).toBeNull();
    expect(said("regions")).toBeNull();
    expect(said("residency", "none")).toBeNull();
  });

  it("is said in each of the page's languages", () => {
    expect(Object.keys(sentences).sort()).toEqual([...LANGUAGES].sort());
    for (const language of LANGUAGES)
      expect(sentence("organisation", ["Nordwind"], PLAN, language, String)).toContain("Nordwind");
  });
});
