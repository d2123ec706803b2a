import { ActionIcon, Menu, Tooltip } from '@mantine/core';
import { IconDots, IconInfoCircle } from '@tabler/icons-react';
import { useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useGoTo } from '@/app/HrefLink';
import type { TimeRangeState } from '@/app/timeRange';
import { useUrlState } from '@/app/urlState';
import type { Annotation } from '@/charts/PlotMarks';
import { useWidth } from '@/charts/useSize';
import { download, toCsv } from '@/lib/csv';
import { metricsHref } from '@/lib/links';
import { Panel as Card } from '@/ui/Panel';
import { EmptyState } from '@/ui/states';
import { frameCells } from './model/cells';
import { shownFields } from './model/frame';
import { interpolate, type Scope } from './model/interpolate';
import type { Panel } from './model/panel';
import { PanelBody } from './panels/PanelBody';
import { safe } from './panels/markdown';
import { savePicture } from './picture';
import { ForeignSource, panelRange, usePanelData } from './usePanelData';
import { useSeen } from './useSeen';

type PanelFrameProps = {
  panel: Panel;
  scope: Scope;
  range: TimeRangeState;
  /** Pixels from edge to edge. */
  height: number;
  annotations: readonly Annotation[];
  editing: boolean;
  onRemove: () => void;
  onCopy: () => void;
};

const HEAD = 36;
const PADDING = 16;
/** Lower panels have a narrower head and edge, so that their figure has room. */
const LOW = 100;

/** A card with a panel in it: asks while it can be seen, and offers what can be done with it. */
export function PanelFrame({ panel, scope, range, height, annotations, editing, onRemove, onCopy }: PanelFrameProps) {
  const { t } = useTranslation('dashboards');
  const url = useUrlState();
  const box = useRef<HTMLDivElement>(null);
  const seen = useSeen(box);
  const width = Math.max(0, useWidth(box) - PADDING);
  const { fromMs, toMs, stepSeconds } = panelRange(panel, range, width);
  const own = useMemo(() => ({ fromMs, toMs, stepSeconds }), [fromMs, toMs, stepSeconds]);
  const { result, frames, scope: panelScope, expressions } = usePanelData(panel, scope, own, seen && width > 0);
  const fields = useMemo(() => shownFields(frames, panel.fieldConfig), [frames, panel.fieldConfig]);
  const low = height < LOW;
  const inner = height - (low ? 30 : HEAD + PADDING);
  const title = interpolate(panel.title, panelScope, 'text');
  const words = panel.type === 'text';
  const foreign = result.error instanceof ForeignSource ? result.error.source : null;
  const nothing = !words && result.data !== undefined && frames.every((frame) => frame.fields.every(({ values }) => values.length === 0));
  return (
    <div ref={box} className="mw-dash-panel" data-low={low || undefined} style={{ height }} data-panel={panel.key}>
      {foreign !== null ? (
        <Card title={title}>
          <EmptyState>{t('empty.source', { source: foreign })}</EmptyState>
        </Card>
      ) : (
        <Card
          title={title === '' ? undefined : title}
          label={title === '' ? t('panel.untitled', { id: panel.id }) : undefined}
          hint={panel.description === '' || low ? undefined : <Description text={interpolate(panel.description, panelScope, 'text')} />}
          query={words || panel.targets.length === 0 ? undefined : result}
          partial={result.data?.warnings.join('\n')}
          empty={panel.targets.length === 0 && !words ? <EmptyState>{t('empty.noQuery')}</EmptyState> : nothing ? <EmptyState>{panel.fieldConfig.defaults.noValue || t('empty.noData')}</EmptyState> : null}
          actions={
            <PanelMenu
              panel={panel}
              title={title}
              links={panel.links.map((link) => ({ title: link.title, url: interpolate(link.url, panelScope, 'text') }))}
              explore={expressions.length === 0 ? null : metricsHref(expressions, own)}
              onView={() => url.set({ view: url.get('view') === panel.key ? undefined : panel.key })}
              onCsv={() => download(`${title || panel.id}.csv`, toCsv(frameCells(fields)))}
              onPicture={() => box.current !== null && savePicture(box.current, title || String(panel.id))}
              onEdit={() => url.set({ edit: String(panel.id) })}
              editing={editing}
              onRemove={onRemove}
              onCopy={onCopy}
            />
          }
        >
          <div style={{ height: inner, overflow: 'hidden' }}>
            <PanelBody
              panel={panel}
              fields={fields}
              range={own}
              scope={panelScope}
              height={inner}
              width={width}
              annotations={annotations}
              onZoom={range.zoom}
            />
          </div>
        </Card>
      )}
    </div>
  );
}

function Description({ text }: { text: string }) {
  return (
    <Tooltip label={text} multiline maw={420}>
      <ActionIcon aria-label={text}>
        <IconInfoCircle size={14} aria-hidden />
      </ActionIcon>
    </Tooltip>
  );
}

type PanelMenuProps = {
  panel: Panel;
  title: string;
  links: readonly { readonly title: string; readonly url: string }[];
  explore: string | null;
  onView: () => void;
  onCsv: () => void;
  onPicture: () => void;
  onEdit: () => void;
  editing: boolean;
  onRemove: () => void;
  onCopy: () => void;
};

function PanelMenu(props: PanelMenuProps) {
  const { t } = useTranslation('dashboards');
  const goTo = useGoTo();
  const { explore } = props;
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <ActionIcon aria-label={t('panel.menu', { title: props.title })}>
          <IconDots size={15} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={props.onView}>{t('panel.view')}</Menu.Item>
        {explore !== null && <Menu.Item onClick={() => goTo(explore)}>{t('panel.explore')}</Menu.Item>}
        {props.links
          .filter(({ url }) => safe(url))
          .map(({ title, url }) => (
            <Menu.Item key={title + url} component="a" href={url} target={url.startsWith('/') ? undefined : '_blank'} rel="noreferrer noopener">
              {title || url}
            </Menu.Item>
          ))}
        <Menu.Divider />
        <Menu.Item onClick={props.onCsv}>{t('panel.csv')}</Menu.Item>
        <Menu.Item onClick={props.onPicture}>{t('panel.png')}</Menu.Item>
        <Menu.Divider />
        <Menu.Item onClick={props.onEdit}>{t('panel.edit')}</Menu.Item>
        {props.editing && <Menu.Item onClick={props.onCopy}>{t('panel.copy')}</Menu.Item>}
        {props.editing && (
          <Menu.Item color="red" onClick={props.onRemove}>
            {t('panel.remove')}
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
