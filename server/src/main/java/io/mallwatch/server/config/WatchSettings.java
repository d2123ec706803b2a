package io.mallwatch.server.config;

import static io.mallwatch.server.config.Setting.setting;
import static io.mallwatch.server.config.SettingType.DURATION;
import static io.mallwatch.server.config.SettingType.FLAG;
import static io.mallwatch.server.config.SettingType.TEXTS;

import io.mallwatch.monitors.system.ProbeTarget;
import io.mallwatch.monitors.system.Prober;
import java.time.Duration;
import java.util.List;

/// The keys `monitors.host.*`, `monitors.probes.*` and `security.*`.
final class WatchSettings {

  private static final SettingType<List<ProbeTarget>> TARGETS =
      TEXTS.map(
          "a list of addresses such as https://mall.example/health, tcp://db:3306,"
              + " dns://mall.example, tls://mall.example",
          WatchSettings::targets);

  private static final Setting<Boolean> HOST =
      setting(
          "monitors.host.enabled",
          FLAG,
          "true",
          "Measure the host that Mallwatch runs on (load, processors, memory, disks, network) under"
              + " the names of node_exporter, `job=\"mallwatch-host\"`.");
  private static final Setting<List<ProbeTarget>> PROBES =
      setting(
          "monitors.probes.targets",
          TARGETS,
          "",
          "Addresses to ask again and again: `https://mall.example/health`, `tcp://db:3306`,"
              + " `dns://mall.example`, `tls://mall.example`; measured under the names of"
              + " blackbox_exporter, `job=\"mallwatch-probe\"`. At most 200.");
  private static final Setting<Duration> PROBE_INTERVAL =
      setting("monitors.probes.interval", DURATION, "30s", "How often each is asked.");
  private static final Setting<Duration> PROBE_TIMEOUT =
      setting("monitors.probes.timeout", DURATION, "10s", "How long an answer may take.");
  private static final Setting<Boolean> SECURITY =
      setting(
          "security.enabled",
          FLAG,
          "true",
          "Look for attacks and abuse in every log entry that comes in, see docs/security.md.");
  private static final Setting<List<String>> ALLOW =
      setting(
          "security.allow",
          TEXTS,
          "",
          "Addresses, networks (`10.1.0.0/16`) and `user:NAME` that nothing is found about: an"
              + " office, a scanner of one's own, test users.");
  private static final Setting<List<String>> DISABLED =
      setting("security.disabled", TEXTS, "", "Ids of detections that are off, such as `AUTH-2`.");
  private static final Setting<List<String>> SIGMA =
      setting(
          "security.sigma",
          TEXTS,
          "",
          "Files of Sigma rules, `*` allowed, beside those that are shipped.");

  static final List<Setting<?>> ALL =
      List.of(HOST, PROBES, PROBE_INTERVAL, PROBE_TIMEOUT, SECURITY, ALLOW, DISABLED, SIGMA);

  private WatchSettings() {}

  private static List<ProbeTarget> targets(List<String> texts) {
    if (texts.size() > Prober.MAX_TARGETS) {
      throw new IllegalArgumentException(
          "%d targets are too many, %d are possible".formatted(texts.size(), Prober.MAX_TARGETS));
    }
    return texts.stream().map(ProbeTarget::parse).toList();
  }

  static WatchConfig read(Setting.Values values) {
    return new WatchConfig(
        values.of(HOST),
        new WatchConfig.Probes(
            values.of(PROBES), values.of(PROBE_INTERVAL), values.of(PROBE_TIMEOUT)),
        new WatchConfig.Security(
            values.of(SECURITY), values.of(ALLOW), values.of(DISABLED), values.of(SIGMA)));
  }
}
