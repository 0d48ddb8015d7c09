import { cleanup, configure } from "@testing-library/react";
import { afterEach } from "vitest";

// jsdom has no CSS object; names in tests need no escaping.
globalThis.CSS ??= { escape: (text: string) => text } as typeof CSS;

configure({ asyncUtilTimeout: 10_000 });
afterEach(cleanup);
