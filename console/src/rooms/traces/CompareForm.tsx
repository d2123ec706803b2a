import { Button, TextInput } from '@mantine/core';
import { IconArrowsExchange } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { formatDuration } from '@/lib/format';
import { fetchSummaries, type TraceSummary } from './api';
import { isTraceId, readSearch, summaryParams } from './search';
import type { Trace } from './trace';
import styles from './traces.module.css';

type CompareFormProps = { a: string; b: string; onPick: (ids: { a: string; b: string }) => void };

/** Two ids, typed or pasted; nothing is asked for before both are ids. */
export function CompareForm({ a, b, onPick }: CompareFormProps) {
  const { t } = useTranslation('traces');
  const [draft, setDraft] = useState({ a, b });
  const [shown, setShown] = useState({ a, b });
  if (shown.a !== a || shown.b !== b) {
    setShown({ a, b });
    setDraft({ a, b });
  }
  const bad = (text: string): boolean => text.trim() !== '' && !isTraceId(text);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!bad(draft.a) && !bad(draft.b)) {
      onPick({ a: draft.a.trim().toLowerCase(), b: draft.b.trim().toLowerCase() });
    }
  };
  return (
    <form className={styles.form} onSubmit={submit}>
      {(['a', 'b'] as const).map((name) => (
        <TextInput
          key={name}
          label={t(name === 'a' ? 'compareA' : 'compareB')}
          placeholder={t('traceIdPlaceholder')}
          value={draft[name]}
          onChange={(event) => setDraft({ ...draft, [name]: event.currentTarget.value })}
          error={bad(draft[name]) ? t('badTraceId') : undefined}
          spellCheck={false}
        />
      ))}
      <div className={styles.formActions}>
        <Button
          variant="default"
          leftSection={<IconArrowsExchange size={14} />}
          disabled={a === '' && b === ''}
          onClick={() => onPick({ a: b, b: a })}
        >
          {t('swap')}
        </Button>
        <Button type="submit" disabled={bad(draft.a) || bad(draft.b)}>
          {t('compare')}
        </Button>
      </div>
    </form>
  );
}

const HOUR_MS = 3_600_000;

/** With what a single trace can be compared: others of the same entry within an hour of it. */
export function Suggestions({ trace, onPick }: { trace: Trace; onPick: (id: string) => void }) {
  const { t } = useTranslation('traces');
  const root = trace.spans[0];
  const search = { ...readSearch({ get: () => undefined }), service: root?.service ?? '', operation: root?.operation ?? '', limit: 500 };
  const params = summaryParams(search, trace.startMs - HOUR_MS, trace.startMs + HOUR_MS);
  const query = useQuery({
    queryKey: ['trace-summaries', params],
    queryFn: ({ signal }) => fetchSummaries(params, signal),
    staleTime: 60_000,
  });
  const typical = typicalOf(query.data ?? [], trace.id);
  if (query.isPending) return null;
  if (typical === null) return <p className="mw-muted">{t('noOthers')}</p>;
  return (
    <div className="mw-row mw-wrap">
      <span className="mw-muted">{t('compareWith')}</span>
      {(['median', 'fastest', 'slowest'] as const).map((kind) => (
        <Button key={kind} variant="default" onClick={() => onPick(typical[kind].id)}>
          {t(`typical.${kind}`, { time: formatDuration(typical[kind].seconds) })}
        </Button>
      ))}
      <span className="mw-muted">{t('ofSimilar', { count: typical.count })}</span>
    </div>
  );
}

/** The middle, the fastest and the slowest of the others; null when there is no other. */
export function typicalOf(
  found: readonly TraceSummary[],
  id: string,
): { count: number; median: TraceSummary; fastest: TraceSummary; slowest: TraceSummary } | null {
  const others = found.filter((one) => one.id !== id).toSorted((x, y) => x.seconds - y.seconds);
  const [fastest, median, slowest] = [others[0], others[Math.floor((others.length - 1) / 2)], others.at(-1)];
  if (fastest === undefined || median === undefined || slowest === undefined) return null;
  return { count: others.length, median, fastest, slowest };
}
