import { useEffect, useRef } from 'react';
import { isEditing } from '@/ui/Drawer';
import { type Room, ROOMS } from './rooms';

export interface ShortcutActions {
  readonly goTo: (room: Room) => void;
  readonly help: () => void;
  readonly theme: () => void;
}

const CHORD_MS = 1200;

/** `g` and a letter go to a room, `/` to the page's search (an element with `data-search`), `?` opens the sheet. */
export function useShortcuts(actions: ShortcutActions): void {
  const latest = useRef(actions);
  useEffect(() => {
    latest.current = actions;
  });
  useEffect(() => {
    let chordUntil = 0;
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.metaKey || event.ctrlKey || event.altKey || isEditing(event.target)) return;
      const modal = document.querySelector('[aria-modal="true"]');
      if (modal !== null) return;
      const inChord = event.timeStamp < chordUntil;
      chordUntil = 0;
      const room = inChord ? ROOMS.find(({ key }) => key === event.key) : undefined;
      if (room !== undefined) latest.current.goTo(room);
      else if (event.key === 'g') chordUntil = event.timeStamp + CHORD_MS;
      else if (event.key === '/') focusSearch();
      else if (event.key === '?') latest.current.help();
      else if (event.key === 'd') latest.current.theme();
      else return;
      event.preventDefault();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
}

function focusSearch(): void {
  const marked = document.querySelector<HTMLElement>('[data-search]');
  const field = marked?.matches('input, textarea, [contenteditable="true"]')
    ? marked
    : marked?.querySelector<HTMLElement>('input, textarea, [contenteditable="true"]');
  field?.focus();
}
