package io.mallwatch.server.config;

import static io.mallwatch.server.config.Setting.setting;
import static io.mallwatch.server.config.SettingType.DURATION;
import static io.mallwatch.server.config.SettingType.TEXT;
import static io.mallwatch.server.config.SettingType.TEXTS;
import static io.mallwatch.server.config.SettingType.ZONE;

import io.mallwatch.monitors.business.calendar.DayCalendar;
import io.mallwatch.monitors.business.mall.MallAccess;
import io.mallwatch.monitors.business.mall.MallSchema;
import io.mallwatch.monitors.business.slo.Slo;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/// The keys `business.*`.
final class BusinessSettings {

  private static final Setting<String> URL =
      setting(
          "business.database.url",
          TEXT,
          "",
          "The mall's own database, read and never written: `jdbc:mariadb://host/mall`,"
              + " `jdbc:mysql://...` or `jdbc:postgresql://...`; see docs/business.md. Give it a user"
              + " that may only read. Empty: business figures come from metrics alone.");
  private static final Setting<String> USER =
      setting("business.database.user", TEXT, "", "Name to log in with there.");
  private static final Setting<String> PASSWORD =
      new Setting<>(
          "business.database.password",
          TEXT,
          "",
          true,
          "Password for it; better given by the environment.");
  private static final Setting<String> ACCESS_FILE =
      setting(
          "business.database.access_file",
          TEXT,
          "",
          "A file with lines `url=`, `user=` and `password=` instead of the three keys above; it may"
              + " come later and change.");
  private static final Setting<ZoneId> DATABASE_ZONE =
      setting(
          "business.database.time_zone",
          ZONE,
          "UTC",
          "Where the times in that database are, unless they are numbers.");
  private static final Setting<Duration> TIME_LIMIT =
      setting(
          "business.database.time_limit",
          DURATION,
          "10s",
          "Longest that one question to that database may take.");
  private static final Setting<Duration> INTERVAL =
      setting("business.interval", DURATION, "1m", "How often business figures are asked for.");
  private static final Setting<Duration> LEDGER_INTERVAL =
      setting(
          "business.ledger.interval",
          DURATION,
          "1m",
          "How often the books (points and orders) are checked.");
  private static final Setting<MallSchema> MAPPING =
      setting(
          "business.mapping",
          TEXTS.map(
              "a list of `key=name`, keys as in docs/business.md, such as `users=t_member`",
              MallSchema::of),
          "",
          "What the mall's tables, columns and values are called where they are not called as in the"
              + " sample mall.");

  private static final Setting<List<Slo>> SLOS =
      setting(
          "business.slos",
          TEXTS.map(
              "a list of `NAME OBJECTIVE% BAD over TOTAL` or `NAME OBJECTIVE% GOOD of TOTAL`, each a"
                  + " selector of a counter; or `none`",
              BusinessSettings::slos),
          "",
          "Service level objectives over 30 days; rules and error budgets are made of them. Empty:"
              + " checkout, api, latency, points_transfer and upgrade, see docs/business.md, unless"
              + " `alerts.rules` names rules of your own.");

  private static final Setting<List<DayCalendar.Special>> CALENDAR =
      setting(
          "business.calendar",
          TEXTS.map(
              "a list of `promotion|holiday FROM..TO NAME`, days as `11-11` (every year) or"
                  + " `2026-11-11`; or `none`",
              BusinessSettings::days),
          "",
          "Days that are not like others: baselines and the cost of incidents are learnt from days of"
              + " the same sort alone. Empty: 618, 双11, 双12 and the holidays of the mainland.");

  static final List<Setting<?>> ALL =
      List.of(
          URL,
          USER,
          PASSWORD,
          ACCESS_FILE,
          DATABASE_ZONE,
          TIME_LIMIT,
          INTERVAL,
          LEDGER_INTERVAL,
          MAPPING,
          SLOS,
          CALENDAR);

  private BusinessSettings() {}

  static BusinessConfig read(Setting.Values values) {
    String url = values.of(URL);
    return new BusinessConfig(
        url.isEmpty()
            ? Optional.empty()
            : Optional.of(new MallAccess(url, values.of(USER), values.of(PASSWORD))),
        values.of(ACCESS_FILE),
        values.of(DATABASE_ZONE),
        values.of(TIME_LIMIT),
        values.of(INTERVAL),
        values.of(LEDGER_INTERVAL),
        values.of(MAPPING),
        values.of(SLOS),
        values.of(CALENDAR));
  }

  private static List<DayCalendar.Special> days(List<String> lines) {
    if (lines.isEmpty()) {
      return DayCalendar.DEFAULT;
    }
    return lines.equals(List.of("none"))
        ? List.of()
        : lines.stream().map(DayCalendar.Special::parse).toList();
  }

  private static List<Slo> slos(List<String> lines) {
    if (lines.isEmpty()) {
      return Slo.DEFAULT;
    }
    return lines.equals(List.of("none")) ? List.of() : lines.stream().map(Slo::parse).toList();
  }
}
