package io.mallwatch.alerts.template;

import io.mallwatch.alerts.yaml.Durations;
import io.mallwatch.model.Labels;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The functions that Prometheus gives to the labels and annotations of rules.
public final class RuleFunctions {

  /// The label of a sample that `strvalue` reads.
  private static final String STRING_VALUE = "__value__";

  /// Answers `query` in a template.
  @FunctionalInterface
  public interface Query {

    /// The samples of an instant query, at most 1,000.
    List<Answer> ask(String expression);
  }

  /// One sample of an answer.
  public record Answer(Labels labels, double value) {}

  private RuleFunctions() {}

  /// The names alone, for parsing.
  public static Set<String> names() {
    List<String> names = new ArrayList<>(all(_ -> List.of(), Instant.EPOCH, "").keySet());
    names.add("tmpl");
    return Set.copyOf(names);
  }

  /// The functions at `now`.
  ///
  /// @param externalUrl where people reach the console; may be empty
  public static Map<String, Template.Function> all(Query query, Instant now, String externalUrl) {
    Map<String, Template.Function> all = new HashMap<>(TextFunctions.all());
    all.put("query", a -> samples(query.ask(TextFunctions.text(a, 0, 1))));
    all.put("first", RuleFunctions::first);
    all.put("label", a -> field(last(a, 2), "Labels", TextFunctions.text(a, 0, 2)));
    all.put("value", a -> Values.member(last(a, 1), "Value", List.of()));
    all.put("strvalue", a -> field(last(a, 1), "Labels", STRING_VALUE));
    all.put("sortByLabel", RuleFunctions::sortByLabel);
    all.put("args", RuleFunctions::args);
    all.put("humanize", a -> Humanize.metric(TextFunctions.number(a)));
    all.put("humanize1024", a -> Humanize.binary(TextFunctions.number(a)));
    all.put("humanizePercentage", a -> Humanize.percentage(TextFunctions.number(a)));
    all.put("humanizeTimestamp", a -> Humanize.timestamp(TextFunctions.number(a)));
    all.put("toTime", a -> Humanize.time(TextFunctions.number(a)));
    all.put("toDuration", a -> new GoDuration((long) (TextFunctions.number(a) * 1e9)));
    all.put("now", _ -> now.toEpochMilli() / 1000.0);
    all.put("stripPort", a -> stripPort(TextFunctions.text(a, 0, 1)));
    all.put("stripDomain", a -> stripDomain(TextFunctions.text(a, 0, 1)));
    all.put("graphLink", a -> link(TextFunctions.text(a, 0, 1), 0));
    all.put("tableLink", a -> link(TextFunctions.text(a, 0, 1), 1));
    all.put("parseDuration", a -> parseDuration(TextFunctions.text(a, 0, 1)));
    all.put("urlQueryEscape", a -> Builtins.urlQuery(TextFunctions.text(a, 0, 1)));
    all.put("externalURL", _ -> externalUrl);
    all.put("pathPrefix", _ -> externalUrl.isEmpty() ? "" : path(externalUrl));
    return all;
  }

  private static String path(String url) {
    String path = URI.create(url).getPath();
    return path == null ? "" : path;
  }

  private static List<GoStruct> samples(List<Answer> answers) {
    return answers.stream()
        .map(answer -> {
          Map<String, @Nullable Object> fields = new LinkedHashMap<>();
          fields.put("Labels", new GoStrings(answer.labels().toMap(), false));
          fields.put("Value", answer.value());
          return new GoStruct("*template.sample", fields, Map.of());
        })
        .toList();
  }

  /// The last of `count` arguments.
  private static @Nullable Object last(List<@Nullable Object> arguments, int count) {
    if (arguments.size() != count) {
      throw new TemplateException(
          "wrong number of args: want %d got %d".formatted(count, arguments.size()));
    }
    return arguments.getLast();
  }

  private static @Nullable Object first(List<@Nullable Object> arguments) {
    List<?> items = Values.items(arguments.isEmpty() ? null : arguments.getFirst());
    if (items.isEmpty()) {
      throw new TemplateException("first() called on vector with no elements");
    }
    return items.getFirst();
  }

  private static @Nullable Object field(@Nullable Object sample, String field, String key) {
    return Values.index(Values.member(sample, field, List.of()), key);
  }

  private static List<?> sortByLabel(List<@Nullable Object> arguments) {
    String label = TextFunctions.text(arguments, 0, 2);
    List<Object> sorted = new ArrayList<>(Values.items(arguments.get(1)));
    sorted.sort(Comparator.comparing(sample -> GoPrint.value(field(sample, "Labels", label))));
    return sorted;
  }

  private static Map<String, @Nullable Object> args(List<@Nullable Object> arguments) {
    Map<String, @Nullable Object> named = new HashMap<>();
    for (int i = 0; i < arguments.size(); i++) {
      named.put("arg" + i, arguments.get(i));
    }
    return named;
  }

  private static String stripPort(String hostPort) {
    int colon = hostPort.lastIndexOf(':');
    if (hostPort.startsWith("[")) {
      int close = hostPort.indexOf(']');
      return close > 0 && colon == close + 1 ? hostPort.substring(1, close) : hostPort;
    }
    return colon < 0 || hostPort.indexOf(':') != colon ? hostPort : hostPort.substring(0, colon);
  }

  private static String stripDomain(String hostPort) {
    int colon = hostPort.lastIndexOf(':');
    boolean port = colon >= 0 && hostPort.indexOf(':') == colon;
    String host = port ? hostPort.substring(0, colon) : hostPort;
    if (host.startsWith("[") || host.indexOf(':') >= 0 || host.matches("[0-9.]+")) {
      return hostPort;
    }
    int dot = host.indexOf('.');
    return (dot < 0 ? host : host.substring(0, dot)) + (port ? hostPort.substring(colon) : "");
  }

  private static String link(String expression, int tab) {
    return "/graph?g0.expr=" + Builtins.urlQuery(expression) + "&g0.tab=" + tab;
  }

  private static double parseDuration(String text) {
    return Durations.parse(text)
            .orElseThrow(() -> new TemplateException("not a valid duration string: " + text))
            .toMillis()
        / 1000.0;
  }
}
