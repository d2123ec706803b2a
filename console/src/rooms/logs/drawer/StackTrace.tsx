import { Button, CopyButton } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './drawer.module.css';
import { foldStack, readStack, type StackLine } from './stack';

/** A stack trace with the frames of libraries folded away, the shop's own ones standing out. */
export function StackTrace({ text }: { text: string }) {
  const { t } = useTranslation('logs');
  const { t: common } = useTranslation();
  const [whole, setWhole] = useState(false);
  const lines = useMemo(() => readStack(text), [text]);
  const parts = useMemo(() => foldStack(lines), [lines]);
  const foldable = parts.some(({ folded }) => folded);
  return (
    <section aria-label={t('stack.name')}>
      <div className="mw-row">
        <h3 className="mw-grow">{t('stack.name')}</h3>
        {foldable && (
          <Button variant="subtle" aria-pressed={whole} onClick={() => setWhole(!whole)}>
            {t(whole ? 'stack.fold' : 'stack.unfold')}
          </Button>
        )}
        <CopyButton value={text}>
          {({ copied, copy }) => (
            <Button variant="subtle" onClick={copy}>
              {common(copied ? 'action.copied' : 'action.copy')}
            </Button>
          )}
        </CopyButton>
      </div>
      <div className={styles.stack} role="group" aria-label={t('stack.name')}>
        {whole
          ? lines.map((line, at) => <Frame key={at} line={line} />)
          : parts.map((part, at) => (part.folded ? <Folded key={at} lines={part.lines} /> : <Frame key={at} line={part.line} />))}
      </div>
    </section>
  );
}

function Folded({ lines }: { lines: readonly StackLine[] }) {
  const { t } = useTranslation('logs');
  const [open, setOpen] = useState(false);
  return (
    <>
      <button type="button" className={styles.foldButton} aria-expanded={open} onClick={() => setOpen(!open)}>
        {t('stack.folded', { count: lines.length })}
      </button>
      {open && lines.map((line, at) => <Frame key={at} line={line} />)}
    </>
  );
}

function Frame({ line }: { line: StackLine }) {
  return (
    <div className={styles.frame} data-kind={line.kind}>
      {line.text}
    </div>
  );
}
