import { useId } from "preact/hooks";
import { Dialog } from "../interface/Dialog";
import type { VoiceControl } from "./control";
import type { Mode } from "./machine";
import { voiceWords } from "./words";

/** Which microphone, hands-free or by holding, which keys, and whose voice. */
export function VoiceOptions({ control, onClose }: { control: VoiceControl; onClose(): void }) {
  const id = useId();
  const words = voiceWords(control.session.language.value).options;
  const { mode } = control.state.value;
  return (
    <Dialog title={words.title} onClose={onClose} testId="voice-options">
      <div class="field">
        <label for={`${id}-microphone`}>{words.microphone}</label>
        <select
          id={`${id}-microphone`}
          class="text-field"
          data-testid="voice-microphone"
          value={control.chosenMicrophone}
          onChange={(event) => void control.chooseMicrophone(event.currentTarget.value)}
        >
          {control.devices.value.length === 0 && <option value="">{words.standard}</option>}
          {control.devices.value.map((device) => (
            <option key={device.id} value={device.id}>
              {device.label}
            </option>
          ))}
        </select>
      </div>
      <fieldset class="voice-choices">
        <legend>{words.way}</legend>
        {(["free", "hold"] satisfies Mode[]).map((way) => (
          <label class="voice-choice" key={way}>
            <input
              type="radio"
              name={`${id}-way`}
              checked={mode === way}
              data-testid={`voice-way-${way}`}
              onChange={() => control.setMode(way)}
            />
            <span>{words[way]}</span>
          </label>
        ))}
      </fieldset>
      <Choice
        label={words.keys}
        hint={words.keysHint}
        testId="voice-keys"
        isOn={control.hasKeys.value}
        onChange={(isOn) => control.keysWanted(isOn)}
      />
      {control.canReadAloud.value && (
        <Choice
          label={words.aloud}
          hint={words.aloudHint}
          testId="voice-aloud"
          isOn={control.isAloud.value}
          onChange={(isOn) => control.readAloudWanted(isOn)}
        />
      )}
      <div class="dialog-actions">
        <button type="button" class="button primary" onClick={onClose}>
          {words.done}
        </button>
      </div>
    </Dialog>
  );
}

interface ChoiceProps {
  label: string;
  hint: string;
  testId: string;
  isOn: boolean;
  onChange(isOn: boolean): void;
}

function Choice({ label, hint, testId, isOn, onChange }: ChoiceProps) {
  return (
    <label class="voice-choice">
      <input
        type="checkbox"
        checked={isOn}
        data-testid={testId}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
      <span>
        {label}
        <span class="hint">{hint}</span>
      </span>
    </label>
  );
}
