import { ActionIcon } from '@mantine/core';
import { IconChevronDown, IconChevronUp, IconX } from '@tabler/icons-react';
import { type ReactNode, useEffect, useId, useRef } from 'react';
import { createPortal } from 'react-dom';
import { useTranslation } from 'react-i18next';
import './Drawer.css';

export interface DrawerProps {
  readonly title: ReactNode;
  readonly onClose: () => void;
  /** Go to the row above or below, when there is one: the arrow keys do the same. */
  readonly onPrevious?: (() => void) | undefined;
  readonly onNext?: (() => void) | undefined;
  readonly actions?: ReactNode | undefined;
  readonly children: ReactNode;
}

/** Details beside the list, which stays usable. Esc closes and gives the focus back, ↑↓ walks the list. */
export function Drawer({ title, onClose, onPrevious, onNext, actions, children }: DrawerProps) {
  const { t } = useTranslation();
  const titleId = useId();
  const panel = useRef<HTMLElement>(null);
  const latest = useRef({ onClose, onPrevious, onNext });
  useEffect(() => {
    latest.current = { onClose, onPrevious, onNext };
  });

  useEffect(() => {
    const before = document.activeElement;
    panel.current?.focus({ preventScroll: true });
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || isElsewhere(event.target)) return;
      const { onClose, onPrevious, onNext } = latest.current;
      if (event.key === 'Escape') onClose();
      else if (isEditing(event.target)) return;
      else if (event.key === 'ArrowUp' && onPrevious !== undefined) onPrevious();
      else if (event.key === 'ArrowDown' && onNext !== undefined) onNext();
      else return;
      event.preventDefault();
    };
    document.addEventListener('keydown', onKey);
    return () => {
      document.removeEventListener('keydown', onKey);
      if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
    };
  }, []);

  return createPortal(
    <aside className="mw-drawer" role="dialog" aria-labelledby={titleId} tabIndex={-1} ref={panel}>
      <header className="mw-drawer-head">
        <h2 className="mw-drawer-title mw-grow" id={titleId}>
          {title}
        </h2>
        {actions}
        {onPrevious !== undefined && (
          <ActionIcon aria-label={t('action.previous')} onClick={onPrevious}>
            <IconChevronUp size={16} />
          </ActionIcon>
        )}
        {onNext !== undefined && (
          <ActionIcon aria-label={t('action.next')} onClick={onNext}>
            <IconChevronDown size={16} />
          </ActionIcon>
        )}
        <ActionIcon aria-label={t('action.close')} onClick={onClose}>
          <IconX size={16} />
        </ActionIcon>
      </header>
      <div className="mw-drawer-body">{children}</div>
    </aside>,
    document.body,
  );
}

/** A modal over the drawer has the keys for itself. */
function isElsewhere(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('[aria-modal="true"]') !== null;
}

export function isEditing(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
}
