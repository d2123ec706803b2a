import { useTranslation } from 'react-i18next';
import type { Board } from '@/api/business';
import type { Overview } from '@/api/overview';
import { HrefLink } from '@/app/HrefLink';
import { CopyText } from '@/ui/CopyText';
import { Drawer } from '@/ui/Drawer';
import { Badge } from '@/ui/LevelBadge';
import { arrived, SIGNALS, type Signal, snippet } from './business';

export interface ConnectDrawerProps {
  readonly signal: Signal;
  readonly overview: Overview;
  readonly board: Board | undefined;
  readonly onSignal: (signal: Signal) => void;
  readonly onClose: () => void;
}

/** How one signal of a mall comes here: what to paste where, and whether it has come. */
export function ConnectDrawer({ signal, overview, board, onSignal, onClose }: ConnectDrawerProps) {
  const { t } = useTranslation('overview');
  const at = SIGNALS.indexOf(signal);
  const before = SIGNALS[at - 1];
  const after = SIGNALS[at + 1];
  return (
    <Drawer
      title={`${t('connect.title')} · ${t(`connect.signal.${signal}`)}`}
      onClose={onClose}
      onPrevious={before === undefined ? undefined : () => onSignal(before)}
      onNext={after === undefined ? undefined : () => onSignal(after)}
    >
      <p>{t(`connect.about.${signal}`)}</p>
      {snippet(signal, window.location.origin).map((text) => (
        <div key={text} style={{ marginBottom: 12 }}>
          <CopyText text={text} />
        </div>
      ))}
      <h3>{t('connect.arrived')}</h3>
      {signal === 'database' ? <DatabaseState board={board} /> : <Sources names={arrived(overview.freshness, signal)} />}
      {signal !== 'database' && (
        <p>
          <HrefLink href={`/${signal}`}>{t(`connect.look.${signal}`)}</HrefLink>
        </p>
      )}
    </Drawer>
  );
}

function Sources({ names }: { readonly names: readonly string[] }) {
  const { t } = useTranslation('overview');
  if (names.length === 0) return <span className="mw-muted">{t('connect.nothing')}</span>;
  return (
    <div className="mw-row mw-wrap">
      {names.map((name) => (
        <Badge key={name} level="ok" icon>
          {name}
        </Badge>
      ))}
    </div>
  );
}

function DatabaseState({ board }: { readonly board: Board | undefined }) {
  const { t } = useTranslation('overview');
  if (board?.database.configured !== true) return <span className="mw-muted">{t('connect.noDatabase')}</span>;
  const missing = board.figures.filter(({ database }) => (database?.reason ?? null) !== null);
  return (
    <>
      <div className="mw-row mw-wrap">
        <Badge level={board.database.answers ? 'ok' : 'critical'} icon>
          {t(board.database.answers ? 'connect.answers' : 'connect.silent')}
        </Badge>
        <span className="mw-mono">{board.database.where}</span>
      </div>
      {missing.map((figure) => (
        <p key={figure.id} className="mw-muted" style={{ margin: '6px 0' }}>
          {figure.id}: {figure.database?.reason}
        </p>
      ))}
    </>
  );
}
