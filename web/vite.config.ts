import { createHash } from "node:crypto";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";

const BASE = "/start/";
const WORKER = "sw.js";

/** Writes into the service worker what the first load needs, and a version that changes with any of it. */
function shell(): Plugin {
  return {
    name: "shell",
    enforce: "post",
    generateBundle: {
      order: "post",
      handler(_, bundle) {
        const worker = bundle[WORKER];
        const page = bundle["index.html"];
        if (worker?.type !== "chunk" || page?.type !== "asset") return this.error("the page or its worker is missing");
        const html = String(page.source);
        const named = [...html.matchAll(/(?:src|href)="(\/start\/[^"]+)"/g)].flatMap(([, path]) => path ?? []);
        const files = ["/start", ...new Set(named)].sort();
        const version = createHash("sha256").update(html).update(worker.code).digest("hex").slice(0, 12);
        const values = `const SHELL=${JSON.stringify(files)},VERSION=${JSON.stringify(version)};\n`;
        worker.code = values + worker.code;
      },
    },
  };
}

export default defineConfig({
  base: BASE,
  plugins: [shell()],
  build: {
    outDir: "dist",
    assetsDir: "assets",
    // The page's CSP allows no data: scripts or styles; every asset is a file.
    assetsInlineLimit: 0,
    target: "es2022",
    rolldownOptions: {
      input: { index: "index.html", worker: "src/offline/worker.ts" },
      // The worker's name stays the same: a browser finds a new version by asking for the old name.
      output: { entryFileNames: ({ name }) => (name === "worker" ? WORKER : "assets/[name]-[hash].js") },
    },
  },
  server: { proxy: { "/api": { target: "http://127.0.0.1:8080", ws: true } } },
  test: {
    environment: "happy-dom",
    include: ["src/**/*.test.{ts,tsx}"],
    restoreMocks: true,
    css: true, // the colours are tested as they stand in the style sheet
  },
});
