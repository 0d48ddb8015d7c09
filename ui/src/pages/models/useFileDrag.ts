import { useEffect, useRef, useState } from "react";
import { drops } from "@/platform";

/** Whether files are dragged over the window, and what to do with those that are dropped. */
export function useFileDrag(onDropped: (paths: string[]) => void): boolean {
  const [over, setOver] = useState(false);
  const latest = useRef(onDropped);
  useEffect(() => {
    latest.current = onDropped;
  });
  useEffect(() => {
    // The program tells whoever asked last; a page that was left hears of drags but no longer minds them.
    let here = true;
    void drops((drag) => {
      if (!here) return;
      setOver(drag.kind === "over");
      if (drag.kind === "dropped") latest.current(drag.paths);
    });
    return () => {
      here = false;
    };
  }, []);
  return over;
}
