export function MetricsPage() {
  return <div className="mw-page" />;
}
