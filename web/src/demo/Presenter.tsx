import { useEffect, useRef } from "preact/hooks";
import { CheckIcon, ChevronIcon } from "../interface/icons";
import { MANNERS, type Manner } from "./aloud";
import type { Demo } from "./Demo";
import { BackIcon, PauseIcon, PlayIcon, StepIcon } from "./demoIcons";
import { FAULTS, PROSPECTS } from "./prospects";
import { SPEEDS } from "./runner";

/** Beside the page, or above it where it is narrow: what a presenter needs at hand, and below it the rest. */
export function Presenter({ demo }: { demo: Demo }) {
  const { runner } = demo;
  const isPlaying = runner.mode.value === "playing";
  const trouble = runner.trouble.value || demo.trouble.value;
  return (
    <aside class="presenter" aria-label="Presenter" data-testid="presenter" data-mode={runner.mode.value}>
      <h2 class="presenter-title">Presenter</h2>
      <fieldset class="presenter-hand">
        <legend class="visually-hidden">Showing</legend>
        <button
          type="button"
          class="button primary"
          data-testid="demo-play"
          disabled={runner.isAtEnd.value}
          onClick={() => (isPlaying ? runner.pause() : runner.play())}
        >
          {isPlaying ? <PauseIcon /> : <PlayIcon />}
          {isPlaying ? "Pause" : "Play"}
        </button>
        <button
          type="button"
          class="button"
          data-testid="demo-step"
          disabled={runner.isAtEnd.value || isPlaying}
          onClick={() => runner.step()}
        >
          <StepIcon />
          Step
        </button>
        <button type="button" class="button" data-testid="demo-reset" onClick={() => void demo.reset()}>
          <BackIcon />
          Reset
        </button>
      </fieldset>
      {trouble && (
        <p class="form-problem" role="alert" data-testid="demo-trouble">
          {trouble}
        </p>
      )}
      <details class="presenter-rest" open={matchMedia("(min-width: 1100px)").matches}>
        <summary>
          <span>{demo.replay.value ? "Recording" : demo.prospect.value.name}</span>
          <span class="hint">
            {Math.min(runner.at.value + 1, runner.steps.value.length)} of {runner.steps.value.length}
          </span>
          <ChevronIcon />
        </summary>
        {demo.replay.value ? <OfRecording demo={demo} /> : <OfScript demo={demo} />}
        <Speaking demo={demo} />
        <Speed demo={demo} />
        <Steps demo={demo} />
        <Files demo={demo} />
      </details>
    </aside>
  );
}

function OfScript({ demo }: { demo: Demo }) {
  return (
    <>
      <fieldset class="presenter-prospects">
        <legend>Prospect</legend>
        {PROSPECTS.map(({ id, name }) => (
          <button
            type="button"
            key={id}
            class="chip"
            aria-pressed={demo.prospect.value.id === id}
            data-testid={`prospect-${id}`}
            onClick={() => void demo.choose(id)}
          >
            {name}
          </button>
        ))}
      </fieldset>
      <p class="hint">{demo.prospect.value.who}</p>
      <label class="presenter-field">
        <span>With the next cloud</span>
        <select
          class="text-field"
          data-testid="demo-fault"
          value={demo.fault.value}
          onChange={(event) => void demo.wish(event.currentTarget.value)}
        >
          {FAULTS.map(({ name, title }) => (
            <option key={name} value={name}>
              {title}
            </option>
          ))}
        </select>
      </label>
      {demo.mail.value && (
        <p class="presenter-mail" data-testid="demo-mail">
          Mail to {demo.mail.value.to}: code <strong>{demo.mail.value.code}</strong>
        </p>
      )}
    </>
  );
}

function OfRecording({ demo }: { demo: Demo }) {
  return (
    <div class="presenter-field" data-testid="demo-replay">
      <p class="hint">What you see was recorded. Nothing is asked of the service.</p>
      <button type="button" class="button" data-testid="demo-live" onClick={() => void demo.live()}>
        Back to the live page
      </button>
    </div>
  );
}

/** Only what is there can be chosen. */
function Speaking({ demo }: { demo: Demo }) {
  const there = demo.manners.value;
  if (there.length < 2) return null;
  return (
    <label class="presenter-field">
      <span>Prospects' lines</span>
      <select
        class="text-field"
        data-testid="demo-manner"
        value={demo.manner.value}
        onChange={(event) => demo.speak(event.currentTarget.value as Manner)}
      >
        {MANNERS.filter(({ id }) => there.includes(id)).map(({ id, title }) => (
          <option key={id} value={id}>
            {title}
          </option>
        ))}
      </select>
    </label>
  );
}

function Speed({ demo }: { demo: Demo }) {
  return (
    <div class="presenter-field">
      <span aria-hidden="true">Speed</span>
      <fieldset class="segmented presenter-speed">
        <legend class="visually-hidden">Speed</legend>
        {SPEEDS.map((speed) => (
          <button
            type="button"
            key={speed}
            aria-pressed={demo.runner.speed.value === speed}
            data-testid={`demo-speed-${speed}`}
            onClick={() => void demo.speed(speed)}
          >
            {speed === 0.5 ? "½" : speed}×
          </button>
        ))}
      </fieldset>
    </div>
  );
}

function Steps({ demo }: { demo: Demo }) {
  const { runner } = demo;
  const list = useRef<HTMLOListElement>(null);
  const at = runner.at.value;
  useEffect(() => {
    const box = list.current;
    const next = box?.children[at] as HTMLElement | undefined;
    if (box && next) box.scrollTop = next.offsetTop - box.offsetTop - box.clientHeight / 3;
  }, [at]);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a list that scrolls must be reachable by keyboard
    <ol class="presenter-steps" aria-label="Steps" ref={list} tabIndex={0}>
      {runner.steps.value.map((step, place) => (
        <li
          key={place}
          class={place < at ? "is-done" : place === at ? "is-next" : ""}
          aria-current={place === at ? "step" : undefined}
          data-testid="demo-step-line"
        >
          {place < at && <CheckIcon size={14} />}
          <span dir="auto">{step.title}</span>
        </li>
      ))}
    </ol>
  );
}

function Files({ demo }: { demo: Demo }) {
  return (
    <div class="presenter-files">
      {!demo.replay.value && (
        <button type="button" class="button" data-testid="demo-save" onClick={() => demo.save()}>
          Save recording
        </button>
      )}
      <label class="button presenter-open">
        Open recording
        <input
          class="visually-hidden"
          type="file"
          accept="application/json,.json"
          data-testid="demo-open"
          onChange={(event) => {
            const file = event.currentTarget.files?.[0];
            event.currentTarget.value = "";
            if (file) void demo.open(file);
          }}
        />
      </label>
    </div>
  );
}
