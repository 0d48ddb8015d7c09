import { lazy, Suspense } from "react";
import type { CodeEditorProps } from "./code/Editor";
import "./CodeEditor.css";

const Editor = lazy(() => import("./code/Editor"));

/** A text editor for prompts and TOML; its code arrives when first needed. */
export function CodeEditor(props: CodeEditorProps) {
  return (
    <Suspense fallback={<pre className="code-editor code-editor-waiting mono">{props.value}</pre>}>
      <Editor {...props} />
    </Suspense>
  );
}
