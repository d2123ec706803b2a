import { useTranslation } from 'react-i18next';
import type { Outlook } from '@/api/business';
import { Sparkline } from '@/charts/Sparkline';
import { useLocale } from '@/i18n/locale';
import { formatPercent, formatYuan } from '@/lib/format';
import { useForecast } from './useBusiness';

/** What is to come, with how good it would have been last week; or why it is not shown. */
export function ForecastView() {
  const { t } = useTranslation('overview');
  const { data } = useForecast();
  return data === undefined ? null : (
    <>
      <h3>{t('forecast.title')}</h3>
      <ForecastBody outlook={data} />
    </>
  );
}

function ForecastBody({ outlook }: { readonly outlook: Outlook }) {
  const { t } = useTranslation('overview');
  const locale = useLocale();
  const tested = outlook.error === null ? '' : t('forecast.error', { percent: formatPercent(outlook.error) });
  if (outlook.reason !== null) {
    return (
      <span className="mw-muted">
        {outlook.reason} {tested}
      </span>
    );
  }
  const points = outlook.points.map(([ms, value]): [number, number | null] => [ms ?? 0, value ?? null]);
  return (
    <>
      <div className="mw-row mw-wrap">
        <span className="mw-strong">{t('forecast.next', { amount: formatYuan(outlook.next24h, locale) })}</span>
        <span className="mw-muted">{tested}</span>
      </div>
      <Sparkline points={points} previous={[]} height={64} />
    </>
  );
}
