export function openDesign(root: HTMLElement): void {
  root.textContent = "";
}
