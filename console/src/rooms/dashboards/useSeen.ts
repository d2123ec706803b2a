import { type RefObject, useEffect, useState } from 'react';

/** Whether the element is on the screen, or soon will be: what cannot be seen need not be asked for. */
export function useSeen(element: RefObject<Element | null>): boolean {
  const [seen, setSeen] = useState(typeof IntersectionObserver === 'undefined');
  useEffect(() => {
    if (typeof IntersectionObserver === 'undefined' || element.current === null) return;
    const observer = new IntersectionObserver((entries) => setSeen(entries.at(-1)?.isIntersecting === true), { rootMargin: '240px' });
    observer.observe(element.current);
    return () => observer.disconnect();
  }, [element]);
  return seen;
}
