import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import { focusComposer } from "../conversation/focus";
import { Dialog } from "../interface/Dialog";
import { CrossIcon, MicrophoneIcon, MicrophoneOffIcon } from "../interface/icons";
import type { VoiceControl } from "./control";
import { useVoiceKeys } from "./keys";
import { Level } from "./Level";
import { StateIcon } from "./StateIcon";
import { VoiceOptions } from "./VoiceOptions";
import { SettingsIcon, StopIcon } from "./voiceIcons";
import { voiceWords } from "./words";

/** What is asked for is better typed: an address, a code, a key. */
const BETTER_TYPED: readonly string[] = ["email", "email_code", "secret"];

/** The control while the voice is on, or says why it isn't. */
export function VoicePanel({ control }: { control: VoiceControl }) {
  const { session } = control;
  const state = control.state.value;
  const words = voiceWords(session.language.value);
  const announcement = control.announcement.value;
  const [isDismissed, setDismissed] = useState(false);
  useVoiceKeys(control);
  useEffect(() => setDismissed(false), [state.dial, state.stage]);
  return (
    <>
      <p class="visually-hidden" role="status" data-testid="voice-announcement">
        {announcement && `${words.states[announcement].title}. ${words.states[announcement].hint}`}
      </p>
      {state.stage === "explaining" && <Explanation control={control} />}
      {state.stage !== "off" && state.stage !== "explaining" && !isDismissed && (
        <Bar control={control} onDismiss={() => setDismissed(true)} />
      )}
    </>
  );
}

function Bar({ control, onDismiss }: { control: VoiceControl; onDismiss(): void }) {
  const { session } = control;
  const state = control.state.value;
  const shown = control.shown.value;
  const words = voiceWords(session.language.value);
  const [areOptionsOpen, setOptionsOpen] = useState(false);
  const isFailed = state.stage === "failed";
  const isSpeaking = shown === "speaking" || control.isBrowserTalking.value;
  return (
    <section class={`voice-bar is-${shown}`} aria-label={words.region} data-testid="voice-bar" data-state={shown}>
      <span class="voice-state">
        <StateIcon shown={shown} />
      </span>
      <div class="voice-words">
        <strong data-testid="voice-state">{words.states[shown].title}</strong>
        <span class="hint">{words.states[shown].hint}</span>
      </div>
      {!isFailed && <Level control={control} />}
      <div class="voice-actions">
        {isFailed ? (
          <button type="button" class="button" data-testid="voice-again" onClick={() => control.tap()}>
            {words.again}
          </button>
        ) : (
          <>
            <IconButton
              label={state.muted ? words.unmute : words.mute}
              testId="voice-mute"
              isOff={state.muted}
              onClick={() => control.mute()}
            >
              {state.muted ? <MicrophoneOffIcon /> : <MicrophoneIcon />}
            </IconButton>
            {/* The same place for both: nothing moves when we begin to speak. */}
            {isSpeaking ? (
              <IconButton label={words.interrupt} testId="voice-interrupt" onClick={() => control.interrupt()}>
                <StopIcon />
              </IconButton>
            ) : (
              <IconButton label={words.settings} testId="voice-settings" onClick={() => setOptionsOpen(true)}>
                <SettingsIcon />
              </IconButton>
            )}
          </>
        )}
        <IconButton
          label={words.end}
          testId="voice-end"
          onClick={() => {
            control.end();
            onDismiss();
            focusComposer();
          }}
        >
          <CrossIcon />
        </IconButton>
      </div>
      {shown === "denied" && (
        <details class="voice-more">
          <summary>{words.denied.title}</summary>
          <p>{words.denied.steps}</p>
        </details>
      )}
      {!isFailed && <Offers control={control} />}
      {areOptionsOpen && <VoiceOptions control={control} onClose={() => setOptionsOpen(false)} />}
    </section>
  );
}

/** What a person may want to do with a hand just now. */
function Offers({ control }: { control: VoiceControl }) {
  const { session } = control;
  const words = voiceWords(session.language.value);
  const asking = session.asking.value;
  const isTypingBetter = asking !== null && BETTER_TYPED.includes(asking);
  if (!isTypingBetter && !control.isBlocked.value) return null;
  return (
    <div class="voice-offers">
      {isTypingBetter && (
        <button type="button" class="chip" data-testid="type-instead" onClick={() => toField(asking)}>
          {words.typeInstead}
        </button>
      )}
      {control.isBlocked.value && (
        <button type="button" class="chip" data-testid="voice-hear" onClick={() => control.unblock()}>
          {words.hear}
        </button>
      )}
    </div>
  );
}

/** A code and a secret have fields of their own. */
function toField(asking: string): void {
  const own: Record<string, string> = { email_code: "#code-input", secret: ".secret-form input" };
  const field = own[asking] ? document.querySelector<HTMLInputElement>(own[asking]) : null;
  if (field) field.focus();
  else focusComposer();
}

function Explanation({ control }: { control: VoiceControl }) {
  const words = voiceWords(control.session.language.value).explain;
  return (
    <Dialog title={words.title} onClose={() => control.explained(false)} testId="voice-explanation">
      <p>{words.text}</p>
      <p class="hint">{words.rest}</p>
      <div class="dialog-actions">
        <button type="button" class="button" data-testid="voice-no" onClick={() => control.explained(false)}>
          {words.no}
        </button>
        <button type="button" class="button primary" data-testid="voice-yes" onClick={() => control.explained(true)}>
          {words.yes}
        </button>
      </div>
    </Dialog>
  );
}

interface IconButtonProps {
  label: string;
  testId: string;
  /** What it is about is turned off: seen in every state, also while something else is said in words. */
  isOff?: boolean;
  onClick(): void;
  children: ComponentChildren;
}

function IconButton({ label, testId, isOff = false, onClick, children }: IconButtonProps) {
  return (
    <button
      type="button"
      class={isOff ? "icon-button is-off" : "icon-button"}
      aria-label={label}
      title={label}
      data-testid={testId}
      onClick={onClick}
    >
      {children}
    </button>
  );
}
