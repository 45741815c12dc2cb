import { useState } from "preact/hooks";
import type { SandboxApi } from "./api";
import { ask, reach, stop, wish } from "./notify";

/** Whether this device is told when a session waits for its person: asked for, and ended, by a press. */
export function TellMe({ api, label }: { api: SandboxApi; label: string }) {
  const [isBusy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState("");
  const does = async (work: (api: SandboxApi) => Promise<void>) => {
    setBusy(true);
    setTrouble("");
    try {
      await work(api);
    } catch {
      setTrouble("That couldn't be changed just now. Try again.");
    }
    setBusy(false);
  };
  if (wish.value === "open")
    return (
      <button
        type="button"
        class="quiet-button tell-me"
        disabled={isBusy}
        data-testid="notify"
        onClick={() => void does(ask)}
      >
        {label}
      </button>
    );
  if (wish.value !== "wanted") return null;
  return (
    <p class="hint tell-me" role="status" data-testid="notify-wanted">
      {reach.value === "push"
        ? "This device is told when a session waits for you, this page closed or not."
        : "You are told when a session waits for you, as long as its page is open."}{" "}
      <button
        type="button"
        class="text-button"
        disabled={isBusy}
        data-testid="notify-stop"
        onClick={() => void does(stop)}
      >
        Stop
      </button>
      {trouble && (
        <span class="form-problem" role="alert">
          {trouble}
        </span>
      )}
    </p>
  );
}
