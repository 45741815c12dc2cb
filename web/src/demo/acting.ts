import type { Session } from "../session/session";
import type { Act, Prospect } from "./prospects";
import { titleOf } from "./prospects";
import type { Room } from "./room";
import type { Pace, Step } from "./runner";

const LETTER_MS = 22;
const BREATH_MS = 900;

/** How a line comes to the service: typed letter by letter, or spoken into the page's microphone. */
export type Telling = (text: string, pace: Pace) => Promise<void>;

export interface Stage {
  session: Session;
  room: Room;
  tell: Telling;
  /** A mail has come. */
  mailed(mail: { to: string; code: string }): void;
}

/** A prospect's acts as steps: each ends when the service has answered. */
export function stepsOf(prospect: Prospect, stage: Stage): Step[] {
  return prospect.acts.map((act) => ({ title: titleOf(act), run: (pace) => perform(act, stage, pace) }));
}

async function perform(act: Act, stage: Stage, pace: Pace): Promise<void> {
  const { session } = stage;
  await pace.until(() => session.credentials.value !== null && session.status.value === "open");
  await pace.wait(BREATH_MS);
  switch (act.do) {
    case "say":
      await stage.tell(act.text, pace);
      return answered(session, pace);
    case "code": {
      await pace.until(() => session.asking.value === "email_code");
      const mail = await stage.room.mail(session.held());
      stage.mailed(mail);
      await pace.wait(BREATH_MS);
      session.say(mail.code, "code");
      return answered(session, pace);
    }
    case "confirm": {
      await pace.until(() => isReadBackSeen(session), 15_000);
      await stage.tell(act.text, pace);
      return answered(session, pace);
    }
    case "watch":
      await pace.until(() => session.view.value.deployment !== null, 15_000);
      return pace.until(() => !!session.view.value.deployment?.endedAt, 600_000);
  }
}

/** The service takes a yes only of who has seen what it is to. */
function isReadBackSeen(session: Session): boolean {
  const { newestReadBack, shownUpto } = session.view.value;
  return session.canConfirm.value && newestReadBack > 0 && shownUpto >= newestReadBack;
}

async function answered(session: Session, pace: Pace): Promise<void> {
  const isQuiet = () => session.pending.value.length === 0 && !session.turnOpen.value && session.isStateCurrent.value;
  await pace.until(isQuiet);
}

export function typing(session: Session): Telling {
  return async (text, pace) => {
    for (let end = 1; end <= text.length; end += 1) {
      session.draft.value = text.slice(0, end);
      await pace.wait(LETTER_MS);
    }
    session.draft.value = "";
    session.say(text, "composer");
  };
}
