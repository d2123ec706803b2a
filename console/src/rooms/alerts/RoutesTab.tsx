import { TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { fetchRoutes, type RouteNode, type RouteWay, testRoutes } from '@/api/rules';
import { useUrlState } from '@/app/urlState';
import { formatDuration } from '@/lib/format';
import { Chips, LabelChips } from '@/ui/Chips';
import { Badge } from '@/ui/LevelBadge';
import type { Level } from '@/ui/levels';
import { Panel } from '@/ui/Panel';
import { AbsoluteTime } from '@/ui/RelativeTime';
import { Receivers } from './Receivers';
import { labelsIn } from './trial';

const LEVEL_OF: Record<Exclude<RouteNode['outcome'], ''>, Level> = {
  stayed: 'ok',
  passed: 'info',
  refused: 'unknown',
  skipped: 'unknown',
};

/** The tree of routes, and the way of an alert with such labels through it. */
export function RoutesTab() {
  const { t } = useTranslation('alerts');
  const url = useUrlState();
  const text = url.get('labels') ?? '';
  const [settled] = useDebouncedValue(text, 300);
  const labels = labelsIn(settled);
  const asked = labels !== null && Object.keys(labels).length > 0;
  const query = useQuery({
    queryKey: ['routes', asked ? labels : null],
    queryFn: ({ signal }) => (asked ? testRoutes(labels, signal) : fetchRoutes(signal)),
    placeholderData: (before) => before,
  });
  return (
    <>
      <Panel title={t('tab.routes')} query={query}>
        <TextInput
          label={t('routes.labels')}
          placeholder="severity=critical team=ops"
          error={labels === null ? t('routes.bad') : undefined}
          value={text}
          onChange={(event) => url.set({ labels: event.currentTarget.value }, { replace: true })}
        />
        {query.data !== undefined && (
          <div className="mw-stack" style={{ marginTop: 12 }}>
            {asked && <Verdict way={query.data} />}
            <div className="mw-scroll">
              {query.data.nodes.map((node) => (
                <Node key={node.id} node={node} />
              ))}
            </div>
          </div>
        )}
      </Panel>
      {query.data !== undefined && <Receivers nodes={query.data.nodes} />}
    </>
  );
}

function Verdict({ way }: { readonly way: RouteWay }) {
  const { t } = useTranslation('alerts');
  const stays = way.nodes.filter(({ outcome }) => outcome === 'stayed');
  const held = Object.keys(way.inhibitedBy).length > 0;
  const told =
    way.silences.length > 0 || held
      ? []
      : stays.filter(({ channels, mutedBy }) => channels.length > 0 && mutedBy.length === 0);
  return (
    <>
      <div className="mw-strong">
        {told.length === 0
          ? t('routes.nobody')
          : t('routes.told', {
              who: told.map(({ receiver, channels }) => `${receiver} (${channels.join(', ')})`).join('、'),
            })}
      </div>
      {way.silences.map((silence) => (
        <div key={silence.id}>
          {t('routes.silenced', { by: silence.createdBy, comment: silence.comment })} <AbsoluteTime ms={silence.endsAt} />
        </div>
      ))}
      {held && (
        <div>
          {t('routes.inhibited')} <LabelChips labels={way.inhibitedBy} />
        </div>
      )}
    </>
  );
}

function Node({ node }: { readonly node: RouteNode }) {
  const { t } = useTranslation('alerts');
  const quiet = node.outcome === 'refused' || node.outcome === 'skipped';
  return (
    <div
      className={quiet ? 'mw-facts-inline mw-muted' : 'mw-facts-inline'}
      style={{ paddingLeft: node.depth * 20, borderTop: '1px solid var(--mw-line)', paddingTop: 6, marginBottom: 6 }}
    >
      {node.outcome !== '' && (
        <Badge level={LEVEL_OF[node.outcome]} title={node.refusedBy}>
          {t(`routes.outcome.${node.outcome}`)}
        </Badge>
      )}
      {node.matchers.length === 0 ? (
        <span className="mw-muted">{t('routes.all')}</span>
      ) : (
        <Chips chips={node.matchers.map((value) => ({ key: value, value }))} />
      )}
      <span className="mw-strong">{node.receiver}</span>
      <span>{node.channels.length === 0 ? t('routes.noChannels') : node.channels.join(', ')}</span>
      {node.continue && <span className="mw-muted">{t('routes.continues')}</span>}
      {node.mutedBy.length > 0 && <Badge level="warning">{t('routes.muted', { by: node.mutedBy.join(', ') })}</Badge>}
      {!quiet && (
        <span className="mw-muted">
          {t('routes.timers', {
            by: node.groupBy.join(', '),
            wait: formatDuration(node.groupWaitSeconds),
            interval: formatDuration(node.groupIntervalSeconds),
            repeat: formatDuration(node.repeatIntervalSeconds),
          })}
        </span>
      )}
    </div>
  );
}
