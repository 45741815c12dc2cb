import { defineConfig } from "vitest/config";

export default defineConfig({
  base: "/start/",
  build: {
    outDir: "dist",
    assetsDir: "assets",
    // The page's CSP allows no data: scripts or styles; every asset is a file.
    assetsInlineLimit: 0,
    target: "es2022",
  },
  server: { proxy: { "/api": { target: "http://127.0.0.1:8080", ws: true } } },
  test: { environment: "happy-dom", include: ["src/**/*.test.{ts,tsx}"], restoreMocks: true },
});
