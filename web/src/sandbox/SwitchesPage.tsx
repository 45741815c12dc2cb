import { render } from "preact";
import { useRef, useState } from "preact/hooks";
import { ofLanguage } from "../interface/direction";
import { MarkIcon } from "../interface/icons";
import { Operator, Refused, type Switches, stateOf, type Trouble } from "./switches";
import { type SwitchWords, switchWords } from "./switchWords";
import "./sandbox.css";
import "./switches.css";

export function openSwitches(root: HTMLElement): void {
  const { language, words } = switchWords();
  document.documentElement.lang = language;
  document.documentElement.dir = ofLanguage(language);
  document.title = `${words.title} · Concierge`;
  render(<SwitchesPage words={words} />, root);
}

export function SwitchesPage({ words }: { words: SwitchWords }) {
  const [operator, setOperator] = useState<Operator | null>(null);
  const [switches, setSwitches] = useState<Switches | null>(null);
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const [busy, setBusy] = useState(false);
  // Each answer is all there is: a later one isn't to be overwritten by an earlier.
  const waiting = useRef(false);

  const trying = async (work: () => Promise<Switches>) => {
    if (waiting.current) return;
    waiting.current = true;
    setBusy(true);
    setTrouble(null);
    try {
      setSwitches(await work());
    } catch (error) {
      setTrouble(error instanceof Refused ? error.trouble : "failed");
    }
    waiting.current = false;
    setBusy(false);
  };
  const enter = (token: string) =>
    trying(async () => {
      const entering = new Operator(token);
      const found = await entering.all();
      setOperator(entering);
      return found;
    });

  return (
    <>
      <header class="top-bar">
        <a class="brand sandbox-brand" href="/sandbox">
          <span class="brand-mark">
            <MarkIcon />
          </span>
          <span class="brand-name">Sandbox</span>
        </a>
      </header>
      <main class="switches">
        <h1>{words.title}</h1>
        {operator && switches ? (
          <Lists
            words={words}
            switches={switches}
            busy={busy}
            flip={(agent, on, org) => trying(() => operator.switch(agent, on, org))}
          />
        ) : (
          <Entrance words={words} busy={busy} enter={enter} />
        )}
        <p class="form-problem" role="alert" data-testid="switches-trouble">
          {trouble && words[trouble]}
        </p>
      </main>
    </>
  );
}

function Entrance({ words, busy, enter }: { words: SwitchWords; busy: boolean; enter: (token: string) => void }) {
  const [token, setToken] = useState("");
  return (
    <form
      class="card"
      onSubmit={(event) => {
        event.preventDefault();
        if (!busy) enter(token.trim());
      }}
    >
      <p class="hint">{words.about}</p>
      <div class="field">
        <label for="operator-token">{words.token}</label>
        <input
          id="operator-token"
          class="text-field"
          type="password"
          autocomplete="current-password"
          dir="ltr"
          required
          value={token}
          data-testid="operator-token"
          onInput={(event) => setToken(event.currentTarget.value)}
        />
      </div>
      <button type="submit" class="button primary" disabled={busy || !token.trim()} data-testid="operator-open">
        {words.open}
      </button>
    </form>
  );
}

interface Shown {
  words: SwitchWords;
  switches: Switches;
  busy: boolean;
  flip: (agent: string, on: boolean, org: string | null) => void;
}

function Lists({ words, switches, busy, flip }: Shown) {
  const [org, setOrg] = useState<string | null>(null);
  const [address, setAddress] = useState("");
  const others = switches.orgs.map((one) => one.org).filter((name) => name !== org);
  return (
    <>
      <p class="hint">{words.holds}</p>
      <section class="card" aria-labelledby="for-whom">
        <h2 id="for-whom">{words.forWhom}</h2>
        <p class="switches-whom" data-testid="switches-whom">
          <bdi>{org ?? words.everybody}</bdi>
          {org !== null && (
            <button type="button" class="button" onClick={() => setOrg(null)} data-testid="switches-everybody">
              {words.everybody}
            </button>
          )}
        </p>
        <form
          class="switches-address"
          onSubmit={(event) => {
            event.preventDefault();
            setOrg(address.trim().toLowerCase());
          }}
        >
          <div class="field">
            <label for="switches-org">{words.address}</label>
            <input
              id="switches-org"
              class="text-field"
              type="email"
              autocomplete="off"
              dir="ltr"
              required
              maxLength={254}
              value={address}
              data-testid="switches-org"
              onInput={(event) => setAddress(event.currentTarget.value)}
            />
          </div>
          <button type="submit" class="button" data-testid="switches-show">
            {words.show}
          </button>
        </form>
        {others.length > 0 && (
          <>
            <p class="hint">{words.also}</p>
            <ul class="switches-orgs">
              {others.map((name) => (
                <li key={name}>
                  <button type="button" class="button" onClick={() => setOrg(name)}>
                    <bdi>{name}</bdi>
                  </button>
                </li>
              ))}
            </ul>
          </>
        )}
      </section>
      <ul class="switches-agents">
        {switches.agents.map(({ id, name, installed }) => {
          const { on, forAll } = stateOf(switches, id, org);
          const note = forAll ? words.offForAll : installed ? "" : words.missing;
          return (
            <li key={id}>
              <label class="switches-agent">
                <span>
                  <bdi>{name}</bdi>
                  {note && <span class="switches-note">{note}</span>}
                </span>
                <input
                  type="checkbox"
                  checked={on}
                  disabled={forAll}
                  aria-busy={busy}
                  data-testid={`switch-${id}`}
                  onChange={(event) => {
                    const wanted = event.currentTarget.checked;
                    // It shows what is, and that is what the service says.
                    event.currentTarget.checked = on;
                    flip(id, wanted, org);
                  }}
                />
              </label>
            </li>
          );
        })}
      </ul>
    </>
  );
}
