import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { type Drill, type DrillOutcome, fetchDrills } from '@/api/security';
import { HrefLink } from '@/app/HrefLink';
import { formatDuration } from '@/lib/format';
import { Badge } from '@/ui/LevelBadge';
import { Panel } from '@/ui/Panel';
import { AbsoluteTime } from '@/ui/RelativeTime';
import { EmptyState } from '@/ui/states';

/** Reports of drills, the newest first: which fault was followed by what, and what was missed. */
export function DrillsTab() {
  const { t } = useTranslation('security');
  const query = useQuery({ queryKey: ['drills'], queryFn: ({ signal }) => fetchDrills(signal) });
  const drills = query.data ?? [];
  if (drills.length === 0) {
    return (
      <Panel label={t('tab.drills')} query={query} empty={query.data !== undefined && <EmptyState>{t('drill.none')}</EmptyState>}>
        {null}
      </Panel>
    );
  }
  return (
    <div className="mw-stack">
      {drills.map((drill) => (
        <DrillPanel key={drill.id} drill={drill} />
      ))}
    </div>
  );
}

function DrillPanel({ drill }: { readonly drill: Drill }) {
  const { t } = useTranslation('security');
  const missed = drill.outcomes.filter((outcome) => outcome.missed.length > 0).length;
  return (
    <Panel title={<AbsoluteTime ms={drill.at} />} hint={t('drill.ran', { count: drill.outcomes.length, missed })} flush>
      <div className="mw-scroll">
        <table className="mw-table">
          <thead>
            <tr>
              {(['fault', 'rule', 'fired', 'incident', 'notified', 'resolved', 'missed'] as const).map((column) => (
                <th key={column}>{t(`drill.column.${column}`)}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {drill.outcomes.map((outcome) => (
              <OutcomeRow key={outcome.fault} outcome={outcome} />
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}

function OutcomeRow({ outcome }: { readonly outcome: DrillOutcome }) {
  const { t } = useTranslation('security');
  const took = (seconds: number | null): string => (seconds === null ? '–' : formatDuration(seconds));
  const whole = outcome.missed.length === 0;
  return (
    <tr>
      <td className="mw-mono">{outcome.fault}</td>
      <td className="mw-strong">{outcome.rule}</td>
      <td>{took(outcome.firedAfter)}</td>
      <td>{outcome.incident === null ? '–' : <HrefLink href={`/incidents/${outcome.incident}`}>{outcome.incident}</HrefLink>}</td>
      <td>{outcome.notified ? '✓' : '–'}</td>
      <td>{took(outcome.resolvedAfter)}</td>
      <td>
        <Badge level={whole ? 'ok' : 'high'} icon>
          {whole ? t('drill.good') : t('drill.bad', { what: outcome.missed.join(', ') })}
        </Badge>
      </td>
    </tr>
  );
}
