import { useTranslation } from 'react-i18next';
import type { OnCallPlan } from '@/api/oncall';
import { targetName } from './plan';

export interface PolicyListProps {
  readonly plan: OnCallPlan;
}

/** Each policy as its steps, in the order in which they are asked for an incident. */
export function PolicyList({ plan }: PolicyListProps) {
  const { t } = useTranslation('oncall');
  return (
    <div className="mw-stack">
      {plan.policies.map((policy) => {
        const match = Object.entries(policy.match).map(([label, value]) => `${label}="${value}"`);
        return (
          <div key={policy.id}>
            <div className="mw-row mw-wrap">
              <span className="mw-strong">{policy.name}</span>
              <span className="mw-muted mw-mono">{match.length === 0 ? t('everyIncident') : match.join(', ')}</span>
            </div>
            <ol style={{ margin: 0, paddingLeft: 20 }}>
              {policy.steps.map((step, index) => (
                <li key={index}>
                  <span className="mw-muted">{step.after === 0 ? t('atOnce') : t('afterMinutes', { minutes: step.after })}</span>{' '}
                  {step.targets.map((target) => targetName(target, plan) ?? t('everyone')).join(', ')}
                </li>
              ))}
            </ol>
            <div className="mw-muted">
              {t('repeats', { minutes: policy.repeat })}
              {policy.ackTimeout > 0 && ` · ${t('ackTimeout', { minutes: policy.ackTimeout })}`}
            </div>
          </div>
        );
      })}
    </div>
  );
}
