import { Breakable } from "../interface/Breakable";
import { useSession } from "../interface/context";
import { CheckIcon } from "../interface/icons";
import { price } from "../plan/slots";
import type { ReadBack } from "../wire";
import { focusComposer, pressed } from "./focus";
import { Sentinel } from "./Sentinel";

const YES = "Yes, create it";

/** The plan as it will be sent. Its yes is only alive while it is the newest and the server waits for one. */
export function ReadBackCard({ seq, readBack }: { seq: number; readBack: ReadBack }) {
  const session = useSession();
  const isNewest = session.view.value.newestReadBack === seq;
  const isConfirmed = !isNewest && session.view.value.confirmedDigest === readBack.digest;
  const title = isNewest ? "Your plan" : isConfirmed ? "The plan you confirmed" : "An earlier plan";
  const isActive = isNewest && session.canConfirm.value;
  const confirm = (event: MouseEvent) => {
    // The button stands at the end of the card: whoever presses it has it before them.
    session.endInView(seq, true);
    session.say(session.yes.value ?? YES);
    pressed(event);
  };
  return (
    <section
      class={isNewest ? "read-back" : "read-back is-past"}
      data-testid="readback"
      aria-label="Your plan, read back"
    >
      <header class="read-back-head">
        <h3>{title}</h3>
        {readBack.monthly !== null && (
          <p class="read-back-price">
            about <strong>{price(readBack.monthly)}</strong> a month, an estimate
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
            {session.yes.value ?? YES}
          </button>
          <button
            type="button"
            class="button"
            disabled={!isActive}
            data-testid="change"
            onClick={() => focusComposer("What should be different?")}
          >
            Change something
          </button>
        </div>
      )}
      <Sentinel seq={seq} />
    </section>
  );
}
