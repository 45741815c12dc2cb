import { useSession } from "../interface/context";
import { direction, words } from "../words";
import { focusComposer } from "./focus";

/** Stands before the first message; the examples go into the composer, to be made one's own. */
export function Welcome() {
  const session = useSession();
  const hasSpoken =
    session.view.value.timeline.some((item) => item.kind === "user") || session.pending.value.length > 0;
  const { language, welcome } = words.value;
  const use = (example: string) => {
    // With a space: whoever writes on at once would else run their first word into the full stop ("files.call").
    session.draft.value = `${example} `;
    focusComposer();
  };
  return (
    // In the language of its words, which may come later than the conversation's.
    <div class={hasSpoken ? "welcome is-small" : "welcome"} lang={language} dir={direction.value}>
      <h1>{welcome.title}</h1>
      {!hasSpoken && (
        <>
          <p>{welcome.text}</p>
          <ul class="examples">
            {welcome.examples.map((example) => (
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
