import { useSession } from "../interface/context";
import { focusComposer } from "./focus";

const EXAMPLES = [
  "I run a small clinic in Vienna, six people. We need booking and files.",
  "A shop in Ashburn with a website and invoices, on two regions.",
  "Something small in Finland for our team's code and wiki.",
];

/** Stands before the first message; the examples go into the composer, to be made one's own. */
export function Welcome() {
  const session = useSession();
  const hasSpoken =
    session.view.value.timeline.some((item) => item.kind === "user") || session.pending.value.length > 0;
  const use = (example: string) => {
    session.draft.value = example;
    focusComposer();
  };
  return (
    // English, whichever way the conversation's own language runs.
    <div class={hasSpoken ? "welcome is-small" : "welcome"} lang="en" dir="ltr">
      <h1>Your own cloud, in a few sentences</h1>
      {!hasSpoken && (
        <>
          <p>
            Say who you are and what you need. You see the plan and its price grow beside the conversation, and nothing
            is created before you say yes.
          </p>
          <ul class="examples">
            {EXAMPLES.map((example) => (
              <li key={example}>
                <button type="button" class="example" onClick={() => use(example)}>
                  {example}
                </button>
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}
