const READ_MS = 10_000;

/** Hands the browser a text to be saved. */
export function saveFile(filename: string, text: string, type = "application/octet-stream"): void {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement("a");
  link.href = url;
  link.download = filename.replace(/[\\/]/g, "_");
  link.click();
  // The download reads the address after the click has returned.
  window.setTimeout(() => URL.revokeObjectURL(url), READ_MS);
}
