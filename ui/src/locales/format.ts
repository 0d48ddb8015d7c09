/** Numbers, sizes and times in human units. */

const whole = new Intl.NumberFormat("en");
const one = new Intl.NumberFormat("en", { maximumFractionDigits: 1 });

/** A number as people write it: -3 → '−3'; what is rounded to nought has no sign. */
function signed(value: number, format: Intl.NumberFormat): string {
  const size = format.format(Math.abs(value));
  return value < 0 && /[1-9]/.test(size) ? `−${size}` : size;
}

/** 1234 → '1,234'. */
export function count(value: number): string {
  return signed(value, whole);
}

/** Up to `digits` decimals; a dash where there is no number. */
export function decimal(value: number | null | undefined, digits = 2): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return "–";
  return signed(value, new Intl.NumberFormat("en", { maximumFractionDigits: digits }));
}

/** A share in [0, 1] → '12 %'; small shares keep one decimal. */
export function percent(share: number): string {
  const value = share * 100;
  return `${Math.abs(value) < 10 ? signed(value, one) : count(Math.round(value))} %`;
}

/** Bytes → '6.6 MB', in powers of ten as file managers show them. */
export function bytes(value: number): string {
  const units = ["B", "kB", "MB", "GB", "TB"];
  let at = 0;
  let rest = value;
  while (rest >= 1000 && at < units.length - 1) {
    rest /= 1000;
    at++;
  }
  return `${at === 0 ? whole.format(rest) : one.format(rest)} ${units[at]}`;
}

/** Seconds → '2.1 s', '3 min', '1 h 20 min'. */
export function duration(seconds: number): string {
  if (!Number.isFinite(seconds)) return "–";
  if (seconds < 10) return `${one.format(seconds)} s`;
  if (seconds < 60) return `${Math.round(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** Unix milliseconds → '14:20' today, '3 Aug, 14:20' otherwise. */
export function clock(at: number, now: number): string {
  const date = new Date(at);
  const time = date.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
  if (new Date(now).toDateString() === date.toDateString()) return time;
  return `${date.toLocaleDateString("en-GB", { day: "numeric", month: "short" })}, ${time}`;
}
