import { describe, expect, it } from "vitest";
import { ShownTracker } from "./shown";

describe("ShownTracker", () => {
  it("rises with what is in view and never falls", () => {
    const tracker = new ShownTracker(true);
    tracker.end(4, true);
    expect(tracker.due()).toBe(4);
    tracker.end(2, true);
    expect(tracker.due()).toBe(4);
    tracker.end(9, true);
    expect(tracker.due()).toBe(9);
  });

  it("owes nothing that the log has", () => {
    const tracker = new ShownTracker(true);
    tracker.end(4, true);
    tracker.logged(4);
    expect(tracker.due()).toBeNull();
  });

  it("counts nothing in a hidden page, and what is in view once it is looked at", () => {
    const tracker = new ShownTracker(false);
    tracker.end(3, true);
    tracker.end(5, true);
    tracker.end(5, false);
    expect(tracker.due()).toBeNull();
    tracker.visible(true);
    expect(tracker.due()).toBe(3);
  });

  it("claims nothing at or after a read-back whose end wasn't seen", () => {
    const tracker = new ShownTracker(true);
    tracker.said(3, false);
    tracker.said(5, true);
    tracker.said(7, false);
    tracker.end(3, true);
    tracker.end(7, true);
    expect(tracker.due()).toBe(3);
    tracker.end(5, true);
    expect(tracker.due()).toBe(7);
  });

  it("isn't held back by a read-back that a newer one replaced", () => {
    const tracker = new ShownTracker(true);
    tracker.said(5, true);
    tracker.said(8, true);
    tracker.end(8, true);
    expect(tracker.due()).toBe(8);
  });

  it("isn't held back by a read-back that was shown before a reload", () => {
    const tracker = new ShownTracker(true);
    tracker.said(5, true);
    tracker.logged(5);
    tracker.end(7, true);
    expect(tracker.due()).toBe(7);
  });
});
