import { useEffect, useState } from "preact/hooks";

/** Light modules around it, without which cameras don't find it. */
const QUIET = 4;

/** A link for a camera; the encoder is another file, loaded when the first one is shown. Without it the link itself stays. */
export function QrCode({ text, label }: { text: string; label: string }) {
  const [modules, setModules] = useState<readonly boolean[][]>([]);
  useEffect(() => {
    let isThere = true;
    const drawn = import("qr").then(({ encodeQR }) => encodeQR(text, "raw", { border: QUIET, ecc: "medium" }));
    drawn.then((found) => isThere && setModules(found)).catch(() => {});
    return () => {
      isThere = false;
    };
  }, [text]);
  const size = modules.length;
  return (
    <div class="qr" data-testid="qr">
      {size > 0 && (
        <svg viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label} shape-rendering="crispEdges">
          <rect width={size} height={size} fill="#fff" />
          <path d={outline(modules)} fill="#000" />
        </svg>
      )}
    </div>
  );
}

/** Dark modules as one path, a row's neighbours in one stroke. */
export function outline(modules: readonly (readonly boolean[])[]): string {
  let path = "";
  for (const [y, row] of modules.entries()) {
    for (let x = 0; x < row.length; x += 1) {
      if (!row[x]) continue;
      const from = x;
      while (row[x + 1]) x += 1;
      path += `M${from} ${y}h${x - from + 1}v1h${from - x - 1}z`;
    }
  }
  return path;
}
