package io.mallwatch.server.config;

import static io.mallwatch.server.config.SettingType.DURATION;
import static io.mallwatch.server.config.SettingType.PAIRS;
import static io.mallwatch.server.config.SettingType.SIZE_BYTES;
import static io.mallwatch.server.config.SettingType.TEXT;
import static io.mallwatch.server.config.SettingType.TEXTS;
import static io.mallwatch.server.config.SettingType.optional;

import io.mallwatch.logs.tail.TailInput;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// The keys of each of `logs.tail.inputs`; what an input does not say is as `logs.tail.*` says.
final class TailInputSettings {

  static final String PATH = "logs.tail.inputs";

  private static final Setting<Optional<String>> NAME =
      key(
          "name",
          optional(TEXT),
          "Its name in figures and messages; its first path if it has none.");
  private static final Setting<List<String>> PATHS =
      key("paths", TEXTS, "Its files, as in `logs.tail.paths`; these go before those.");
  private static final Setting<List<String>> EXCLUDES =
      key("excludes", TEXTS, "Files to leave alone, beside those of `logs.tail.excludes`.");
  private static final Setting<Optional<String>> SERVICE = same("service", TEXT);
  private static final Setting<Optional<String>> FORMAT = same("format", Settings.FORMATS);
  private static final Setting<Optional<String>> ENCODING = same("encoding", Settings.ENCODINGS);
  private static final Setting<Optional<String>> MULTILINE = same("multiline", TEXT);
  private static final Setting<Optional<String>> FROM = same("from", Settings.BEGINNINGS);
  private static final Setting<Optional<Duration>> IGNORE_OLDER = same("ignore_older", DURATION);
  private static final Setting<Optional<Long>> MAX_LINE = same("max_line", SIZE_BYTES);
  private static final Setting<Optional<String>> PIPELINE =
      key(
          "pipeline",
          optional(TEXT),
          "Pipeline of its lines, in place of `logs.pipelines.default`.");
  private static final Setting<Map<String, String>> FIELDS =
      key(
          "fields",
          PAIRS,
          "Fields that its lines have in their data, unless they say so themselves.");
  private static final Setting<List<String>> TAGS = key("tags", TEXTS, "Tags of its lines.");

  static final List<Setting<?>> ALL =
      List.of(
          NAME,
          PATHS,
          EXCLUDES,
          SERVICE,
          FORMAT,
          ENCODING,
          MULTILINE,
          FROM,
          IGNORE_OLDER,
          MAX_LINE,
          PIPELINE,
          FIELDS,
          TAGS);

  private TailInputSettings() {}

  private static <T> Setting<T> key(String name, SettingType<T> type, String meaning) {
    return Setting.setting(PATH + Setting.LIST + "." + name, type, "", meaning);
  }

  private static <T> Setting<Optional<T>> same(String name, SettingType<T> type) {
    return key(name, optional(type), "In place of `logs.tail." + name + "`.");
  }

  /// @param others what it is as where it says nothing
  static Config.TailInputPart read(Setting.Values values, int index, Config.TailPart others) {
    List<String> paths = values.of(PATHS.at(index));
    Config.TailPart reading =
        new Config.TailPart(
            paths,
            Stream.concat(values.of(EXCLUDES.at(index)).stream(), others.excludes().stream())
                .toList(),
            values.of(SERVICE.at(index)).orElse(others.service()),
            values.of(FORMAT.at(index)).orElse(others.format()),
            values.of(ENCODING.at(index)).orElse(others.encoding()),
            values.of(MULTILINE.at(index)).orElse(others.multiline()),
            values.of(FROM.at(index)).orElse(others.from()),
            values.of(IGNORE_OLDER.at(index)).orElse(others.ignoreOlder()),
            values.of(MAX_LINE.at(index)).orElse(others.maxLineBytes()));
    return new Config.TailInputPart(
        values.of(NAME.at(index)).orElse(paths.isEmpty() ? "" : paths.getFirst()),
        reading,
        new TailInput.Given(
            values.of(PIPELINE.at(index)).orElse(null),
            values.of(FIELDS.at(index)),
            values.of(TAGS.at(index))));
  }
}
