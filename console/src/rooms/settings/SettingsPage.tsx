export function SettingsPage() {
  return <div className="mw-page" />;
}
