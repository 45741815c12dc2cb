/** Less than this is a bar of the browser, no keyboard. */
const LEAST_KEYBOARD_PX = 120;

/**
 * Where a keyboard lies over the page instead of making it smaller (Safari), the page is made as high as what is seen of it,
 * so that the field one types into stays at its lower edge. Returns what ends it.
 */
export function fitAboveKeyboard(root: HTMLElement = document.documentElement): () => void {
  const seen = window.visualViewport;
  if (!seen) return () => {};
  const fit = () => {
    // Whoever zooms in sees less too, without any keyboard.
    const isCovered = Math.abs(seen.scale - 1) < 0.01 && window.innerHeight - seen.height > LEAST_KEYBOARD_PX;
    if (isCovered) {
      root.style.setProperty("--seen-height", `${seen.height}px`);
      // The browser has moved the whole page up to show the field; now it is seen where it is.
      window.scrollTo(0, 0);
    } else root.style.removeProperty("--seen-height");
  };
  seen.addEventListener("resize", fit);
  fit(); // one that is open already tells of nothing more
  return () => seen.removeEventListener("resize", fit);
}
