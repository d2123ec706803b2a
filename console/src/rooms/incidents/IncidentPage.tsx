export function IncidentPage() {
  return <div className="mw-page" />;
}
