import type { Value } from "@/generated/Value";

/** What a value is called, as one types it: bands as `20–40`, texts that look like something else in quotes. */
export function write(value: Value): string {
  if (Array.isArray(value)) return show(value);
  if (typeof value === "string" && typeof read(value) !== "string") return `"${value}"`;
  return key(value);
}

/** Reads what was typed: a number, a band such as `20-40`, true or false, otherwise a text. */
export function read(typed: string): Value {
  const text = typed.trim();
  const quoted = /^"(.*)"$/s.exec(text);
  if (quoted) return quoted[1] ?? "";
  const band = /^(\d+)\s*[-–]\s*(\d+)$/.exec(text);
  if (band) return [Number(band[1]), Number(band[2])];
  if (text === "true") return true;
  if (text === "false") return false;
  if (/^[+-]?(\d+\.?\d*|\.\d+)$/.test(text)) return Number(text);
  return text;
}

/** How documents name a value, such as in the cases of a condition that depends on it: bands as `20-40`. */
export function key(value: Value): string {
  if (Array.isArray(value)) return value.join("-");
  return typeof value === "number" ? digits(value) : String(value);
}

/** The number without the exponent that JavaScript gives very small and very large ones. */
function digits(number: number): string {
  const found = /^(-?)(\d)(?:\.(\d+))?e([+-]\d+)$/.exec(String(number));
  if (!found) return String(number);
  const [, sign = "", first = "", rest = "", power] = found;
  const places = Number(power);
  return places < 0
    ? `${sign}0.${"0".repeat(-places - 1)}${first}${rest}`
    : `${sign}${first}${rest.padEnd(places, "0")}`;
}

/** The value as prompts say it and as rows are counted by it: bands as `20 to 40`. */
export function text(value: Value): string {
  return Array.isArray(value) ? value.join(" to ") : String(value);
}

/** The value as rows and charts show it: bands as `20–40`, lists with commas. */
export function show(value: unknown): string {
  if (Array.isArray(value)) {
    const band = value.length === 2 && value.every((end) => typeof end === "number");
    return value.map(show).join(band ? "–" : ", ");
  }
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
