export function AlertsPage() {
  return <div className="mw-page" />;
}
