import { useEffect, useState } from "react";

/** Whether the system asks for dark colours. */
export function useSystemDark(): boolean {
  const [dark, setDark] = useState(false);
  useEffect(() => {
    const list = matchMedia("(prefers-color-scheme: dark)");
    const change = () => setDark(list.matches);
    change();
    list.addEventListener("change", change);
    return () => list.removeEventListener("change", change);
  }, []);
  return dark;
}
