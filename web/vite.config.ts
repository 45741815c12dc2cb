import { createHash } from "node:crypto";
import { brotliCompressSync, gzipSync } from "node:zlib";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";
import { translate } from "./src/first/translate.ts";
import { ALL } from "./src/words/all.ts";

const BASE = "/start/";
const WORKER = "sw.js";
/** The program of the page itself (`src/start.tsx`), which its first file brings. */
const PROGRAM = "start";
const PACKED = /\.(js|css|svg|webmanifest)$/;

/** What the page draws first, without the breaks and remarks of its file: the program takes nodes over in their places. */
function tight(html: string): string {
  return html.replace(/<!--shell-->[\s\S]*<!--\/shell-->/, (shell) =>
    shell
      .replace(/<!-- [\s\S]*?-->/g, "")
      .replace(/>\s*\n\s*/g, ">")
      .replace(/\s*\n\s*</g, "<"),
  );
}

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
        // What it shares with the page would be a file of its own, which a worker of this kind can't ask for.
        if (worker.imports.length > 0)
          return this.error(`the worker shares ${worker.imports.join(", ")} with the page`);
        // Fetched beside the first file, which only asks for it once the page is seen.
        const program = Object.values(bundle).find((file) => file.type === "chunk" && file.name === PROGRAM);
        if (program?.type !== "chunk") return this.error("the page's program is missing");
        const links = [program.fileName, ...program.imports]
          .map((name) => `<link rel="modulepreload" crossorigin href="${BASE}${name}">`)
          .filter((link) => !String(page.source).includes(link));
        const html = tight(String(page.source)).replace(
          "  </head>",
          `${links.map((link) => `    ${link}\n`).join("")}  </head>`,
        );
        page.source = html;
        // The server sends what is drawn first in the browser's language, and with it the words of that language.
        const chunks: Record<string, string> = {};
        for (const [language, words] of Object.entries(ALL)) {
          if (words === ALL.en) continue;
          const file = Object.values(bundle).find(
            (one) => one.type === "chunk" && one.facadeModuleId?.endsWith(`/src/words/${language}.ts`),
          );
          if (!file) return this.error(`the page's words in ${language} are missing`);
          chunks[language] = BASE + file.fileName;
          const link = `    <link rel="modulepreload" crossorigin href="${chunks[language]}">\n  </head>`;
          const source = translate(html, ALL.en, words).replace("  </head>", link);
          this.emitFile({ type: "asset", fileName: `index.${language}.html`, source });
        }
        const named = [...html.matchAll(/(?:src|href)="(\/start\/[^"]+)"/g)].flatMap(([, path]) => path ?? []);
        const files = ["/start", ...new Set(named)].sort();
        const version = createHash("sha256").update(html).update(worker.code).digest("hex").slice(0, 12);
        const values = `const SHELL=${JSON.stringify(files)},WORDS=${JSON.stringify(chunks)},VERSION=${JSON.stringify(version)};\n`;
        worker.code = values + worker.code;
        // Packed once, as well as it goes; the server sends what a browser takes.
        for (const [name, file] of Object.entries(bundle)) {
          if (!PACKED.test(name)) continue;
          const content = Buffer.from(file.type === "chunk" ? file.code : file.source);
          this.emitFile({ type: "asset", fileName: `${name}.br`, source: brotliCompressSync(content) });
          this.emitFile({ type: "asset", fileName: `${name}.gz`, source: gzipSync(content, { level: 9 }) });
        }
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
