import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { HrefLink } from '@/app/HrefLink';
import { useUrlState } from '@/app/urlState';
import { formatCount, formatDuration } from '@/lib/format';
import { traceHref } from '@/lib/links';
import { ToggleChip } from '@/ui/Chips';
import { Panel } from '@/ui/Panel';
import { AbsoluteTime } from '@/ui/RelativeTime';
import { EmptyState } from '@/ui/states';
import { fetchTrace } from './api';
import { compare, countChanges, CHANGES } from './compare';
import { CompareForm, Suggestions } from './CompareForm';
import { CompareTable, Culprits } from './CompareTable';
import { isTraceId } from './search';
import type { Trace } from './trace';

/** Two traces: what one did and the other did not, and where the time went. */
export function CompareView() {
  const { t } = useTranslation('traces');
  const url = useUrlState();
  const [a, b] = [url.get('a') ?? '', url.get('b') ?? ''];
  const [first, second] = [useOne(a), useOne(b)];
  const [left, right] = [first.data ?? null, second.data ?? null];
  const all = useMemo(() => (left === null || right === null ? [] : compare(left, right)), [left, right]);
  const every = url.get('every') === 'true';
  const counts = countChanges(all);
  const pick = (ids: { a: string; b: string }): void => url.set(ids);
  const missing = (first.data === null && a) || (second.data === null && b) || null;
  return (
    <>
      <CompareForm a={a} b={b} onPick={pick} />
      {missing !== null && (
        <Panel label={t('compare')}>
          <EmptyState>{t('unknownTrace', { id: missing })}</EmptyState>
        </Panel>
      )}
      {a === '' && b === '' && (
        <Panel label={t('compare')}>
          <EmptyState action={<HrefLink href="/traces">{t('backToSearch')}</HrefLink>}>{t('compareEmpty')}</EmptyState>
        </Panel>
      )}
      {(left === null) !== (right === null) && (a === '' || b === '') && (
        <Panel title={t('compareOne')}>
          {left !== null && <Suggestions trace={left} onPick={(id) => pick({ a, b: id })} />}
          {right !== null && <Suggestions trace={right} onPick={(id) => pick({ a: id, b })} />}
        </Panel>
      )}
      {isTraceId(a) && isTraceId(b) && missing === null && (
        <>
          <Panel title={t('inShort')} query={[first, second]}>
            {left !== null && right !== null && (
              <>
                <Facts a={left} b={right} />
                <Culprits all={all} />
              </>
            )}
          </Panel>
          <Panel
            title={t('differencesOf')}
            hint={CHANGES.filter((change) => counts[change] > 0)
              .map((change) => `${t(`change.${change}`)} ${formatCount(counts[change])}`)
              .join(' · ')}
            query={[first, second]}
            flush
            actions={
              <ToggleChip on={every} onToggle={() => url.set({ every: every ? undefined : 'true' }, { replace: true })}>
                {t('alsoSame')}
              </ToggleChip>
            }
          >
            {left !== null && right !== null && (
              <CompareTable a={left.id} b={right.id} rows={every ? all : all.filter(({ differs }) => differs)} />
            )}
          </Panel>
        </>
      )}
    </>
  );
}

function useOne(id: string) {
  return useQuery({
    queryKey: ['trace', id],
    queryFn: ({ signal }) => fetchTrace(id, signal),
    enabled: isTraceId(id),
    staleTime: 15_000,
  });
}

function Facts({ a, b }: { a: Trace; b: Trace }) {
  const { t } = useTranslation('traces');
  const failed = (trace: Trace): number => trace.spans.filter((span) => span.failed).length;
  return (
    <div className="mw-scroll">
      <table className="mw-table">
        <thead>
          <tr>
            {['trace', 'entry', 'start', 'duration', 'spanCount', 'errorCount'].map((name, at) => (
              <th key={name} className={at > 2 ? 'mw-right' : undefined}>
                {t(`compareFact.${name as 'trace'}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {([a, b] as const).map((trace, at) => (
            <tr key={at}>
              <td style={{ whiteSpace: 'nowrap' }}>
                {at === 0 ? 'A ' : 'B '}
                <HrefLink href={traceHref(trace.id)}>
                  <code>{trace.id.slice(0, 12)}…</code>
                </HrefLink>
              </td>
              <td>
                {trace.spans[0]?.service} <span className="mw-muted">{trace.spans[0]?.operation}</span>
              </td>
              <td>
                <AbsoluteTime ms={trace.startMs} />
              </td>
              <td className="mw-right">{formatDuration(trace.durationMs / 1000)}</td>
              <td className="mw-right">{formatCount(trace.spans.length)}</td>
              <td className="mw-right">{formatCount(failed(trace))}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
