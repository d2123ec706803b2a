package io.mallwatch.monitors.business.mall;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A question in our words, made into one database's SQL.
///
/// `{users.level}` is a name of [MallSchema]; a key that stands for values becomes parameters;
/// `{orders.amount.factor}` a number; `:now`, `:minus15m`, `:minus1d`, `:minus7d`, `:minus30d`,
/// `:minus37d`, `:minus60d` are times; `seconds(a, b)` is what lies between two columns.
///
/// @param text the question
public record SqlTemplate(String text) {

  private static final Pattern HOLE =
      Pattern.compile(
          "\\{([a-z_0-9.]+)}|:(now|minus(\\d+)([md]))|seconds\\((\\{[a-z_.]+}), (\\{[a-z_.]+})\\)");

  private static final DateTimeFormatter READABLE =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);

  /// SQL with its parameters.
  ///
  /// @param parameters texts, numbers, or [LocalDateTime]
  public record Filled(String sql, List<Object> parameters) {

    public Filled {
      parameters = List.copyOf(parameters);
    }
  }

  /// Fills the holes.
  ///
  /// @param now the moment that `:now` is
  /// @param zone where the database's times are, unless they are numbers
  /// @throws NotMappedException when the mall lacks something
  Filled fill(MallSchema schema, Dialect dialect, Instant now, ZoneId zone) {
    Filling filling = new Filling(schema, dialect, now, zone);
    return new Filled(filling.fill(text), filling.parameters);
  }

  /// As [#fill] has it, for people: parameters stand where they go.
  public String readable(MallSchema schema, Instant now, ZoneId zone) {
    try {
      Filled filled = fill(schema, Dialect.MYSQL, now, zone);
      String sql = filled.sql();
      for (Object parameter : filled.parameters()) {
        String shown =
            switch (parameter) {
              case Number number -> number.toString();
              case LocalDateTime time ->
                  "'" + time.truncatedTo(ChronoUnit.SECONDS).format(READABLE) + "'";
              default -> "'" + parameter + "'";
            };
        sql = sql.replaceFirst("\\?", Matcher.quoteReplacement(shown));
      }
      return sql.replaceAll("\\s+", " ").strip();
    } catch (NotMappedException e) {
      return text.replaceAll("\\s+", " ").strip();
    }
  }

  private record Filling(
      MallSchema schema, Dialect dialect, Instant now, ZoneId zone, List<Object> parameters) {

    Filling(MallSchema schema, Dialect dialect, Instant now, ZoneId zone) {
      this(schema, dialect, now, zone, new ArrayList<>());
    }

    String fill(String template) {
      StringBuilder out = new StringBuilder();
      Matcher hole = HOLE.matcher(template);
      while (hole.find()) {
        hole.appendReplacement(out, Matcher.quoteReplacement(replacement(hole)));
      }
      return hole.appendTail(out).toString();
    }

    private String replacement(Matcher hole) {
      if (hole.group(1) != null) {
        return name(hole.group(1));
      }
      if (hole.group(5) != null) {
        String from = fill(hole.group(5));
        String to = fill(hole.group(6));
        return switch (schema.name("times")) {
          case "epoch_millis" -> "(%s - %s) / 1000.0".formatted(to, from);
          case "epoch_seconds" -> "(%s - %s)".formatted(to, from);
          default -> dialect.seconds(from, to);
        };
      }
      Duration back = Duration.ZERO;
      if (hole.group(3) != null) {
        long count = Long.parseLong(hole.group(3));
        back = hole.group(4).equals("m") ? Duration.ofMinutes(count) : Duration.ofDays(count);
      }
      parameters.add(time(now.minus(back)));
      return "?";
    }

    private String name(String key) {
      if (key.endsWith(".factor")) {
        return schema.name(key);
      }
      if (MallSchema.isList(key)) {
        List<String> values = schema.values(key);
        parameters.addAll(values);
        return "?" + ", ?".repeat(values.size() - 1);
      }
      int dot = key.indexOf('.');
      if (dot > 0) {
        schema.name(key.substring(0, dot)); // without its table a column is nowhere
      }
      return dialect.name(schema.name(key));
    }

    private Object time(Instant moment) {
      return switch (schema.name("times")) {
        case "epoch_millis" -> moment.toEpochMilli();
        case "epoch_seconds" -> moment.getEpochSecond();
        default -> LocalDateTime.ofInstant(moment, zone);
      };
    }
  }
}
