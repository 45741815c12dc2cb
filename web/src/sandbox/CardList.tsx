import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { CheckIcon, CrossIcon, ExternalIcon, RunningIcon } from "../interface/icons";
import { clock } from "../interface/time";
import { type Action, type Card, field, list, MOST_WORDS, number, type Placed, text } from "./cards";
import type { SessionClient } from "./client";
import { wish } from "./notify";
import { safeLink } from "./safe";
import { TellMe } from "./TellMe";

/** What happens in the session, told in cards. */
export function CardList({ client }: { client: SessionClient }) {
  const { cards } = client.deck.value;
  const end = useRef<HTMLDivElement>(null);
  const isAtEnd = useRef(true);
  useEffect(() => {
    if (isAtEnd.current) end.current?.scrollIntoView({ block: "end" });
  }, [cards]);
  return (
    <div
      class="card-list"
      data-testid="cards"
      role="log"
      aria-label="What happens"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a list that scrolls is reached by keyboard
      tabIndex={0}
      onScroll={(event) => {
        const { scrollTop, clientHeight, scrollHeight } = event.currentTarget;
        isAtEnd.current = scrollTop + clientHeight > scrollHeight - 48;
      }}
    >
      {cards.length === 0 && (
        <p class="hint card-list-empty">
          What the agent does, says and asks shows up here as cards. The terminal has everything, word for word.
        </p>
      )}
      {wish.value === "open" && <TellMe api={client.api} label="Tell me when it waits for me" />}
      {cards.map((placed) => (
        <CardView key={placed.card.id} placed={placed} client={client} />
      ))}
      <div ref={end} />
    </div>
  );
}

export function CardView({ placed, client }: { placed: Placed; client: SessionClient }) {
  const { card } = placed;
  const isOpen = card.open === true && (card.actions?.length ?? 0) > 0;
  return (
    <article
      class={`sandbox-card is-${card.kind}${isOpen ? " is-open" : ""}`}
      data-testid={`card-${card.kind}`}
      data-card={card.id}
    >
      <Body card={card} />
      {isOpen && <Actions card={card} client={client} />}
      {card.decision && (
        <p class="card-decision" data-testid="decision">
          <CheckIcon size={16} /> {said(card)} {card.decision.by && <span class="hint">by {card.decision.by}</span>}
        </p>
      )}
      <time class="card-time" dateTime={placed.at}>
        {clock(placed.at)}
      </time>
    </article>
  );
}

function said(card: Card): string {
  const { action = "", words = "" } = card.decision ?? {};
  return words || (card.actions?.find((offered) => offered.action === action)?.label ?? action);
}

interface OwnWordsProps {
  card: Card;
  offered: Action;
  client: SessionClient;
  isDisabled: boolean;
}

function Actions({ card, client }: { card: Card; client: SessionClient }) {
  const isDisabled = client.readOnly.value || client.status.value !== "open";
  const buttons = card.actions?.filter((offered) => !offered.text) ?? [];
  return (
    <div class="card-actions">
      {card.actions
        ?.filter((offered) => offered.text)
        .map((offered) => (
          <OwnWords key={offered.action} card={card} offered={offered} client={client} isDisabled={isDisabled} />
        ))}
      {buttons.map(({ action, label, style }) => (
        <button
          key={action}
          type="button"
          class={style === "primary" ? "button primary" : style === "danger" ? "button danger" : "button"}
          disabled={isDisabled}
          data-testid={`action-${action}`}
          onClick={() => client.decide(card, action)}
        >
          {label}
        </button>
      ))}
    </div>
  );
}

/** An answer that none of the buttons gives. */
function OwnWords({ card, offered, client, isDisabled }: OwnWordsProps) {
  const [words, setWords] = useState("");
  const label = offered.label === "Answer" ? "Your answer" : offered.label;
  return (
    <form
      class="card-words"
      onSubmit={(event) => {
        event.preventDefault();
        if (words.trim()) client.decide(card, offered.action, words);
      }}
    >
      <input
        type="text"
        aria-label={label}
        placeholder={label}
        value={words}
        maxLength={MOST_WORDS}
        disabled={isDisabled}
        autocomplete="off"
        enterkeyhint="send"
        data-testid="own-words"
        onInput={(event) => setWords(event.currentTarget.value)}
      />
      <button
        type="submit"
        class="button"
        disabled={isDisabled || !words.trim()}
        data-testid={`action-${offered.action}`}
      >
        Send
      </button>
    </form>
  );
}

function Body({ card }: { card: Card }) {
  switch (card.kind) {
    case "text":
      return <p class={`card-text from-${text(card.role)}`}>{text(card.markdown)}</p>;
    case "tool-call":
      return <ToolCall card={card} />;
    case "bash":
      return <Bash card={card} />;
    case "diff":
      return <Diff card={card} />;
    case "plan":
      return (
        <>
          <h3>Plan</h3>
          <ol class="card-steps">
            {list(card.steps).map((step, index) => (
              <li key={index}>{text(step)}</li>
            ))}
          </ol>
        </>
      );
    case "question":
      return (
        <>
          <h3>{text(card.question)}</h3>
          {text(card.detail) && <pre class="card-detail">{text(card.detail)}</pre>}
        </>
      );
    case "preview-link":
      return <Preview card={card} />;
    case "cost":
      return <p class="card-line">{costs(card)}</p>;
    default:
      return <Status card={card} />;
  }
}

function Mark({ state }: { state: string }) {
  if (state === "ok") return <CheckIcon size={16} />;
  if (state === "running") return <RunningIcon size={16} />;
  return <CrossIcon size={16} />;
}

function ToolCall({ card }: { card: Card }) {
  const state = text(card.state);
  return (
    <>
      <h3 class={`card-line is-${state}`}>
        <Mark state={state} /> {text(card.tool)} <span class="hint">{state}</span>
      </h3>
      <Pairs
        pairs={Object.entries((card.args as Record<string, unknown>) ?? {}).map(([label, value]) => [
          label,
          shown(value),
        ])}
      />
      <Pairs pairs={list(card.lines).map((line) => [text(field(line, "label")), text(field(line, "value"))])} />
      {card.error ? <p class="form-problem">{text(field(card.error, "message"))}</p> : null}
    </>
  );
}

function shown(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

function Pairs({ pairs }: { pairs: readonly (readonly [string, string])[] }) {
  if (pairs.length === 0) return null;
  return (
    <dl class="card-pairs">
      {pairs.map(([label, value]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Bash({ card }: { card: Card }) {
  const code = number(card.exit_code);
  return (
    <>
      <pre class="card-command">$ {text(card.command)}</pre>
      {text(card.output_tail) && (
        <Folded title={card.truncated ? "End of the output" : "Output"}>
          <pre class="card-detail">{text(card.output_tail)}</pre>
        </Folded>
      )}
      <p class={`card-line ${code === null ? "is-running" : code === 0 ? "is-ok" : "is-error"}`}>
        <Mark state={code === null ? "running" : code === 0 ? "ok" : "error"} />
        {code === null ? "Running" : code === 0 ? "Done" : `Ended with ${code}`}
      </p>
    </>
  );
}

function Folded({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <details class="fold">
      <summary>{title}</summary>
      {children}
    </details>
  );
}

function Diff({ card }: { card: Card }) {
  const lines = text(card.unified).split("\n");
  return (
    <>
      <h3 class="card-line">
        <span class="card-path">{text(card.path)}</span>
        <span class="is-ok">+{number(card.additions) ?? 0}</span>
        <span class="is-error">−{number(card.deletions) ?? 0}</span>
      </h3>
      <Folded title="Show the change">
        <pre class="card-diff">
          {lines.map((line, index) => (
            <span
              key={index}
              class={line.startsWith("+") ? "is-added" : line.startsWith("-") ? "is-removed" : undefined}
            >
              {`${line}\n`}
            </span>
          ))}
        </pre>
      </Folded>
    </>
  );
}

function Preview({ card }: { card: Card }) {
  const url = safeLink(text(card.url));
  return (
    <p class="card-line">
      {url ? (
        <a href={url} target="_blank" rel="noopener noreferrer">
          {new URL(url).host} <ExternalIcon />
        </a>
      ) : (
        text(card.url)
      )}
      {text(card.sha) && <span class="hint">{text(card.sha).slice(0, 8)}</span>}
    </p>
  );
}

function costs(card: Card): string {
  const usd = number(card.usd);
  const tokens = number(card.tokens);
  const parts = [
    usd === null ? "" : `$${usd.toFixed(usd < 0.1 ? 4 : 2)}`,
    tokens === null ? "" : `${tokens.toLocaleString("en")} tokens`,
  ];
  return `So far ${parts.filter(Boolean).join(", ")}`;
}

function Status({ card }: { card: Card }) {
  const state = text(card.state);
  return (
    <p class={`card-line is-${state}`}>
      {state && <Mark state={state} />}
      <span>
        {text(card.title) || card.kind} {text(card.detail) && <span class="hint">{text(card.detail)}</span>}
      </span>
    </p>
  );
}
