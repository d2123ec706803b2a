package io.mallwatch.server.config;

import static io.mallwatch.server.config.Setting.setting;
import static io.mallwatch.server.config.SettingType.FLAG;
import static io.mallwatch.server.config.SettingType.TEXTS;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.mallwatch.logs.ingest.Masking;
import io.mallwatch.logs.pipeline.BadPipelineException;
import io.mallwatch.logs.pipeline.PipelineRoute;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/// The keys of what log lines go through: masking, `logs.pipelines.*`, patterns.
final class LogFlowSettings {

  private static final String KINDS =
      EnumSet.allOf(Masking.Kind.class).stream()
          .filter(kind -> kind != Masking.Kind.OWN)
          .map(Masking.Kind::text)
          .collect(Collectors.joining(", "));

  private static final SettingType<List<PipelineRoute.Rule>> RULES =
      TEXTS.map(
          "a list of INDEX=PIPELINE or service:NAME=PIPELINE, with `*` for any characters",
          LogFlowSettings::rules);

  private static final Setting<Set<Masking.Kind>> MASKING_KINDS =
      setting(
          "logs.masking_kinds",
          TEXTS.map("a list of " + KINDS, LogFlowSettings::kinds),
          KINDS.replace(" ", ""),
          "What is masked while `logs.masking` is on.");
  private static final Setting<List<Pattern>> MASKING_PATTERNS =
      setting(
          "logs.masking_patterns",
          TEXTS.map("a list of regular expressions (RE2)", LogFlowSettings::patterns),
          "",
          "What else is masked wherever it stands; what they match becomes `***`.");
  private static final Setting<List<String>> FILES =
      setting(
          "logs.pipelines.files",
          TEXTS,
          "",
          "Pipelines: Elasticsearch's ingest JSON (`*.json`) or filter sections of Logstash"
              + " (`*.conf`); each is named as its file. `*` allowed.");
  private static final Setting<List<PipelineRoute.Rule>> DEFAULT =
      setting(
          "logs.pipelines.default",
          RULES,
          "",
          "Which pipeline lines go through first; the first that fits counts.");
  private static final Setting<List<PipelineRoute.Rule>> FINAL =
      setting(
          "logs.pipelines.final",
          RULES,
          "",
          "Which pipeline lines go through last; the first that fits counts.");
  private static final Setting<Boolean> PATTERNS =
      setting(
          "logs.patterns",
          FLAG,
          "true",
          "Find lines that say the same with other values, count them and mark each line with its"
              + " pattern.");

  static final List<Setting<?>> ALL =
      List.of(MASKING_KINDS, MASKING_PATTERNS, FILES, DEFAULT, FINAL, PATTERNS);

  private LogFlowSettings() {}

  static LogFlowConfig read(Setting.Values values) {
    return new LogFlowConfig(
        values.of(MASKING_KINDS),
        values.of(MASKING_PATTERNS),
        values.of(FILES),
        values.of(DEFAULT),
        values.of(FINAL),
        values.of(PATTERNS));
  }

  private static Set<Masking.Kind> kinds(List<String> names) {
    Set<Masking.Kind> kinds = EnumSet.noneOf(Masking.Kind.class);
    for (String name : names) {
      kinds.add(Masking.Kind.valueOf(name.toUpperCase(Locale.ROOT)));
    }
    return kinds;
  }

  private static List<Pattern> patterns(List<String> texts) {
    List<Pattern> patterns = new ArrayList<>();
    for (String text : texts) {
      try {
        patterns.add(Pattern.compile(text));
      } catch (PatternSyntaxException e) {
        throw new IllegalArgumentException(e.getMessage(), e);
      }
    }
    return patterns;
  }

  private static List<PipelineRoute.Rule> rules(List<String> texts) {
    List<PipelineRoute.Rule> rules = new ArrayList<>();
    for (String text : texts) {
      try {
        rules.add(PipelineRoute.Rule.parse(text));
      } catch (BadPipelineException e) {
        throw new IllegalArgumentException(e.getMessage(), e);
      }
    }
    return rules;
  }
}
