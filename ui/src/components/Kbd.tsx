import "./Kbd.css";

/** Keys as printed on a keyboard: 'Ctrl+Enter'. */
export function Kbd({ keys }: { keys: string }) {
  return (
    <span className="keys">
      {keys.split("+").map((key) => (
        <kbd key={key}>{key}</kbd>
      ))}
    </span>
  );
}
