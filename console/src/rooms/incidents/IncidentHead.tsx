import { Button, Modal, Textarea } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type IncidentDetail, resolveIncident } from '@/api/incidents';
import { useAcknowledge } from '@/app/useAcknowledge';
import { useAction } from '@/app/useAction';
import { usePersonName } from '@/app/usePersonName';
import { useLocale, useTimeZone } from '@/i18n/locale';
import { formatDuration } from '@/lib/format';
import { formatTime } from '@/lib/time';
import { PriorityBadge } from '@/ui/LevelBadge';
import { AbsoluteTime } from '@/ui/RelativeTime';
import { useNow } from '@/ui/useNow';
import { ClockRing } from './ClockRing';
import { HandlingLine } from './HandlingLine';
import { clocks } from './incident';
import { IncidentMenu } from './IncidentMenu';
import { StateBadge } from './IncidentsPage';

export interface IncidentHeadProps {
  readonly incident: IncidentDetail;
}

/** What it is, how much time is left, and the two things to do about it. */
export function IncidentHead({ incident }: IncidentHeadProps) {
  const { t } = useTranslation('incidents');
  const locale = useLocale();
  const timeZone = useTimeZone();
  const now = useNow();
  const [resolving, setResolving] = useState(false);
  const acknowledge = useAcknowledge(incident.id);
  const { response, resolution } = clocks(incident);
  const lasted = Math.max(0, Math.round(((incident.resolvedAt ?? now) - incident.openedAt) / 1000));
  return (
    <div className="mw-incident-top">
      <div className="mw-incident-name">
        <div className="mw-row mw-wrap" style={{ marginBottom: 4 }}>
          <PriorityBadge priority={incident.priority} />
          <StateBadge incident={incident} />
          <span className="mw-muted">
            {t(`source.${incident.source}`)} · <AbsoluteTime ms={incident.openedAt} /> ·{' '}
            {t('duration', { time: formatDuration(lasted) })}
          </span>
        </div>
        <h2 className="mw-incident-title">{incident.title}</h2>
        <HandlingLine incident={incident} />
        {incident.acknowledgedAt !== null && (
          <div className="mw-muted">
            {t('acknowledgedBy', {
              by: incident.acknowledgedBy ?? '',
              at: formatTime(incident.acknowledgedAt, locale, timeZone),
            })}
          </div>
        )}
      </div>
      <div className="mw-clocks">
        <ClockRing name={t('response')} {...response} />
        <ClockRing name={t('resolution')} {...resolution} />
      </div>
      <div className="mw-row mw-incident-actions">
          {incident.state === 'triggered' && (
            <Button size="sm" loading={acknowledge.pending} onClick={acknowledge.run}>
              {t('acknowledge')}
            </Button>
          )}
          {incident.state !== 'resolved' && (
            <Button size="sm" variant="default" onClick={() => setResolving(true)}>
              {t('resolve')}
            </Button>
          )}
          <IncidentMenu incident={incident} />
      </div>
      {resolving && <ResolveDialog incident={incident} onClose={() => setResolving(false)} />}
    </div>
  );
}

function ResolveDialog({ incident, onClose }: IncidentHeadProps & { readonly onClose: () => void }) {
  const { t } = useTranslation('incidents');
  const { t: common } = useTranslation('common');
  const personName = usePersonName();
  const [note, setNote] = useState('');
  const resolve = useAction(
    ({ by, text }: { by: string; text: string }) => resolveIncident(incident.id, by, text),
    ['incident', 'incidents', 'overview', 'status'],
    onClose,
  );
  const submit = async () => {
    const by = await personName();
    if (by !== null) await resolve.run({ by, text: note.trim() });
  };
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    void submit();
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('resolveTitle', { id: incident.id })}
      size={440}
      closeButtonProps={{ 'aria-label': common('action.close') }}
    >
      <form className="mw-stack" onSubmit={onSubmit}>
        <div>{incident.title}</div>
        <div className="mw-muted">{t('resolveHint')}</div>
        <Textarea
          label={t('resolveNote')}
          value={note}
          minRows={3}
          autosize
          maxLength={4000}
          data-autofocus
          onChange={(event) => setNote(event.currentTarget.value)}
        />
        <div className="mw-row" style={{ justifyContent: 'flex-end' }}>
          <Button variant="default" onClick={onClose}>
            {common('action.cancel')}
          </Button>
          <Button type="submit" loading={resolve.pending}>
            {t('resolve')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
