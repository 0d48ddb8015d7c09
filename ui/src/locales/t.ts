import en from "./en.json";
import { count } from "./format";

type Leaves<T, Prefix extends string = ""> = {
  [Key in keyof T & string]: T[Key] extends string ? `${Prefix}${Key}` : Leaves<T[Key], `${Prefix}${Key}.`>;
}[keyof T & string];

/** Path of a text in `en.json`, such as `gallery.title`. */
export type TextKey = Leaves<typeof en>;

export type TextValues = Record<string, string | number>;

const plurals = new Intl.PluralRules("en");

/**
 * The text of a key with its values filled in. Knows `{name}` and
 * `{count, plural, =0 {no rows} one {# row} other {# rows}}`.
 */
export function t(key: TextKey, values: TextValues = {}): string {
  return fill(lookup(key) ?? key, values);
}

/** The text of a key built at run time, such as one that ends in a kind the api sent, or else the fallback. */
export function tMaybe(key: string, fallback: string, values: TextValues = {}): string {
  const text = lookup(key);
  return text === undefined ? fallback : fill(text, values);
}

function lookup(key: string): string | undefined {
  let node: unknown = en;
  for (const part of key.split(".")) {
    if (typeof node !== "object" || node === null) return undefined;
    node = (node as Record<string, unknown>)[part];
  }
  return typeof node === "string" ? node : undefined;
}

function show(value: string | number): string {
  return typeof value === "number" ? count(value) : value;
}

/** Replaces every `{…}` of a message; braces nest only inside plurals. */
export function fill(message: string, values: TextValues): string {
  let out = "";
  let at = 0;
  while (at < message.length) {
    const open = message.indexOf("{", at);
    if (open < 0) return out + message.slice(at);
    const close = closing(message, open);
    if (close < 0) return out + message.slice(at);
    out += message.slice(at, open) + replace(message.slice(open + 1, close), values);
    at = close + 1;
  }
  return out;
}

function replace(inside: string, values: TextValues): string {
  const plural = /^\s*(\w+)\s*,\s*plural\s*,\s*/.exec(inside);
  if (!plural) {
    const value = values[inside.trim()];
    return value === undefined ? `{${inside}}` : show(value);
  }
  const number = Number(values[plural[1] ?? ""] ?? 0);
  const forms = cases(inside.slice(plural[0].length));
  const form = forms.get(`=${number}`) ?? forms.get(plurals.select(number)) ?? forms.get("other") ?? "";
  return fill(form.replaceAll("#", show(number)), values);
}

function cases(text: string): Map<string, string> {
  const found = new Map<string, string>();
  let at = 0;
  while (at < text.length) {
    const open = text.indexOf("{", at);
    if (open < 0) break;
    const close = closing(text, open);
    if (close < 0) break;
    found.set(text.slice(at, open).trim(), text.slice(open + 1, close));
    at = close + 1;
  }
  return found;
}

function closing(text: string, open: number): number {
  let depth = 0;
  for (let at = open; at < text.length; at++) {
    if (text[at] === "{") depth++;
    else if (text[at] === "}" && --depth === 0) return at;
  }
  return -1;
}
