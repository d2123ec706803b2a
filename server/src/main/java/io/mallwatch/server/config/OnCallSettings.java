package io.mallwatch.server.config;

import static io.mallwatch.server.config.Setting.setting;
import static io.mallwatch.server.config.SettingType.FLAG;
import static io.mallwatch.server.config.SettingType.TEXT;
import static io.mallwatch.server.config.SettingType.TEXTS;

import java.util.List;

/// The keys `oncall.*`.
final class OnCallSettings {

  private static final Setting<Boolean> STATUS_PAGE =
      setting(
          "oncall.status_page",
          FLAG,
          "false",
          "Serve `/status` to everybody, without token: the mall's state and the titles of its"
              + " incidents of P0 to P2.");
  private static final Setting<List<String>> PAGERDUTY_KEYS =
      new Setting<>(
          "oncall.pagerduty_keys",
          TEXTS,
          "",
          true,
          "Routing keys that `/pagerduty/v2/enqueue` takes in the place of the access token; empty:"
              + " any, with the access token.");
  private static final Setting<String> PAGERDUTY_SECRET =
      new Setting<>(
          "oncall.pagerduty_secret",
          TEXT,
          "",
          true,
          "Signing secret of a PagerDuty webhook (v3) that points to `/pagerduty/webhooks/v3`: what"
              + " is acknowledged or resolved there is so here. Empty: none is taken.");

  static final List<Setting<?>> ALL = List.of(STATUS_PAGE, PAGERDUTY_KEYS, PAGERDUTY_SECRET);

  private OnCallSettings() {}

  static OnCallConfig read(Setting.Values values) {
    return new OnCallConfig(
        values.of(STATUS_PAGE), values.of(PAGERDUTY_KEYS), new Secret(values.of(PAGERDUTY_SECRET)));
  }
}
