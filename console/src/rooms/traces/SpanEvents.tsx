import { useTranslation } from 'react-i18next';
import { formatDuration } from '@/lib/format';
import styles from './span.module.css';
import { TagTable } from './TagTable';
import type { Span, SpanEvent } from './trace';

const EXCEPTION = { type: 'exception.type', message: 'exception.message', stack: 'exception.stacktrace' } as const;
const SHORT_STACK = 6;

/** What happened while the span ran; exceptions with their stack, opened on demand. */
export function SpanEvents({ span }: { span: Span }) {
  const { t } = useTranslation('traces');
  if (span.events.length === 0) return null;
  return (
    <>
      <h3>{t('events')}</h3>
      {span.events.map((event, at) => (
        // Events have no identity of their own; their order never changes.
        // oxlint-disable-next-line react/no-array-index-key
        <div key={at} className={styles.event}>
          <span className={styles.eventTime}>{formatDuration((event.atMs - span.startMs) / 1000)}</span>
          <EventBody event={event} />
        </div>
      ))}
    </>
  );
}

function EventBody({ event }: { event: SpanEvent }) {
  const { t } = useTranslation('traces');
  const valueOf = (key: string): string => event.fields.find((field) => field.key === key)?.value ?? '';
  const [type, message, stack] = [valueOf(EXCEPTION.type), valueOf(EXCEPTION.message), valueOf(EXCEPTION.stack)];
  if (type === '' && message === '' && stack === '') {
    return (
      <div>
        <b>{event.name === '' ? t('event') : event.name}</b>
        <TagTable tags={event.fields} />
      </div>
    );
  }
  const known: readonly string[] = Object.values(EXCEPTION);
  const rest = event.fields.filter(({ key }) => !known.includes(key));
  const lines = stack.trimEnd().split('\n');
  return (
    <div style={{ minWidth: 0 }}>
      <b style={{ color: 'var(--mw-critical-text)', overflowWrap: 'anywhere' }}>
        {[type, message].filter((text) => text !== '').join(': ')}
      </b>
      {stack !== '' && (
        <details open={lines.length <= SHORT_STACK}>
          <summary className="mw-muted">{t('stack', { count: lines.length })}</summary>
          <pre className={styles.code}>{stack}</pre>
        </details>
      )}
      {rest.length > 0 && <TagTable tags={rest} />}
    </div>
  );
}
