import { createSpotlight, Spotlight, type SpotlightActionData, type SpotlightActionGroupData } from '@mantine/spotlight';
import { IconSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import type { TFunction } from 'i18next';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fetchServices } from '@/api/services';
import { useGoTo } from './HrefLink';
import { type Lookup, lookups } from './lookup';
import { ROOMS } from './rooms';
import { globalOnly, type SearchRecord, stringifySearch } from './search';

const [store, palette] = createSpotlight();

export const openPalette = (): void => palette.open();

/** ⌘K: every page and service by name, and whatever id is pasted straight to where it leads. */
export function CommandPalette() {
  const { t } = useTranslation();
  const [typed, setTyped] = useState('');
  const [opened, setOpened] = useState(false);
  const goTo = useGoTo();
  const carried = stringifySearch({ ...globalOnly(useSearch({ strict: false }) as SearchRecord) });
  const services = useQuery({
    queryKey: ['services'],
    queryFn: ({ signal }) => fetchServices(signal),
    staleTime: 60_000,
    enabled: opened,
  });

  const open = (href: string) => () => goTo(href);
  const pages: SpotlightActionData[] = ROOMS.map((room) => ({
    id: room.id,
    label: t(`nav.${room.id}`),
    keywords: [room.id, room.path],
    onClick: open(room.path + carried),
    rightSection: <span className="mw-muted">g {room.key}</span>,
  }));
  const serviceActions = (services.data ?? []).slice(0, 200).flatMap((name): SpotlightActionData[] => [
    {
      id: `traces:${name}`,
      label: t('palette.serviceTraces', { name }),
      onClick: open(`/traces?service=${encodeURIComponent(name)}`),
    },
    {
      id: `logs:${name}`,
      label: t('palette.serviceLogs', { name }),
      onClick: open(`/logs?service=${encodeURIComponent(name)}`),
    },
  ]);
  const found = lookups(typed).map((lookup): SpotlightActionData => ({
    id: lookup.kind,
    label: lookupWords(lookup, t),
    // Always there, whatever the filter makes of the label.
    keywords: typed,
    onClick: open(lookup.href),
  }));
  const groups: SpotlightActionGroupData[] = [
    { group: t('palette.pages'), actions: pages },
    { group: t('palette.services'), actions: serviceActions },
    { group: t('palette.lookup'), actions: found },
  ].filter((group) => group.actions.length > 0);

  return (
    <Spotlight
      store={store}
      actions={groups}
      query={typed}
      onQueryChange={setTyped}
      onSpotlightOpen={() => setOpened(true)}
      nothingFound={t('palette.nothing')}
      shortcut={['mod + K']}
      tagsToIgnore={[]}
      overlayProps={{ backgroundOpacity: 0.4, blur: 0 }}
      limit={14}
      scrollable
      maxHeight={460}
      searchProps={{ leftSection: <IconSearch size={16} />, placeholder: t('palette.placeholder'), size: 'md' }}
      transitionProps={{ duration: 120, transition: 'fade' }}
    />
  );
}

function lookupWords(lookup: Lookup, t: TFunction): string {
  switch (lookup.kind) {
    case 'trace':
      return t('palette.trace', { id: lookup.id });
    case 'incident':
      return t('palette.incident', { id: lookup.id });
    case 'story':
      return t('palette.story', { id: lookup.id });
    case 'request':
      return t('palette.requestLogs', { id: lookup.id });
    case 'metric':
      return t('palette.metricQuery', { text: lookup.text });
    case 'text':
      return t('palette.textLogs', { text: lookup.text });
  }
}
