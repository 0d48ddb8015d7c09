import { autocompletion, closeBrackets, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { Compartment, EditorState, type Extension } from "@codemirror/state";
import { EditorView, keymap, lineNumbers } from "@codemirror/view";
import { type Ref, useEffect, useImperativeHandle, useRef } from "react";
import { completeVariables, highlightVariables, type KnownVariable } from "./variables";

export interface CodeEditorHandle {
  /** Puts a text in place of the selection and gives the editor the focus. */
  insert: (text: string) => void;
}

export interface CodeEditorProps {
  value: string;
  onChange: (value: string) => void;
  /** Accessible name. */
  label: string;
  /** Names that a template may use; coloured and offered while typing. */
  variables?: readonly KnownVariable[];
  /** Show line numbers and take the height of the surroundings. */
  tall?: boolean;
  /** The text is a draft: the editor undoes its own changes instead of leaving that to the recipe. */
  draft?: boolean;
  handle?: Ref<CodeEditorHandle>;
  "data-testid"?: string;
}

const look = EditorView.theme({
  "&": { fontSize: "12.5px", color: "var(--text)", background: "transparent", height: "100%" },
  "&.cm-focused": { outline: "none" },
  ".cm-content": {
    fontFamily: "var(--mono)",
    padding: "8px 0",
    caretColor: "var(--text)",
    lineHeight: "1.65",
  },
  ".cm-line": { padding: "0 10px" },
  ".cm-scroller": { overflow: "auto" },
  ".cm-gutters": { background: "var(--sunk)", color: "var(--muted)", border: "none" },
  ".cm-tooltip": { background: "var(--panel)", border: "1px solid var(--line)", borderRadius: "6px" },
  ".cm-tooltip-autocomplete ul li[aria-selected]": { background: "var(--hover)", color: "var(--text)" },
  ".cm-tooltip-autocomplete ul": { fontFamily: "var(--mono)", fontSize: "12.5px" },
});

export default function Editor(props: CodeEditorProps) {
  const { value, label, variables = [], tall = false, draft = false } = props;
  const place = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const changed = useRef(props.onChange);
  const names = useRef(new Compartment());
  const first = useRef({ value, variables, label, tall, draft });

  useEffect(() => {
    changed.current = props.onChange;
  }, [props.onChange]);
  useEffect(() => {
    if (!place.current) return;
    const begin = first.current;
    const extensions: Extension[] = [
      closeBrackets(),
      keymap.of([...completionKeymap, ...defaultKeymap]),
      EditorView.lineWrapping,
      EditorView.contentAttributes.of({ "aria-label": begin.label, spellcheck: "true" }),
      EditorView.updateListener.of((update) => {
        if (update.docChanged) changed.current(update.state.doc.toString());
      }),
      look,
      names.current.of(known(begin.variables)),
    ];
    if (begin.tall) extensions.push(lineNumbers());
    if (begin.draft) extensions.push(history(), keymap.of(historyKeymap));
    const created = new EditorView({
      parent: place.current,
      state: EditorState.create({ doc: begin.value, extensions }),
    });
    view.current = created;
    return () => {
      view.current = null;
      created.destroy();
    };
  }, []);

  useEffect(() => {
    const now = view.current;
    if (now && now.state.doc.toString() !== value) {
      now.dispatch({ changes: { from: 0, to: now.state.doc.length, insert: value } });
    }
  }, [value]);

  const key = JSON.stringify(variables);
  useEffect(() => {
    view.current?.dispatch({ effects: names.current.reconfigure(known(JSON.parse(key))) });
  }, [key]);

  useImperativeHandle(props.handle, () => ({
    insert: (text) => {
      const now = view.current;
      if (!now) return;
      now.dispatch(now.state.replaceSelection(text));
      now.focus();
    },
  }));

  return (
    <div
      ref={place}
      className="code-editor"
      style={{ height: tall ? "100%" : undefined, minHeight: tall ? undefined : 120 }}
      data-testid={props["data-testid"]}
    />
  );
}

function known(variables: readonly KnownVariable[]): Extension {
  if (variables.length === 0) return [];
  return [
    highlightVariables(variables),
    autocompletion({ override: [completeVariables(variables)], icons: false }),
  ];
}
