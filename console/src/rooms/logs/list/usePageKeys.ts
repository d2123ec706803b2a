import { useEffect, useRef } from 'react';
import { isEditing } from '@/ui/Drawer';

/** Keys pressed while nothing else takes them: no field, no button with a use for them, no dialog. */
export function usePageKeys(onKey: (event: KeyboardEvent) => void): void {
  const latest = useRef(onKey);
  useEffect(() => {
    latest.current = onKey;
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.metaKey || event.ctrlKey || event.altKey || isEditing(event.target)) return;
      if (document.querySelector('[aria-modal="true"], .mw-drawer') !== null) return;
      latest.current(event);
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, []);
}
