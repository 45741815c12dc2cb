import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef } from "preact/hooks";
import { words } from "../words";
import { CrossIcon } from "./icons";

interface DialogProps {
  title: string;
  onClose(): void;
  children: ComponentChildren;
  testId?: string;
}

/** The browser's own modal: it keeps focus inside, closes on Escape and gives focus back. */
export function Dialog({ title, onClose, children, testId }: DialogProps) {
  const element = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useEffect(() => {
    const dialog = element.current;
    if (dialog && !dialog.open) dialog.showModal();
    return () => dialog?.close();
  }, []);
  return (
    <dialog ref={element} class="dialog" aria-labelledby={titleId} onClose={onClose} data-testid={testId}>
      <header class="dialog-head">
        <h2 id={titleId}>{title}</h2>
        <button type="button" class="icon-button" aria-label={words.value.page.close} onClick={onClose}>
          <CrossIcon />
        </button>
      </header>
      {children}
    </dialog>
  );
}
