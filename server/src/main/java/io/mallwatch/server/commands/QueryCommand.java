package io.mallwatch.server.commands;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Asks a server for numbers; prints what it finds as promtool does.
@Command(
    name = "query",
    description = "Asks Mallwatch or Prometheus for numbers. 查询指标。",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {"0:answered", "1:the server refused or cannot be reached", "2:usage"})
public final class QueryCommand {

  @Mixin private Api api = new Api();

  /// The answer of a request, line by line.
  private interface Request {
    List<String> lines() throws InterruptedException;
  }

  private static int print(Request request) throws InterruptedException {
    try {
      request.lines().forEach(System.out::println);
      return Exit.GOOD;
    } catch (Api.FailedException e) {
      System.err.println("mallwatch: " + e.getMessage());
      return Exit.BAD;
    }
  }

  @Command(name = "instant", description = "The value of an expression at one moment. 即时查询。")
  int instant(
      @Parameters(paramLabel = "EXPR", description = "A PromQL expression.") String expression,
      @Option(names = "--time", paramLabel = "TIME", description = "RFC 3339 or seconds.")
          @Nullable String time)
      throws InterruptedException {
    List<String> params = new ArrayList<>(List.of("query", expression));
    if (time != null) {
      params.addAll(List.of("time", time));
    }
    return print(() -> result(api.ask("/api/v1/query", params)));
  }

  @Command(name = "range", description = "The values of an expression over time. 范围查询。")
  int range(
      @Parameters(paramLabel = "EXPR", description = "A PromQL expression.") String expression,
      @Option(names = "--start", required = true, paramLabel = "TIME") String start,
      @Option(names = "--end", required = true, paramLabel = "TIME") String end,
      @Option(names = "--step", defaultValue = "1m", paramLabel = "DURATION") String step)
      throws InterruptedException {
    List<String> params = List.of("query", expression, "start", start, "end", end, "step", step);
    return print(() -> result(api.ask("/api/v1/query_range", params)));
  }

  @Command(name = "series", description = "Series that a selector finds. 查找时间序列。")
  int series(@Parameters(paramLabel = "SELECTOR", arity = "1..*") List<String> selectors)
      throws InterruptedException {
    List<String> params = new ArrayList<>();
    selectors.forEach(selector -> params.addAll(List.of("match[]", selector)));
    return print(() ->
        Api.list(api.ask("/api/v1/series", params)).stream().map(QueryCommand::name).toList());
  }

  @Command(name = "labels", description = "Values of a label. 列出标签的取值。")
  int labels(@Parameters(paramLabel = "NAME") String name) throws InterruptedException {
    return print(() ->
        Api.list(api.ask("/api/v1/label/" + name + "/values", List.of())).stream()
            .map(String::valueOf)
            .toList());
  }

  static List<String> result(Object data) {
    Map<?, ?> answer = Api.map(data);
    String type = String.valueOf(answer.get("resultType"));
    List<?> result = Api.list(answer.get("result"));
    return switch (type) {
      case "vector" ->
          result.stream()
              .map(Api::map)
              .map(one -> name(one.get("metric")) + " => " + value(one))
              .toList();
      case "matrix" -> {
        List<String> lines = new ArrayList<>();
        for (Object one : result) {
          lines.add(name(Api.map(one).get("metric")) + " =>");
          Api.list(Api.map(one).get("values")).forEach(point -> lines.add(point(point)));
          Api.list(Api.map(one).get("histograms")).forEach(point -> lines.add(point(point)));
        }
        yield lines;
      }
      default -> List.of(type + ": " + point(result));
    };
  }

  private static String value(Map<?, ?> sample) {
    Object value = sample.get("value");
    return point(value == null ? sample.get("histogram") : value);
  }

  private static String point(@Nullable Object point) {
    List<?> pair = Api.list(point);
    return pair.size() == 2 ? "%s @[%s]".formatted(pair.getLast(), time(pair.getFirst())) : "";
  }

  private static String time(@Nullable Object seconds) {
    return seconds instanceof Double number
        ? String.format(java.util.Locale.ROOT, "%.3f", number)
        : String.valueOf(seconds);
  }

  /// As Prometheus prints a series.
  static String name(@Nullable Object labels) {
    Map<?, ?> map = Api.map(labels);
    Object name = map.get("__name__");
    String others =
        map.entrySet().stream()
            .filter(label -> !label.getKey().equals("__name__"))
            .map(label -> "%s=\"%s\"".formatted(label.getKey(), label.getValue()))
            .collect(Collectors.joining(", "));
    return (name == null ? "" : name)
        + (others.isEmpty() && name != null ? "" : "{" + others + "}");
  }
}
