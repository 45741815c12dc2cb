import { useEffect, useState } from "preact/hooks";
import { words } from "../words";

/** Now, every second while `running`; where nothing runs no timer does. */
export function useNow(running: boolean): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (!running) return;
    setNow(Date.now());
    const timer = window.setInterval(() => setNow(Date.now()), 1000);
    return () => window.clearInterval(timer);
  }, [running]);
  return now;
}

/** `4 s`, `3 min 07 s`, `1 h 02 min`, in the page's language. */
export function duration(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  const minutes = Math.floor(seconds / 60);
  const hours = Math.floor(minutes / 60);
  const { units, tag } = words.value;
  const two = new Intl.NumberFormat(tag, { minimumIntegerDigits: 2 });
  if (hours > 0) return `${hours} ${units.hour} ${two.format(minutes % 60)} ${units.minute}`;
  return minutes > 0
    ? `${minutes} ${units.minute} ${two.format(seconds % 60)} ${units.second}`
    : `${seconds} ${units.second}`;
}

/** For what nobody knows better than to a minute, or at the end to ten seconds. */
export function roughly(milliseconds: number): string {
  const { units } = words.value;
  const seconds = milliseconds / 1000;
  return seconds > 50
    ? `${Math.round(seconds / 60) || 1} ${units.minute}`
    : `${Math.ceil(seconds / 10) * 10} ${units.second}`;
}

export function clock(iso: string): string {
  const time = new Date(iso);
  if (Number.isNaN(time.getTime())) return "";
  // English is written as the browser is used to it: its hours are counted in two ways.
  const { language, tag } = words.value;
  return time.toLocaleTimeString(language === "en" ? [] : tag, { hour: "2-digit", minute: "2-digit" });
}
