export function TracesPage() {
  return <div className="mw-page" />;
}
