import { useEffect, useRef } from "preact/hooks";
import { useSession } from "../interface/context";
import { PencilIcon } from "../interface/icons";
import { Part, usePart } from "../interface/part";
import type { StateView } from "../wire";
import { words } from "../words";
import type { Slot } from "./slots";

interface ChangeProps {
  slot: Slot;
  state: StateView;
  onDone(): void;
}

interface ButtonProps {
  slot: Slot;
  isOn: boolean;
  onChange(isOn: boolean): void;
}

export function ChangeButton({ slot, isOn, onChange }: ButtonProps) {
  const button = useRef<HTMLButtonElement>(null);
  const wasOn = useRef(false);
  useEffect(() => {
    // The form takes the focus and gives it back.
    if (wasOn.current && !isOn) button.current?.focus();
    wasOn.current = isOn;
  }, [isOn]);
  return (
    <button
      ref={button}
      type="button"
      class="icon-button slot-change"
      aria-label={words.value.plan.change(slot.label)}
      aria-expanded={isOn}
      data-testid={`change-${slot.field}`}
      onClick={() => onChange(!isOn)}
    >
      <PencilIcon />
    </button>
  );
}

/** The forms are a file of their own; without it one can still say it. */
const FORM = new Part(async () => (await import("./ChangeForm")).ChangeForm);

export function Change({ slot, state, onDone }: ChangeProps) {
  const session = useSession();
  const Form = usePart(FORM, true, (error) => {
    session.report(error);
    onDone();
  });
  return Form && <Form field={slot.field} label={slot.label} state={state} onDone={onDone} />;
}
