import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Labels } from '@/api/prometheus';
import { relabelSteps } from '@/api/targets';
import { Badge } from '@/ui/LevelBadge';
import { ErrorState, SkeletonRows } from '@/ui/states';
import { stepViews, type LabelChange } from './relabel';
import styles from './targets.module.css';

type RelabelStepsProps = { pool: string; discovered: Labels };

/** What each rule of the pool makes of the labels as they were discovered, in order. */
export function RelabelSteps({ pool, discovered }: RelabelStepsProps) {
  const { t } = useTranslation('metrics');
  const query = useQuery({
    queryKey: ['relabel-steps', pool, discovered],
    queryFn: ({ signal }) => relabelSteps(pool, discovered, signal),
    staleTime: 60_000,
    retry: false,
  });
  if (query.data === undefined) {
    return query.isError ? <ErrorState error={query.error} onRetry={() => void query.refetch()} /> : <SkeletonRows rows={3} />;
  }
  const steps = stepViews(discovered, query.data);
  if (steps.length === 0) return <p className="mw-muted">{t('relabel.none')}</p>;
  return (
    <ol className={styles.steps}>
      {steps.map((step, at) => (
        <li key={at} data-moot={step.moot || undefined}>
          <div className={styles.rule}>
            <code>{step.rule}</code>
            {!step.keep && !step.moot && <Badge level="critical">{t('relabel.dropped')}</Badge>}
            {step.moot && <span className="mw-muted">{t('relabel.moot')}</span>}
          </div>
          {step.keep && step.changes.length === 0 && <div className="mw-muted">{t('relabel.same')}</div>}
          {step.changes.map((change) => (
            <Change key={change.label} change={change} />
          ))}
        </li>
      ))}
    </ol>
  );
}

const SIGNS = { added: '+', removed: '−', changed: '~', same: ' ' } as const;

function Change({ change: { label, kind, before, after } }: { change: LabelChange }) {
  const { t } = useTranslation('metrics');
  return (
    <div className={styles.change} data-kind={kind}>
      <span aria-label={kind === 'same' ? undefined : t(`relabel.${kind}`)}>{SIGNS[kind]}</span>
      <code>
        {label}=
        {before !== undefined && kind !== 'added' && <del>{before}</del>}
        {kind === 'changed' && ' → '}
        {after !== undefined && kind !== 'removed' && <ins>{after}</ins>}
      </code>
    </div>
  );
}
