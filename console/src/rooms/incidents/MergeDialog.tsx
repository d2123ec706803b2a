import { Modal } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { fetchIncidents } from '@/api/incidents';
import { PriorityBadge } from '@/ui/LevelBadge';
import { Panel } from '@/ui/Panel';
import { EmptyState } from '@/ui/states';
import { byUrgency } from './incident';
import type { IncidentDialogProps } from './IncidentMenu';

/** The other open incidents, to choose the one that this becomes a part of. */
export function MergeDialog({ incident, onClose, onChange }: IncidentDialogProps) {
  const { t } = useTranslation('incidents');
  const { t: common } = useTranslation('common');
  const query = useQuery({ queryKey: ['incidents', 'open'], queryFn: ({ signal }) => fetchIncidents('open', signal) });
  const others = (query.data ?? []).filter(({ id }) => id !== incident.id).toSorted(byUrgency);
  return (
    <Modal opened onClose={onClose} title={t('mergeInto')} size={480} closeButtonProps={{ 'aria-label': common('action.close') }}>
      <div className="mw-stack">
        <div className="mw-muted">{t('mergeHint')}</div>
        <Panel label={t('mergeInto')} query={query} empty={others.length === 0 && <EmptyState>{t('mergeNone')}</EmptyState>}>
          {others.map((other) => (
            <button
              key={other.id}
              type="button"
              className="mw-plain-button mw-row"
              style={{ width: '100%', minHeight: 40 }}
              onClick={() => onChange({ verb: 'merge', into: other.id })}
            >
              <PriorityBadge priority={other.priority} />
              <span className="mw-strong mw-clip">{other.title}</span>
              <span className="mw-muted">{other.id}</span>
            </button>
          ))}
        </Panel>
      </div>
    </Modal>
  );
}
