import { fileURLToPath } from "node:url";
import babel from "@rolldown/plugin-babel";
import react, { reactCompilerPreset } from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

// WebKitGTK 2.50 and WebView2 are the oldest engines that the packages meet.
const engines = ["safari18", "chrome123"];

export default defineConfig({
  plugins: [react(), babel({ presets: [reactCompilerPreset()] })],
  resolve: { alias: { "@": fileURLToPath(new URL("./src", import.meta.url)) } },
  build: { target: engines, chunkSizeWarningLimit: 700, assetsInlineLimit: 0 },
  server: { port: 1420, strictPort: true },
  clearScreen: false,
  test: { environment: "jsdom", setupFiles: ["src/test-setup.ts"], css: false, testTimeout: 40_000 },
});
