export function IncidentsPage() {
  return <div className="mw-page" />;
}
