import { IconSearch } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { HrefLink } from '@/app/HrefLink';
import { tracesHref } from '@/lib/links';
import { tagText } from './search';
import styles from './span.module.css';
import type { Tag } from './trace';

/** Names and values; a value can be searched for among all traces. */
export function TagTable({ tags, searchable = false }: { tags: readonly Tag[]; searchable?: boolean }) {
  const { t } = useTranslation('traces');
  return (
    <table className={styles.tags}>
      <tbody>
        {tags.map(({ key, value }) => (
          <tr key={`${key} ${value}`}>
            <th scope="row">{key}</th>
            <td>
              <pre>{value}</pre>
            </td>
            <td>
              {searchable && (
                <HrefLink href={tracesHref({ tags: tagText(key, value) })} title={t('findSame')} aria-label={t('findSame')}>
                  <IconSearch size={13} />
                </HrefLink>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
