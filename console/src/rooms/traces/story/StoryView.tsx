import { Button, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { HrefLink } from '@/app/HrefLink';
import { useTimeRange } from '@/app/timeRange';
import { useUrlState } from '@/app/urlState';
import { indexedColor, seriesColor } from '@/charts/palette';
import { useTimeZone } from '@/i18n/locale';
import { formatCount, formatDuration } from '@/lib/format';
import { formatRowTime } from '@/lib/time';
import spanStyles from '@/rooms/traces/span.module.css';
import tracesStyles from '@/rooms/traces/traces.module.css';
import { ToggleChip } from '@/ui/Chips';
import { LongList } from '@/ui/LongList';
import { Panel } from '@/ui/Panel';
import { EmptyState } from '@/ui/states';
import { fetchStory } from './fetchStory';
import { countKinds, KINDS, story, type Kind, type StoryItem } from './story';

const ROW = 28;

/** An order, a user or a request: everything that is known of it, in the order it happened. */
export function StoryView() {
  const { t } = useTranslation('traces');
  const url = useUrlState();
  const range = useTimeRange();
  const id = url.get('id') ?? '';
  const query = useQuery({
    // A dozen questions at once: asked again on purpose, not by the clock.
    queryKey: ['story', id, range.from, range.to],
    queryFn: ({ signal }) => fetchStory(id, range.resolved, signal),
    enabled: id !== '',
    staleTime: 60_000,
  });
  const items = useMemo(() => (query.data === undefined ? [] : story(query.data, id)), [query.data, id]);
  const counts = countKinds(items);
  const hidden = (url.get('without') ?? '').split('.');
  const shown = items.filter(({ kind }) => !hidden.includes(kind));
  const toggle = (kind: Kind): void => {
    const next = hidden.includes(kind) ? hidden.filter((one) => one !== kind) : [...hidden, kind];
    url.set({ without: next.filter((one) => one !== '').join('.') }, { replace: true });
  };
  const wider = (
    <Button variant="default" onClick={() => url.set({ from: 'now-30d', to: 'now' })}>
      {t('story.wider')}
    </Button>
  );
  return (
    <>
      <IdForm key={id} id={id} onId={(next) => url.set({ id: next, without: undefined })} />
      {id === '' ? (
        <Panel label={t('tab.story')}>
          <EmptyState>{t('story.ask')}</EmptyState>
        </Panel>
      ) : (
        <Panel
          title={t('story.title', { id })}
          hint={items.length === 0 ? undefined : summaryOf(items, t)}
          query={query}
          flush
          partial={query.data?.partial === true ? t('story.partial') : null}
          empty={items.length === 0 && <EmptyState action={wider}>{t('story.nothing', { id })}</EmptyState>}
        >
          <div className="mw-chips" style={{ padding: '0 12px 8px' }}>
            {KINDS.filter((kind) => counts.has(kind)).map((kind) => (
              <ToggleChip key={kind} on={!hidden.includes(kind)} onToggle={() => toggle(kind)}>
                <Mark color={colorOf(kind)} />
                {t(`kind.${kind}`)} {formatCount(counts.get(kind))}
              </ToggleChip>
            ))}
          </div>
          <LongList items={shown} keyOf={({ key }) => key} heightOf={() => ROW} render={(item) => <Row item={item} />} />
        </Panel>
      )}
    </>
  );
}

function IdForm({ id, onId }: { id: string; onId: (id: string) => void }) {
  const { t } = useTranslation('traces');
  const [draft, setDraft] = useState(id);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (draft.trim() !== '') onId(draft.trim());
  };
  return (
    <form className={tracesStyles.form} onSubmit={submit} role="search">
      <TextInput
        data-search
        label={t('story.id')}
        placeholder="ORD20261123001 · u10086 · req-5f1c9a"
        value={draft}
        onChange={(event) => setDraft(event.currentTarget.value)}
        spellCheck={false}
        autoFocus={id === ''}
      />
      <div className={tracesStyles.formActions}>
        <Button type="submit" disabled={draft.trim() === ''}>
          {t('story.look')}
        </Button>
      </div>
    </form>
  );
}

function Row({ item }: { item: StoryItem }) {
  const { t } = useTranslation('traces');
  const timeZone = useTimeZone();
  return (
    <HrefLink
      href={item.href}
      className={spanStyles.logLine}
      title={`${item.title} ${item.detail}`.trim()}
      style={{ height: ROW, lineHeight: `${ROW}px`, padding: '0 12px', overflow: 'hidden' }}
    >
      <span className={spanStyles.eventTime}>{formatRowTime(item.atMs, timeZone)}</span>
      <span className="mw-muted" style={{ flex: 'none', width: 76, paddingLeft: item.kind === 'span' ? 12 : 0 }}>
        <Mark color={colorOf(item.kind)} />
        {t(`kind.${item.kind}`)}
      </span>
      <span className="mw-clip mw-grow">
        <span style={{ color: seriesColor(item.service) }} aria-hidden>
          ▪{' '}
        </span>
        <b>{item.service}</b>{' '}
        <span style={item.failed ? { color: 'var(--mw-critical-text)' } : undefined}>
          {item.failed && `⚠ ${t('failed')} `}
          {item.title}
        </span>{' '}
        <span className="mw-muted">{item.detail}</span>
      </span>
      {item.seconds !== null && <span className={spanStyles.eventTime}>{formatDuration(item.seconds)}</span>}
    </HrefLink>
  );
}

function Mark({ color }: { color: string }) {
  return <span className={tracesStyles.serviceBar} style={{ background: color }} />;
}

function colorOf(kind: Kind): string {
  return kind === 'error' ? 'var(--mw-critical)' : indexedColor(KINDS.indexOf(kind));
}

type Words = ReturnType<typeof useTranslation<'traces'>>['t'];

function summaryOf(items: readonly StoryItem[], t: Words): string {
  const [first, last] = [items[0], items.at(-1)];
  const failed = items.filter((item) => item.failed).length;
  const took = formatDuration(((last?.atMs ?? 0) - (first?.atMs ?? 0)) / 1000);
  const services = new Set(items.filter(({ kind }) => kind !== 'notification').map(({ service }) => service)).size;
  const facts = t('story.facts', { count: items.length, services, took });
  return failed === 0 ? facts : `${facts} · ${t('story.failed', { count: failed })}`;
}
