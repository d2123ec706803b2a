import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { type Rule, type RuleGroup, rules } from '@/api/prometheus';
import { HrefLink } from '@/app/HrefLink';
import { useUrlState } from '@/app/urlState';
import { formatDuration } from '@/lib/format';
import { LabelChips } from '@/ui/Chips';
import { CopyText } from '@/ui/CopyText';
import { Drawer } from '@/ui/Drawer';
import { Badge } from '@/ui/LevelBadge';
import { Panel } from '@/ui/Panel';
import { RelativeTime } from '@/ui/RelativeTime';
import { EmptyState } from '@/ui/states';
import { evaluatedAt, orderedRules, ruleId, ruleLevel, ruleMatches } from './rule';
import { RuleTrial } from './RuleTrial';
import { draftOf, NEW_DRAFT } from './trial';
import { useRefetchInterval } from './useAlerts';

export interface RulesTabProps {
  readonly find: string;
}

export function RulesTab({ find }: RulesTabProps) {
  const { t } = useTranslation('alerts');
  const url = useUrlState();
  const query = useQuery({
    queryKey: ['rules'],
    queryFn: ({ signal }) => rules(signal),
    refetchInterval: useRefetchInterval(),
  });
  const groups = (query.data ?? [])
    .map((group) => ({ group, shown: orderedRules(group.rules.filter((rule) => ruleMatches(rule, find))) }))
    .filter(({ shown }) => shown.length > 0);
  const open = url.get('rule');
  const opened = groups.flatMap(({ group, shown }) => shown.map((rule) => ({ group, rule })));
  const at = opened.findIndex(({ group, rule }) => ruleId(group, rule) === open);
  const current = opened[at];
  const walk = (to: (typeof opened)[number] | undefined) =>
    to === undefined ? undefined : () => url.set({ rule: ruleId(to.group, to.rule) }, { replace: true });

  const tried = url.get('try') === undefined ? undefined : (current ?? null);
  const trial = tried !== undefined && (
    <RuleTrial
      key={open}
      draft={tried === null ? NEW_DRAFT : draftOf(tried.rule, tried.group.interval)}
      onClose={() => url.set({ try: undefined })}
    />
  );
  const create = (
    <Button variant="default" leftSection={<IconPlus size={14} />} onClick={() => url.set({ rule: undefined, try: '1' })}>
      {t('trial.new')}
    </Button>
  );

  if (groups.length === 0) {
    return (
      <Panel
        label={t('tab.rules')}
        query={query}
        empty={<EmptyState>{find === '' ? t('rules.empty') : t('rules.noneFound', { text: find })}</EmptyState>}
      >
        {trial}
      </Panel>
    );
  }
  return (
    <>
      <div className="mw-row" style={{ justifyContent: 'flex-end', marginBottom: 8 }}>
        {create}
      </div>
      {trial}
      {groups.map(({ group, shown }) => (
        <GroupPanel
          key={`${group.file}:${group.name}`}
          group={group}
          rules={shown}
          query={query}
          open={open}
          onOpen={(rule) => url.set({ rule: ruleId(group, rule) })}
        />
      ))}
      {current !== undefined && (
        <RuleDrawer
          {...current}
          onClose={() => url.set({ rule: undefined })}
          onPrevious={walk(opened[at - 1])}
          onNext={walk(opened[at + 1])}
          onTry={() => url.set({ try: '1' })}
        />
      )}
    </>
  );
}

interface GroupPanelProps {
  readonly group: RuleGroup;
  readonly rules: readonly Rule[];
  readonly query: Parameters<typeof Panel>[0]['query'];
  readonly open: string | undefined;
  readonly onOpen: (rule: Rule) => void;
}

function GroupPanel({ group, rules, query, open, onOpen }: GroupPanelProps) {
  const { t } = useTranslation('alerts');
  const failing = group.rules.filter((rule) => rule.health === 'err').length;
  return (
    <Panel
      className="mw-rule-group"
      title={group.name}
      flush
      query={query}
      hint={t('rules.interval', { time: formatDuration(group.interval) })}
      actions={failing > 0 && <Badge level="critical">{t('rules.errors', { count: failing })}</Badge>}
    >
      <table className="mw-table">
        <thead>
          <tr>
            <th>{t('rules.column.state')}</th>
            <th>{t('rules.column.name')}</th>
            <th className="mw-rules-wide">{t('rules.column.expr')}</th>
            <th className="mw-right mw-rules-wide">{t('rules.column.for')}</th>
            <th className="mw-right">{t('rules.column.evaluated')}</th>
            <th className="mw-right mw-rules-wide">{t('rules.column.took')}</th>
          </tr>
        </thead>
        <tbody>
          {rules.map((rule) => (
            <tr
              key={ruleId(group, rule)}
              data-opens
              aria-selected={ruleId(group, rule) === open}
              onClick={() => onOpen(rule)}
            >
              <td style={{ whiteSpace: 'nowrap' }}>
                <RuleState rule={rule} />
              </td>
              <td>
                <button
                  type="button"
                  className="mw-plain-button"
                  onClick={(event) => {
                    event.stopPropagation();
                    onOpen(rule);
                  }}
                >
                  {rule.name}
                </button>
              </td>
              <td className="mw-rules-wide">
                <code className="mw-expr">{rule.query}</code>
              </td>
              <td className="mw-right mw-rules-wide">{rule.duration === 0 ? '' : formatDuration(rule.duration)}</td>
              <td className="mw-right mw-muted">
                <RelativeTime ms={evaluatedAt(rule)} />
              </td>
              <td className="mw-right mw-muted mw-rules-wide">{formatDuration(rule.evaluationTime)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  );
}

function RuleState({ rule }: { readonly rule: Rule }) {
  const { t } = useTranslation('alerts');
  if (rule.health === 'err') {
    return (
      <Badge level="critical" icon title={rule.lastError}>
        {t('rules.health.err')}
      </Badge>
    );
  }
  if (rule.type === 'recording') return <span className="mw-muted">{t('rules.recording')}</span>;
  const level = ruleLevel(rule);
  return (
    <Badge level={level} icon>
      {t(`rules.state.${rule.state}`)}
      {rule.alerts.length > 0 && ` ${rule.alerts.length}`}
    </Badge>
  );
}

interface RuleDrawerProps {
  readonly group: RuleGroup;
  readonly rule: Rule;
  readonly onClose: () => void;
  readonly onPrevious: (() => void) | undefined;
  readonly onNext: (() => void) | undefined;
  readonly onTry: () => void;
}

function RuleDrawer({ group, rule, onClose, onPrevious, onNext, onTry }: RuleDrawerProps) {
  const { t } = useTranslation('alerts');
  const href = `/metrics?query=${encodeURIComponent(rule.query)}`;
  const actions = rule.type === 'alerting' && (
    <Button variant="default" onClick={onTry}>
      {t('trial.open')}
    </Button>
  );
  return (
    <Drawer title={rule.name} actions={actions} onClose={onClose} onPrevious={onPrevious} onNext={onNext}>
      <div className="mw-facts-inline">
        <RuleState rule={rule} />
        <span className="mw-muted">
          {t('drawer.group')} {group.name}
        </span>
        {rule.alerts.length > 0 && <span>{t('rules.series', { count: rule.alerts.length })}</span>}
        {rule.duration > 0 && (
          <span className="mw-muted">{t('drawer.for', { time: formatDuration(rule.duration) })}</span>
        )}
        <HrefLink href={href}>{t('rules.openMetric')}</HrefLink>
      </div>
      {rule.lastError !== '' && (
        <pre className="mw-state-detail" style={{ color: 'var(--mw-critical-text)' }}>
          {rule.lastError}
        </pre>
      )}
      <h3>{t('drawer.expr')}</h3>
      <div className="mw-expr-block">
        <CopyText text={rule.query} />
      </div>
      {Object.keys(rule.labels).length > 0 && (
        <>
          <h3>{t('drawer.labels')}</h3>
          <LabelChips labels={rule.labels} />
        </>
      )}
      {Object.keys(rule.annotations).length > 0 && (
        <>
          <h3>{t('drawer.annotations')}</h3>
          {Object.entries(rule.annotations).map(([name, value]) => (
            <div key={name} style={{ whiteSpace: 'pre-wrap' }}>
              <span className="mw-muted">{name}</span> {value}
            </div>
          ))}
        </>
      )}
      {group.file !== '' && <div className="mw-muted" style={{ marginTop: 16 }}>{group.file}</div>}
    </Drawer>
  );
}
