import { useTranslation } from 'react-i18next';
import { formatBytes, formatCount, formatPercent } from '@/lib/format';
import { Badge } from '@/ui/LevelBadge';
import { RelativeTime } from '@/ui/RelativeTime';
import type { SourceFile, Sources } from './api';
import { readShare, worstFirst } from './figures';
import styles from './sources.module.css';

const MOST_SHOWN = 200;

/** Followed files, those in trouble first; then files that are named and not read, with the reason. */
export function FileTable({ sources }: { sources: Sources }) {
  const { t } = useTranslation('logs');
  const files = worstFirst(sources.files);
  return (
    <div className="mw-scroll">
      <table className={`mw-table ${styles.compact}`}>
        <thead>
          <tr>
            <th scope="col">{t('sources.path')}</th>
            <th scope="col">{t('sources.state')}</th>
            <th scope="col" className="mw-right">
              {t('sources.read')}
            </th>
            <th scope="col" className="mw-right">
              {t('sources.lag')}
            </th>
            <th scope="col" className="mw-right">
              {t('lines')}
            </th>
            <th scope="col">{t('sources.last')}</th>
          </tr>
        </thead>
        <tbody>
          {files.slice(0, MOST_SHOWN).map((file) => (
            <FileRow key={file.path} file={file} />
          ))}
          {sources.ignored.slice(0, MOST_SHOWN).map(({ path, reason }) => (
            <tr key={path}>
              <td className={styles.path}>{path}</td>
              <td colSpan={5}>
                <Badge level="unknown">{t('sources.ignored')}</Badge> {reason}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {files.length > MOST_SHOWN && <p className="mw-muted">{t('sources.moreFiles', { count: files.length - MOST_SHOWN })}</p>}
    </div>
  );
}

function FileRow({ file }: { file: SourceFile }) {
  return (
    <tr>
      <td className={styles.path} title={file.input}>
        {file.path}
        {file.error !== null && <div className={styles.error}>{file.error}</div>}
      </td>
      <td>
        <State file={file} />
      </td>
      <td className="mw-right" title={`${formatCount(file.readBytes)} / ${formatCount(file.sizeBytes)}`}>
        {formatPercent(readShare(file))} · {formatBytes(file.readBytes)}
      </td>
      <td className="mw-right" data-bad={file.state === 'behind' || undefined}>
        {formatBytes(file.lagBytes)}
      </td>
      <td className="mw-right">{formatCount(file.entries)}</td>
      <td>
        <RelativeTime ms={file.lastRead} />
      </td>
    </tr>
  );
}

function State({ file }: { file: SourceFile }) {
  const { t } = useTranslation('logs');
  const word = t(`sources.states.${file.state}`);
  switch (file.state) {
    case 'failed':
      return <Badge level="critical" icon>{word}</Badge>;
    case 'behind':
    case 'gone':
      return <Badge level="warning" icon>{word}</Badge>;
    case 'caught_up':
    case 'done':
      return <Badge level="ok">{word}</Badge>;
    case 'waiting':
      return <Badge level="info">{word}</Badge>;
  }
}
