export function TracePage() {
  return <div className="mw-page" />;
}
