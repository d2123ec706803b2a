import { Modal } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { KeyHint } from '@/ui/KeyHint';
import { ROOMS } from './rooms';

export interface HelpSheetProps {
  readonly opened: boolean;
  readonly onClose: () => void;
}

export function HelpSheet({ opened, onClose }: HelpSheetProps) {
  const { t } = useTranslation();
  const page = [
    [['⌘', 'K'], t('help.palette')],
    [['/'], t('help.focus')],
    [['↑'], t('help.walk')],
    [['Esc'], t('help.close')],
    [['Alt', '←'], t('help.back')],
    [['d'], t('help.theme')],
    [['?'], t('help.sheet')],
  ] as const;
  const trace = [
    [['j', 'k'], t('help.traceWalk')],
    [['Enter'], t('help.traceOpen')],
    [['←', '→'], t('help.traceFold')],
    [['1', '9'], t('help.traceLevels')],
    [['*'], t('help.traceAll')],
    [['n', 'N'], t('help.traceNext')],
    [['+', '-'], t('help.traceZoom')],
    [['[', ']'], t('help.tracePan')],
    [['0'], t('help.traceWhole')],
  ] as const;
  return (
    <Modal opened={opened} onClose={onClose} title={t('help.title')} size={820} closeButtonProps={{ 'aria-label': t('action.close') }}>
      <div style={{ display: 'grid', gridTemplateColumns: 'repeat(auto-fit, minmax(220px, 1fr))', gap: 24 }}>
        <Column title={t('help.go')}>
          {ROOMS.map((room) => (
            <Line key={room.id} keys={['g', room.key]} words={t(`nav.${room.id}`)} />
          ))}
        </Column>
        <Column title={t('help.page')}>
          {page.map(([keys, words]) => (
            <Line key={words} keys={keys} words={words} />
          ))}
        </Column>
        <Column title={t('help.trace')}>
          {trace.map(([keys, words]) => (
            <Line key={words} keys={keys} words={words} />
          ))}
        </Column>
      </div>
    </Modal>
  );
}

function Column({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <div>
      <div className="mw-muted" style={{ marginBottom: 8 }}>
        {title}
      </div>
      <div className="mw-stack" style={{ gap: 6 }}>
        {children}
      </div>
    </div>
  );
}

function Line({ keys, words }: { readonly keys: readonly string[]; readonly words: string }) {
  return (
    <div className="mw-row">
      <span className="mw-grow">{words}</span>
      <KeyHint keys={keys} />
    </div>
  );
}
