import { fileURLToPath } from "node:url";
import babel from "@rolldown/plugin-babel";
import react, { reactCompilerPreset } from "@vitejs/plugin-react";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";

// WebKitGTK 2.50 and WebView2 are the oldest engines that the packages meet.
const engines = ["safari18", "chrome123"];

/**
 * The window freezes `Object.prototype`, and then a plain assignment to an inherited `constructor` throws. Some
 * libraries below the charts and the graph make classes by such assignments; here they define the property instead.
 */
const ownConstructors: Plugin = {
  name: "own-constructors",
  transform: {
    filter: { id: /node_modules\/(zrender|tslib|d3-color)\// },
    handler: (code) =>
      code.replace(
        /([\w.]+)\.constructor = (\w+);/g,
        "Object.defineProperty($1, 'constructor', { value: $2, writable: true, configurable: true });",
      ),
  },
};

/** The compiler only saves renders; tests are quicker without it. */
const compiler = process.env.VITEST ? [] : [babel({ presets: [reactCompilerPreset()] })];

export default defineConfig({
  plugins: [ownConstructors, react(), ...compiler],
  resolve: { alias: { "@": fileURLToPath(new URL("./src", import.meta.url)) } },
  build: { target: engines, chunkSizeWarningLimit: 700, assetsInlineLimit: 0 },
  server: { port: 5173, strictPort: true },
  clearScreen: false,
  test: {
    css: false,
    testTimeout: 120_000,
    // Without a figure one processor is left idle, which of two is half.
    maxWorkers: "100%",
    projects: [
      // Plain functions need no document.
      { extends: true, test: { name: "logic", include: ["src/**/*.test.ts"] } },
      {
        extends: true,
        test: {
          name: "pages",
          include: ["src/**/*.test.tsx"],
          environment: "jsdom",
          setupFiles: ["src/test-setup.ts"],
        },
      },
    ],
  },
});
