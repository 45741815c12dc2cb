import { signal } from "@preact/signals";

const query = typeof matchMedia === "function" ? matchMedia("(max-width: 859px)") : null;

/** One column: the plan is a sheet at the top. */
export const isNarrow = signal(query?.matches ?? false);
query?.addEventListener("change", (event) => {
  isNarrow.value = event.matches;
});
