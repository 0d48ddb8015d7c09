import type { CompletionContext, CompletionResult, CompletionSource } from "@codemirror/autocomplete";
import type { Extension } from "@codemirror/state";
import {
  Decoration,
  type DecorationSet,
  type EditorView,
  MatchDecorator,
  ViewPlugin,
  type ViewUpdate,
} from "@codemirror/view";

/** A name that a template may use, and the part of the prompt that it brings in. */
export interface KnownVariable {
  name: string;
  origin: string;
  insert?: string;
}

/** The class of a tag: its part's colour, or a warning where nothing has that name. */
export function tagClass(tag: string, variables: readonly KnownVariable[]): string {
  if (tag.startsWith("{%")) {
    const block = /\sin\s+([\p{ID_Continue}.]+)/u.exec(tag)?.[1];
    const origin = variables.find((variable) => variable.name === block)?.origin;
    return origin ? `code-variable code-${origin}` : "code-tag";
  }
  const name = /^\{\{-?\s*([\p{ID_Continue}.]+)/u.exec(tag)?.[1] ?? "";
  const head = name.split(".")[0] ?? "";
  const found =
    variables.find((variable) => variable.name === name) ??
    variables.find((variable) => variable.name === head);
  if (found) return `code-variable code-${found.origin}`;
  if (head === "task") return "code-variable code-task";
  // Names bound by a loop, such as `shot.text`, are the loop's.
  if (name.includes(".")) return "code-variable code-demonstration";
  return "code-variable code-unknown";
}

/** Names that a template itself binds, by a loop or an assignment. */
export function boundNames(text: string): Set<string> {
  const bindings = text.matchAll(/\{%-?\s*(?:for|set)\s+(\p{ID_Continue}+)/gu);
  return new Set([...bindings].map((match) => match[1] ?? ""));
}

export function highlightVariables(variables: readonly KnownVariable[]): Extension {
  const matcher = new MatchDecorator({
    regexp: /\{\{.*?\}\}|\{%.*?%\}/g,
    decoration: (match, view) => {
      const tag = match[0];
      const name = /^\{\{-?\s*(\p{ID_Continue}+)/u.exec(tag)?.[1];
      const bound = name !== undefined && boundNames(view.state.doc.toString()).has(name);
      return Decoration.mark({
        class: bound ? "code-variable code-demonstration" : tagClass(tag, variables),
      });
    },
  });
  return ViewPlugin.fromClass(
    class {
      marks: DecorationSet;
      constructor(view: EditorView) {
        this.marks = matcher.createDeco(view);
      }
      update(update: ViewUpdate) {
        this.marks = matcher.updateDeco(update, this.marks);
      }
    },
    { decorations: (plugin) => plugin.marks },
  );
}

/** Names that hold the text, those that begin with it first. */
function matching(variables: readonly KnownVariable[], text: string): KnownVariable[] {
  const holding = variables.filter(({ name }) => name.includes(text));
  return [
    ...holding.filter(({ name }) => name.startsWith(text)),
    ...holding.filter(({ name }) => !name.startsWith(text)),
  ];
}

/** Offers names after `{{` or on demand. */
export function completeVariables(variables: readonly KnownVariable[]): CompletionSource {
  return (context: CompletionContext): CompletionResult | null => {
    const open = context.matchBefore(/\{\{\s*[\p{ID_Continue}.]*/u);
    if (!open && !context.explicit) return null;
    return {
      from: open?.from ?? context.pos,
      to:
        open && context.state.sliceDoc(context.pos, context.pos + 2) === "}}" ? context.pos + 2 : context.pos,
      filter: false,
      options: matching(variables, (open?.text ?? "").replace(/^\{\{\s*/, "")).map(
        ({ name, origin, insert }) => ({
          label: name,
          detail: origin,
          apply: insert ?? `{{ ${name} }}`,
        }),
      ),
    };
  };
}
