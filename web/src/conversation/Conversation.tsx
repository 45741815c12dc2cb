import { Component } from "preact";
import { useCallback, useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { Breakable } from "../interface/Breakable";
import { useSession } from "../interface/context";
import { ofLanguage, ofText } from "../interface/direction";
import { Notices } from "../interface/Notices";
import { clock } from "../interface/time";
import { city } from "../plan/slots";
import { OutcomeCard } from "../progress/OutcomeCard";
import type { Pending } from "../session/outbox";
import type { Session } from "../session/session";
import { VoiceSlot } from "../voice/VoiceButton";
import { words } from "../words";
import { CodeField } from "./CodeField";
import { Composer } from "./Composer";
import { pressed } from "./focus";
import type { TimelineItem } from "./fold";
import { lastWords, useHeard } from "./heard";
import { MessageText } from "./MessageText";
import { ReadBackCard } from "./ReadBackCard";
import { SecretForm } from "./SecretForm";
import { Sentinel } from "./Sentinel";
import { Welcome } from "./Welcome";

/** How far from the bottom still counts as reading the newest. */
const NEAR_PX = 140;
/** So many messages together are laid out and painted only when they come near. */
const STRETCH = 24;

export function Conversation() {
  const session = useSession();
  const scroller = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const isNear = useRef(true);
  const view = session.view.value;
  const secrets = session.secretsWanted.value;
  const asksCode = session.asking.value === "email_code" && !view.closed;

  const toBottom = () => {
    const box = scroller.current;
    if (box && isNear.current) box.scrollTop = box.scrollHeight;
  };
  useLayoutEffect(() => {
    // With nothing to scroll to, asking for heights would only have the page laid out before it is first shown.
    if (view.timeline.length > 0 || session.pending.value.length > 0) toBottom();
  });
  // A form taller than the screen is read from its beginning.
  const showFromTop = useCallback((form: HTMLElement) => {
    isNear.current = false;
    form.scrollIntoView({ block: "start" });
  }, []);
  useEffect(() => {
    if (!content.current || !scroller.current) return;
    const observer = new ResizeObserver(toBottom);
    observer.observe(content.current);
    observer.observe(scroller.current);
    return () => observer.disconnect();
  }, []);

  return (
    <main
      class="conversation"
      id="conversation"
      aria-label={words.value.talk.region}
      lang={session.language.value}
      dir={ofLanguage(session.language.value)}
    >
      <section
        class="scroller"
        aria-label={words.value.talk.messages}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
        tabIndex={0}
        ref={scroller}
        onScroll={(event) => {
          const box = event.currentTarget;
          isNear.current = box.scrollHeight - box.scrollTop - box.clientHeight < NEAR_PX;
        }}
      >
        <div class="column" ref={content}>
          <Welcome />
          <div class="messages" role="log" aria-live="polite" aria-relevant="additions">
            {stretches(view.timeline).map((items, place) => (
              <div class="stretch" key={place}>
                {items.map((item) => (
                  <Kept
                    key={keyOf(item)}
                    item={item}
                    isNewest={item.seq === view.newestSaid}
                    isShown={item.seq <= view.shownUpto}
                  />
                ))}
              </div>
            ))}
          </div>
          <BeingSaid />
          {session.pending.value.map((item) => (
            <PendingMessage key={item.key} item={item} onOwnMessage={() => (isNear.current = true)} />
          ))}
          {session.turnOpen.value && <Typing />}
          {secrets.length > 0 && <SecretForm names={secrets} onAppear={showFromTop} />}
        </div>
      </section>
      <div class="dock">
        <div class="column">
          <Notices />
          {asksCode && <CodeField />}
          <VoiceSlot />
          <Composer />
        </div>
      </div>
    </main>
  );
}

function stretches(items: readonly TimelineItem[]): (readonly TimelineItem[])[] {
  return Array.from({ length: Math.ceil(items.length / STRETCH) }, (_, place) =>
    items.slice(place * STRETCH, (place + 1) * STRETCH),
  );
}

/** The same while a message grows: it is never taken away and put there again. */
function keyOf(item: TimelineItem): string {
  return `${item.kind}-${item.kind === "assistant" ? item.began : item.seq}`;
}

interface ItemProps {
  item: TimelineItem;
  isNewest: boolean;
  /** The log has it that its end was seen. */
  isShown: boolean;
}

/** A class only for `shouldComponentUpdate`: of two thousand messages one changes at a time. */
class Kept extends Component<ItemProps> {
  override shouldComponentUpdate(next: ItemProps): boolean {
    const now = this.props;
    return next.item !== now.item || next.isNewest !== now.isNewest || next.isShown !== now.isShown;
  }

  override render(props: ItemProps) {
    return <Item {...props} />;
  }
}

function Item({ item, isNewest, isShown }: ItemProps) {
  const session = useSession();
  switch (item.kind) {
    case "user":
      return (
        <div class="message user" data-testid="message-user" dir={ofText(item.text)} title={clock(item.at)}>
          <span class="visually-hidden">{words.value.talk.you}</span>
          <MessageText text={item.text} />
        </div>
      );
    case "assistant":
      return (
        <div class="turn" data-seq={item.seq}>
          <Spoken item={item} />
          {item.readBack && <ReadBackCard seq={item.seq} readBack={item.readBack} />}
          {item.isWhole && !item.readBack && !isShown && <Sentinel seq={item.seq} />}
          {isNewest && !item.readBack && !session.turnOpen.value && <Options {...offered(session, item)} />}
        </div>
      );
    case "note":
      return (
        <p class={`note is-${item.tone}`}>
          <Breakable text={noted(item)} />
        </p>
      );
    case "outcome":
      return session.view.value.deployment?.id === item.deploymentId ? <OutcomeCard outcome={item.outcome} /> : null;
  }
}

function noted({ what, email }: Extract<TimelineItem, { kind: "note" }>): string {
  const { talk } = words.value;
  return what === "verified" ? talk.verified(email) : talk[what];
}

/** A message of ours; over a voice line one sees how far it has been heard. */
function Spoken({ item }: { item: Extract<TimelineItem, { kind: "assistant" }> }) {
  const session = useSession();
  const element = useRef<HTMLDivElement>(null);
  const spoken = session.spoken.value;
  const isBeingSpoken = spoken !== null && item.began <= spoken.seq && spoken.seq <= item.seq;
  const cut = item.heard === null ? null : { text: item.heard, words: item.heard.split(/\s+/).filter(Boolean).length };
  useHeard(element, item.text, cut ?? (isBeingSpoken ? spoken : null), cut !== null);
  return (
    <div
      class="message assistant"
      data-testid="message-assistant"
      dir={ofText(item.text)}
      title={clock(item.at)}
      aria-busy={!item.isWhole}
      ref={element}
    >
      <span class="visually-hidden">{words.value.talk.concierge}</span>
      <MessageText text={item.text} />
      {item.heard !== null && (
        <span class="message-state" data-testid="cut-short">
          {item.heard.trim() ? words.value.voice.cut(lastWords(item.heard)) : words.value.voice.notHeard}
        </span>
      )}
    </div>
  );
}

/** What is being said stands where the message will be; it is no part of the log yet, so no reader is told of it. */
function BeingSaid() {
  const { text, stable } = useSession().partial.value;
  if (!text) return null;
  return (
    <div class="message user is-partial" data-testid="partial" dir={ofText(text)} aria-hidden="true">
      <p>
        <span class="is-stable">{text.slice(0, stable)}</span>
        {text.slice(stable)}
      </p>
    </div>
  );
}

interface Offered {
  options: readonly string[];
  /** How they are called in the conversation's language; none where they are shown as they are. */
  titles: readonly string[];
}

function offered(session: Session, item: Offered): Offered {
  const state = session.state.value;
  return session.isStateCurrent.value && state ? { options: state.options, titles: state.optionTitles } : item;
}

function Options({ options, titles }: Offered) {
  const session = useSession();
  if (options.length === 0 || session.pending.value.length > 0 || session.view.value.closed) return null;
  return (
    <fieldset class="chips">
      <legend class="visually-hidden">{words.value.talk.answers}</legend>
      {options.map((option, place) => (
        <button
          type="button"
          class="chip"
          key={option}
          data-testid="option-chip"
          onClick={(event) => {
            session.say(titles[place] ?? option);
            pressed(event);
          }}
        >
          {city(titles[place] ?? option)}
        </button>
      ))}
    </fieldset>
  );
}

function PendingMessage({ item, onOwnMessage }: { item: Pending; onOwnMessage(): void }) {
  const session = useSession();
  // What one says oneself is always scrolled to.
  useLayoutEffect(onOwnMessage, []);
  const { talk } = words.value;
  const text = item.origin === "code" ? "••••••" : item.text;
  return (
    <div class="message user is-pending" data-testid="message-pending" dir={ofText(text)}>
      <MessageText text={text} />
      {item.state === "waiting" && <span class="message-state">{talk.waiting}</span>}
      {item.state === "unsure" && (
        <span class="message-state">
          {talk.unsure}
          <button type="button" class="text-button" onClick={() => session.sayAgain(item.key)}>
            {talk.sendAgain}
          </button>
          <button type="button" class="text-button" onClick={() => session.discard(item.key)}>
            {talk.discard}
          </button>
        </span>
      )}
    </div>
  );
}

function Typing() {
  return (
    <div class="typing" role="status" data-testid="typing">
      <span class="visually-hidden">{words.value.talk.answering}</span>
      <i />
      <i />
      <i />
    </div>
  );
}
