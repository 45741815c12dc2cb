import { Breakable } from "../interface/Breakable";
import { useSession } from "../interface/context";
import { CheckIcon } from "../interface/icons";
import { Strong } from "../interface/Strong";
import { price } from "../plan/slots";
import type { ReadBack } from "../wire";
import { words } from "../words";
import { focusComposer, pressed } from "./focus";
import { Sentinel } from "./Sentinel";

/** The plan as it will be sent. Its yes is only alive while it is the newest and the server waits for one. */
export function ReadBackCard({ seq, readBack }: { seq: number; readBack: ReadBack }) {
  const session = useSession();
  const { language, readBack: says, plan } = words.value;
  // Where the page has no words of the conversation's language (yet), what is said is the bare yes that the server gave.
  const yes = language === session.language.value ? says.yes : (session.yes.value ?? says.yes);
  const isNewest = session.view.value.newestReadBack === seq;
  const isConfirmed = !isNewest && session.view.value.confirmedDigest === readBack.digest;
  const title = isNewest ? says.newest : isConfirmed ? says.confirmed : says.earlier;
  const isActive = isNewest && session.canConfirm.value;
  const confirm = (event: MouseEvent) => {
    // The button stands at the end of the card: whoever presses it has it before them.
    session.endInView(seq, true);
    session.say(yes);
    pressed(event);
  };
  return (
    <section class={isNewest ? "read-back" : "read-back is-past"} data-testid="readback" aria-label={says.region}>
      <header class="read-back-head">
        <h3>{title}</h3>
        {readBack.monthly !== null && (
          <p class="read-back-price">
            <Strong text={plan.monthly(price(readBack.monthly))} part={price(readBack.monthly)} />
          </p>
        )}
      </header>
      <dl>
        {readBack.lines.map((line) => (
          <div class="line" key={line.field}>
            <dt>{line.label}</dt>
            <dd>
              <bdi>
                <Breakable text={line.value || "–"} />
              </bdi>
            </dd>
          </div>
        ))}
      </dl>
      {isNewest && (
        <div class="read-back-actions">
          <button type="button" class="button primary" disabled={!isActive} data-testid="confirm" onClick={confirm}>
            <CheckIcon size={18} />
            {yes}
          </button>
          <button
            type="button"
            class="button"
            disabled={!isActive}
            data-testid="change"
            onClick={() => focusComposer("change")}
          >
            {says.change}
          </button>
        </div>
      )}
      <Sentinel seq={seq} />
    </section>
  );
}
