export function OverviewPage() {
  return <div className="mw-page" />;
}
