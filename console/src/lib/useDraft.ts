import { useEffect, useRef, useState } from 'react';

/**
 * A text being typed whose settled value lives elsewhere (the URL): shown at once, handed over `delayMs` after the last
 * key, replaced when the settled value changes by other means.
 */
export function useDraft(
  settled: string,
  commit: (text: string) => void,
  delayMs = 200,
): [draft: string, type: (text: string) => void] {
  const [draft, setDraft] = useState(settled);
  const [seen, setSeen] = useState(settled);
  const [typed, setTyped] = useState<string | null>(null);
  if (seen !== settled) {
    setSeen(settled);
    if (typed === null) setDraft(settled);
  }
  const latest = useRef(commit);
  useEffect(() => {
    latest.current = commit;
  });
  useEffect(() => {
    if (typed === null) return undefined;
    const timer = setTimeout(() => {
      setTyped(null);
      latest.current(typed);
    }, delayMs);
    return () => clearTimeout(timer);
  }, [typed, delayMs]);
  return [
    draft,
    (text) => {
      setDraft(text);
      setTyped(text);
    },
  ];
}
