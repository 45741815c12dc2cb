/**
 * What a person does with the page as the server sends it, before its program is there: typed text is kept, what was sent stands in
 * the conversation, an example goes into the field, another button is pressed later. `take` hands all of it over.
 */
export interface Taken {
  /** Sent already, in this order. */
  said: readonly string[];
  /** What stands in the field. */
  draft: string;
  /** The last button that nothing could answer yet. */
  pressed: HTMLButtonElement | null;
}

export class Early {
  private readonly said: string[] = [];
  private readonly shown: HTMLElement[] = [];
  private pressed: HTMLButtonElement | null = null;
  private readonly done = new AbortController();

  constructor(
    private readonly root: HTMLElement,
    private readonly field: HTMLTextAreaElement,
  ) {
    const { signal } = this.done;
    field.addEventListener("input", () => this.look(), { signal });
    field.addEventListener("keydown", (event) => this.key(event), { signal });
    root.addEventListener("click", (event) => this.click(event), { signal });
    root.addEventListener("submit", (event) => this.submit(event), { signal });
    // A browser may have brought back what stood there.
    this.look();
  }

  /** From here on the program itself listens. */
  take(): Taken {
    this.done.abort();
    for (const bubble of this.shown) bubble.remove();
    return { said: this.said, draft: this.field.value, pressed: this.pressed };
  }

  private look(): void {
    const send = this.root.querySelector<HTMLButtonElement>(".send");
    if (send) send.disabled = !this.field.value.trim();
  }

  private key(event: KeyboardEvent): void {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.send();
  }

  private submit(event: Event): void {
    event.preventDefault();
    this.send();
  }

  private send(): void {
    const text = this.field.value.trim();
    if (!text) return;
    this.said.push(text);
    this.show(text);
    this.field.value = "";
    this.field.focus();
    this.look();
  }

  private click(event: MouseEvent): void {
    const button = (event.target as Element).closest("button");
    if (!button || button.type === "submit") return;
    if (button.classList.contains("example")) {
      this.field.value = `${button.textContent ?? ""} `;
      this.field.focus();
      this.look();
    } else this.pressed = button;
  }

  private show(text: string): void {
    const bubble = document.createElement("div");
    bubble.className = "message user is-pending";
    bubble.dir = "auto";
    bubble.dataset.testid = "message-pending";
    bubble.append(Object.assign(document.createElement("p"), { textContent: text }));
    this.root.querySelector(".scroller > .column")?.append(bubble);
    this.shown.push(bubble);
  }
}
