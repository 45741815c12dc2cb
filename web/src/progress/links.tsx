import { words } from "../words";
/** Only web addresses become links or tabs, whatever a server sends. */
export function webAddress(url: string | null | undefined): string | null {
  return url && /^https?:\/\//i.test(url) ? url : null;
}

export function ConsoleLink({ url }: { url: string }) {
  return (
    <p>
      {words.value.outcome.console}{" "}
      <a href={url} target="_blank" rel="noopener noreferrer" data-testid="console-link">
        {url.replace(/^https?:\/\//, "")}
      </a>
    </p>
  );
}
