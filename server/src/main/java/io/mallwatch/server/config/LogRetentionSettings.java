package io.mallwatch.server.config;

import static io.mallwatch.server.config.Setting.setting;
import static io.mallwatch.server.config.SettingType.DURATION;
import static io.mallwatch.server.config.SettingType.TEXTS;

import io.mallwatch.logs.lucene.LuceneLogConfig.KeepRule;
import io.mallwatch.model.LogLevel;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// The key of which log lines are kept for a shorter time: `INDEX DURATION`, or `INDEX:LEVELS
/// DURATION` with levels joined by `+`.
final class LogRetentionSettings {

  static final Setting<List<KeepRule>> RULES =
      setting(
          "logs.retention_rules",
          TEXTS.map(
              "a list of index patterns, each with levels where it is not for all and a duration,"
                  + " such as `*:debug+trace 3d`",
              LogRetentionSettings::rules),
          "",
          "Log lines that are kept for a shorter time than the others.");

  private LogRetentionSettings() {}

  private static List<KeepRule> rules(List<String> lines) {
    List<KeepRule> rules = new ArrayList<>();
    for (String line : lines) {
      int gap = line.lastIndexOf(' ');
      if (gap < 0) {
        throw new IllegalArgumentException("'" + line + "' has no duration after the index");
      }
      String what = line.substring(0, gap).strip();
      int colon = what.lastIndexOf(':');
      String index = colon < 0 ? what : what.substring(0, colon);
      if (index.isEmpty()) {
        throw new IllegalArgumentException("'" + line + "' names no index; `*` is any");
      }
      rules.add(
          new KeepRule(
              index,
              colon < 0 ? Set.of() : levels(line, what.substring(colon + 1)),
              DURATION.read(line.substring(gap + 1))));
    }
    return List.copyOf(rules);
  }

  private static Set<LogLevel> levels(String line, String names) {
    Set<LogLevel> levels = EnumSet.noneOf(LogLevel.class);
    for (String name : names.split("\\+", -1)) {
      try {
        levels.add(LogLevel.valueOf(name.strip().toUpperCase(Locale.ROOT)));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            "'%s': '%s' is none of error, warn, info, debug, trace".formatted(line, name), e);
      }
    }
    return levels;
  }
}
