package io.mallwatch.monitors.security.sigma;

import io.mallwatch.monitors.security.sigma.SigmaRule.Condition;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/// Reads files of Sigma rules and correlations, several documents a file.
public final class SigmaReader {

  private static final List<String> SHIPPED =
      List.of("application.yml", "webserver.yml", "audit.yml");
  private static final Set<String> LEVELS =
      Set.of("informational", "low", "medium", "high", "critical");
  private static final Pattern TIMESPAN = Pattern.compile("(\\d{1,4})([smhd])");
  private static final int MAX_VALUES = 1_000;

  private SigmaReader() {}

  /// The rules that are shipped.
  public static SigmaRules shipped() {
    SigmaRules all = SigmaRules.NONE;
    for (String name : SHIPPED) {
      try (InputStream in = SigmaReader.class.getResourceAsStream(name)) {
        if (in == null) {
          throw new IllegalStateException("the program was packaged without " + name);
        }
        all = all.with(read(new String(in.readAllBytes(), StandardCharsets.UTF_8), name));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return all;
  }

  /// Reads a file.
  ///
  /// @param file its name, for messages
  /// @throws BadSigmaException when something in it is wrong or not supported
  public static SigmaRules read(String text, String file) {
    List<SigmaRule> rules = new ArrayList<>();
    List<SigmaCorrelation> correlations = new ArrayList<>();
    try {
      for (Object document :
          new Load(LoadSettings.builder().setLabel(file).build()).loadAllFromString(text)) {
        if (!(document instanceof Map<?, ?> map)) {
          throw new BadSigmaException(file + ": a rule is a mapping");
        }
        if (map.containsKey("correlation")) {
          correlations.add(correlation(map, file));
        } else {
          rules.add(rule(map, file));
        }
      }
    } catch (YamlEngineException e) {
      throw new BadSigmaException("%s: is not YAML: %s".formatted(file, e.getMessage()));
    }
    return new SigmaRules(rules, correlations);
  }

  private static SigmaRule rule(Map<?, ?> map, String file) {
    String title = required(map, "title", file);
    String where = file + ": " + title;
    if (!(map.get("detection") instanceof Map<?, ?> detection)) {
      throw new BadSigmaException(where + ": 'detection' is missing");
    }
    Map<String, Condition> searches = new LinkedHashMap<>();
    detection.forEach((name, body) -> {
      switch (String.valueOf(name)) {
        case "condition" -> {}
        case "timeframe" ->
            throw new BadSigmaException(
                where + ": 'timeframe' is not supported; use a correlation");
        default -> searches.put(String.valueOf(name), search(body, where + ": " + name));
      }
    });
    return new SigmaRule(
        id(map, title),
        text(map, "name"),
        title,
        text(map, "description"),
        level(map, where),
        text(map, "author"),
        isWeb(map),
        ConditionParser.parse(condition(detection, where), searches, where),
        file);
  }

  private static String condition(Map<?, ?> detection, String where) {
    Object given = detection.get("condition");
    if (given instanceof List<?> several) {
      return String.join(" or ", several.stream().map(one -> "(" + one + ")").toList());
    }
    if (given == null) {
      throw new BadSigmaException(where + ": 'condition' is missing");
    }
    return given.toString();
  }

  private static boolean isWeb(Map<?, ?> map) {
    return map.get("logsource") instanceof Map<?, ?> source
        && ("webserver".equals(source.get("category")) || "proxy".equals(source.get("category")));
  }

  private static Condition search(@Nullable Object body, String where) {
    return switch (body) {
      case Map<?, ?> fields -> {
        List<Condition> all = new ArrayList<>();
        fields.forEach((name, value) -> all.add(field(String.valueOf(name), value, where)));
        yield new Condition.All(List.copyOf(all));
      }
      case List<?> list when list.size() > MAX_VALUES ->
          throw new BadSigmaException("%s: at most %d values".formatted(where, MAX_VALUES));
      case List<?> list -> {
        List<Condition> any = new ArrayList<>();
        for (Object item : list) {
          any.add(item instanceof Map<?, ?> ? search(item, where) : keyword(item, where));
        }
        yield new Condition.Any(List.copyOf(any));
      }
      case null -> throw new BadSigmaException(where + ": is empty");
      default -> keyword(body, where);
    };
  }

  private static Condition keyword(@Nullable Object word, String where) {
    return new Condition.Keyword(Tests.of(word, List.of("contains"), where));
  }

  private static Condition field(String written, @Nullable Object value, String where) {
    List<String> parts = Arrays.asList(written.split("\\|"));
    List<String> modifiers = parts.subList(1, parts.size());
    Tests.check(modifiers, where + ": " + written);
    List<?> values = value instanceof List<?> list ? list : Arrays.asList(value);
    if (values.size() > MAX_VALUES) {
      throw new BadSigmaException("%s: at most %d values".formatted(where, MAX_VALUES));
    }
    EntryField field = EntryField.of(parts.getFirst());
    List<Condition> each = new ArrayList<>();
    for (Object one : values) {
      SigmaRule.Test test = Tests.of(one, modifiers, where + ": " + written);
      each.add(
          parts.getFirst().isEmpty()
              ? new Condition.Keyword(test)
              : new Condition.Field(field, test));
    }
    return modifiers.contains("all")
        ? new Condition.All(List.copyOf(each))
        : new Condition.Any(List.copyOf(each));
  }

  private static SigmaCorrelation correlation(Map<?, ?> map, String file) {
    String title = required(map, "title", file);
    String where = file + ": " + title;
    if (!(map.get("correlation") instanceof Map<?, ?> body)
        || !(body.get("condition") instanceof Map<?, ?> condition)) {
      throw new BadSigmaException(where + ": 'correlation' needs a 'condition'");
    }
    String type = text(body, "type");
    String distinct =
        switch (type) {
          case "event_count" -> "";
          case "value_count" -> required(condition, "field", where);
          default ->
              throw new BadSigmaException(
                  "%s: correlations of type '%s' are not supported; event_count and value_count"
                          .formatted(where, type)
                      + " are");
        };
    return new SigmaCorrelation(
        id(map, title),
        title,
        text(map, "description"),
        level(map, where),
        texts(body.get("rules")),
        texts(body.get("group-by")),
        timespan(text(body, "timespan"), where),
        distinct,
        atLeast(condition, where),
        file);
  }

  private static int atLeast(Map<?, ?> condition, String where) {
    Object gte = condition.get("gte");
    Object gt = condition.get("gt");
    int count =
        gte instanceof Number number
            ? number.intValue()
            : gt instanceof Number number ? number.intValue() + 1 : 0;
    if (count < 1 || count > SigmaCorrelation.MAX_COUNT) {
      throw new BadSigmaException(
          "%s: the condition needs 'gte' or 'gt' with a number up to %d"
              .formatted(where, SigmaCorrelation.MAX_COUNT));
    }
    return count;
  }

  private static Duration timespan(String text, String where) {
    Matcher matcher = TIMESPAN.matcher(text);
    if (!matcher.matches()) {
      throw new BadSigmaException(
          "%s: 'timespan' is '%s'; write 10m, 1h or 1d".formatted(where, text));
    }
    long count = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "s" -> Duration.ofSeconds(count);
      case "m" -> Duration.ofMinutes(count);
      case "h" -> Duration.ofHours(count);
      default -> Duration.ofDays(count);
    };
  }

  private static List<String> texts(@Nullable Object node) {
    if (node instanceof List<?> list) {
      return list.stream().map(String::valueOf).toList();
    }
    return node == null ? List.of() : List.of(node.toString());
  }

  private static String id(Map<?, ?> map, String title) {
    String id = text(map, "id");
    return id.isEmpty() ? title.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]+", "-") : id;
  }

  private static String level(Map<?, ?> map, String where) {
    String level = text(map, "level").isEmpty() ? "medium" : text(map, "level");
    if (!LEVELS.contains(level)) {
      throw new BadSigmaException("%s: there is no level '%s'".formatted(where, level));
    }
    return level;
  }

  private static String required(Map<?, ?> map, String name, String where) {
    String text = text(map, name);
    if (text.isEmpty()) {
      throw new BadSigmaException("%s: '%s' is missing".formatted(where, name));
    }
    return text;
  }

  private static String text(Map<?, ?> map, String name) {
    Object value = map.get(name);
    return value == null ? "" : value.toString().strip();
  }
}
