import { Modal, NumberInput, Select, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { queryRange } from '@/api/prometheus';
import { HrefLink } from '@/app/HrefLink';
import { useTimeRange } from '@/app/timeRange';
import { TimeSeries } from '@/charts/TimeSeries';
import { metricsHref } from '@/lib/links';
import { stepSeconds } from '@/lib/time';
import styles from '@/rooms/logs/logs.module.css';
import type { LogView } from '@/rooms/logs/useLogUrl';
import { CopyText } from '@/ui/CopyText';
import { Panel } from '@/ui/Panel';
import { EmptyState } from '@/ui/states';
import { countExpression, ruleYaml, watched, type Draft } from './rule';

const SEVERITIES = ['critical', 'warning', 'info'] as const;
const WINDOWS = [1, 5, 10, 30, 60];

/** The search as an alert rule: how often it would have fired, and the text for the file of rules. */
export function RuleDialog({ view, onClose }: { view: LogView; onClose: () => void }) {
  const { t } = useTranslation('logs');
  const { t: common } = useTranslation();
  const what = useMemo(() => watched(view), [view]);
  const named = [...what.levels, ...what.services].join(' ');
  const [draft, setDraft] = useState<Draft>({
    name: t('rule.usualName', { what: named }).trim(),
    threshold: 10,
    windowMinutes: 5,
    forMinutes: 2,
    severity: 'warning',
  });
  const change = (patch: Partial<Draft>): void => setDraft((before) => ({ ...before, ...patch }));
  const whole = (value: string | number): number => Math.max(0, Math.floor(Number(value)) || 0);
  const summary = t('rule.summary', { minutes: draft.windowMinutes, what: named, threshold: draft.threshold });
  return (
    <Modal opened onClose={onClose} title={t('rule.title')} size={680} closeButtonProps={{ 'aria-label': common('action.close') }}>
      <div className="mw-stack">
        {what.beyond.length > 0 && (
          <p className={styles.note} role="note">
            {t('rule.beyond', { text: what.beyond.join(' ') })}
          </p>
        )}
        <div className={styles.ruleFields}>
          <TextInput label={t('rule.name')} value={draft.name} onChange={(event) => change({ name: event.currentTarget.value })} />
          <NumberInput label={t('rule.threshold')} min={0} value={draft.threshold} onChange={(value) => change({ threshold: whole(value) })} />
          <Select
            label={t('rule.window')}
            allowDeselect={false}
            value={String(draft.windowMinutes)}
            data={WINDOWS.map((value) => ({ value: String(value), label: t('rule.minutes', { count: value }) }))}
            onChange={(value) => change({ windowMinutes: Number(value) })}
          />
          <NumberInput label={t('rule.for')} min={0} value={draft.forMinutes} onChange={(value) => change({ forMinutes: whole(value) })} />
          <Select
            label={t('rule.severity')}
            allowDeselect={false}
            value={draft.severity}
            data={SEVERITIES.map((value) => ({ value, label: common(`level.${value}`) }))}
            onChange={(value) => change({ severity: SEVERITIES.find((one) => one === value) ?? 'warning' })}
          />
        </div>
        <Rehearsal expr={countExpression(what, draft.windowMinutes)} threshold={draft.threshold} />
        <div>
          <h3 className={styles.subhead}>{t('rule.yaml')}</h3>
          <div className={styles.code}>
            <CopyText text={ruleYaml(draft, what, summary)} />
          </div>
          <p className="mw-muted">{t('rule.how')}</p>
        </div>
      </div>
    </Modal>
  );
}

/** The count over the time on the page, with the threshold across it. */
function Rehearsal({ expr, threshold }: { expr: string; threshold: number }) {
  const { t } = useTranslation('logs');
  const { fromMs, toMs } = useTimeRange().resolved;
  const query = useQuery({
    queryKey: ['log-rule', expr, fromMs, toMs],
    queryFn: ({ signal }) => queryRange({ expr, fromMs, toMs, stepSeconds: stepSeconds(toMs - fromMs, 400) }, signal),
    placeholderData: (before) => before,
    retry: false,
  });
  const series = useMemo(
    () =>
      (query.data?.data ?? []).slice(0, 10).map(({ metric, points }) => ({
        name: Object.values(metric).join(' ') || t('rule.lines'),
        points,
      })),
    [query.data, t],
  );
  const line = useMemo(() => [{ value: threshold, label: String(threshold), level: 'critical' }], [threshold]);
  const over = series.filter(({ points }) => points.some(([, value]) => value !== null && value > threshold)).length;
  return (
    <Panel
      title={t('rule.rehearsal')}
      hint={query.data === undefined ? undefined : t('rule.over', { count: over })}
      query={query}
      actions={<HrefLink href={metricsHref([expr], { fromMs, toMs })}>{t('rule.inMetrics')}</HrefLink>}
      empty={series.length === 0 && <EmptyState>{t('rule.noCounts')}</EmptyState>}
    >
      <TimeSeries series={series} unit="count" height={130} from={fromMs} to={toMs} thresholds={line} label={t('rule.rehearsal')} />
    </Panel>
  );
}
