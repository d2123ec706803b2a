package io.mallwatch.server.commands;

import io.mallwatch.doors.http.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;

/// Asks a server for its logs by the mall's own questions; prints a line an entry.
@Command(
    name = "logs",
    description = "Asks Mallwatch for log lines. 查询日志。",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {"0:answered", "1:the server refused or cannot be reached", "2:usage"})
public final class LogsCommand {

  @Option(
      names = "--url",
      scope = ScopeType.INHERIT,
      paramLabel = "URL",
      defaultValue = "http://127.0.0.1:7600",
      description = "Where Mallwatch is (default: ${DEFAULT-VALUE}).")
  private URI url = URI.create("http://127.0.0.1:7600");

  @Option(
      names = "--token-env",
      scope = ScopeType.INHERIT,
      paramLabel = "NAME",
      defaultValue = "MALLWATCH_TOKEN",
      description = "Environment variable with the access token (default: ${DEFAULT-VALUE}).")
  private String tokenVariable = "MALLWATCH_TOKEN";

  @Option(
      names = "--json",
      scope = ScopeType.INHERIT,
      description = "Prints the server's JSON as it came.")
  private boolean json;

  /// Which part of an answer.
  static final class Period {
    @Option(names = "--from", paramLabel = "TIME", description = "RFC 3339 or epoch millis.")
    private @Nullable String from;

    @Option(names = "--to", paramLabel = "TIME", description = "RFC 3339 or epoch millis.")
    private @Nullable String to;

    @Option(names = "--limit", paramLabel = "N", description = "Most entries (default 100).")
    private @Nullable String limit;

    @Option(names = "--offset", paramLabel = "N", description = "Entries to leave out.")
    private @Nullable String offset;
  }

  @Command(name = "user-activity", description = "What a user did. 用户活动日志。")
  int userActivity(
      @Parameters(paramLabel = "USER") String user,
      @Option(names = "--actions", paramLabel = "A,B") @Nullable String actions,
      @picocli.CommandLine.Mixin Period period)
      throws InterruptedException {
    return entries("user-activity", period, "userId", user, "actions", actions);
  }

  @Command(name = "errors", description = "Error logs. 错误日志。")
  int errors(
      @Option(names = "--service", paramLabel = "NAME") @Nullable String service,
      @Option(names = "--level", paramLabel = "LEVEL") @Nullable String level,
      @Option(names = "--search", paramLabel = "WORDS") @Nullable String search,
      @picocli.CommandLine.Mixin Period period)
      throws InterruptedException {
    return entries("errors", period, "service", service, "level", level, "search", search);
  }

  @Command(name = "transactions", description = "Orders, payments, points. 业务交易日志。")
  int transactions(
      @Option(names = "--user", paramLabel = "USER") @Nullable String user,
      @Option(names = "--actions", paramLabel = "A,B") @Nullable String actions,
      @picocli.CommandLine.Mixin Period period)
      throws InterruptedException {
    return entries("transactions", period, "userId", user, "actions", actions);
  }

  @Command(name = "audit", description = "The security audit. 安全审计日志。")
  int audit(
      @Option(names = "--user", paramLabel = "USER") @Nullable String user,
      @Option(names = "--actions", paramLabel = "A,B") @Nullable String actions,
      @picocli.CommandLine.Mixin Period period)
      throws InterruptedException {
    return entries("audit", period, "userId", user, "actions", actions);
  }

  @Command(name = "stats", description = "How much was logged. 日志统计。")
  int stats(
      @Option(names = "--from", required = true, paramLabel = "TIME") String from,
      @Option(names = "--to", required = true, paramLabel = "TIME") String to,
      @Option(names = "--interval", defaultValue = "day", paramLabel = "hour|day|week")
          String interval)
      throws InterruptedException {
    return ask(
        "/api/logs/statistics",
        List.of("startDate", from, "endDate", to, "interval", interval),
        answer -> {
          System.out.printf("total %s%n", answer.get("totalLogs"));
          for (Object point : Api.list(answer.get("timeSeries"))) {
            System.out.printf(
                "%s %s%n", Api.map(point).get("timestamp"), Api.map(point).get("count"));
          }
          Api.map(answer.get("byLevel"))
              .forEach((level, count) -> System.out.printf("level %s %s%n", level, count));
          Api.map(answer.get("byService"))
              .forEach((service, count) -> System.out.printf("service %s %s%n", service, count));
        });
  }

  @Command(name = "search", description = "Newest entries that match. 搜索日志。")
  int search(
      @Parameters(paramLabel = "QUERY", arity = "0..1", defaultValue = "") String query,
      @picocli.CommandLine.Mixin Period period)
      throws InterruptedException {
    List<String> params = params("q", query, "limit", period.limit);
    params.addAll(params("from", period.from, "to", period.to));
    return ask("/api/logs", params, LogsCommand::print);
  }

  @Command(name = "tail", description = "New entries as they come. 实时日志。")
  int tail(@Parameters(paramLabel = "QUERY", arity = "0..1", defaultValue = "") String query)
      throws InterruptedException {
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpResponse<InputStream> answer =
          http.send(
              request("/api/logs/tail", params("q", query)),
              HttpResponse.BodyHandlers.ofInputStream());
      try (BufferedReader lines =
          new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          if (answer.statusCode() != 200) {
            System.err.println("mallwatch: " + line);
          } else if (line.startsWith("data: {\"id\"")) {
            String data = line.substring("data: ".length());
            System.out.println(json ? data : text(tree(data)));
          }
        }
      }
      return answer.statusCode() == 200 ? Exit.GOOD : Exit.BAD;
    } catch (IOException e) {
      System.err.println("mallwatch: %s cannot be reached: %s".formatted(url, e));
      return Exit.BAD;
    }
  }

  private int entries(String path, Period period, @Nullable String... more)
      throws InterruptedException {
    List<String> params = params(more);
    params.addAll(
        params(
            "startDate",
            period.from,
            "endDate",
            period.to,
            "limit",
            period.limit,
            "offset",
            period.offset));
    return ask("/api/logs/" + path, params, LogsCommand::print);
  }

  /// Names and values; those without a value are left out.
  private static List<String> params(@Nullable String... pairs) {
    List<String> params = new ArrayList<>();
    for (int i = 0; i + 1 < pairs.length; i += 2) {
      String name = pairs[i];
      String value = pairs[i + 1];
      if (name != null && value != null && !value.isEmpty()) {
        params.add(name);
        params.add(value);
      }
    }
    return params;
  }

  private HttpRequest request(String path, List<String> params) {
    StringBuilder query = new StringBuilder();
    for (int i = 0; i + 1 < params.size(); i += 2) {
      query
          .append(i == 0 ? '?' : '&')
          .append(params.get(i))
          .append('=')
          .append(URLEncoder.encode(params.get(i + 1), StandardCharsets.UTF_8));
    }
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url.toString().replaceAll("/+$", "") + path + query));
    String token = System.getenv(tokenVariable);
    if (token != null && !token.isEmpty()) {
      request.header("authorization", "Bearer " + token);
    }
    return request.build();
  }

  private int ask(String path, List<String> params, Consumer<Map<?, ?>> printer)
      throws InterruptedException {
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpResponse<String> answer =
          http.send(request(path, params), HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        Object detail = tree(answer.body()).get("detail");
        System.err.println("mallwatch: " + (detail == null ? answer.statusCode() : detail));
        return Exit.BAD;
      }
      if (json) {
        System.out.println(answer.body());
      } else {
        printer.accept(tree(answer.body()));
      }
      return Exit.GOOD;
    } catch (IOException e) {
      System.err.println("mallwatch: %s cannot be reached: %s".formatted(url, e));
      return Exit.BAD;
    }
  }

  private static Map<?, ?> tree(String body) {
    try {
      return Api.map(Json.tree(body.getBytes(StandardCharsets.UTF_8)));
    } catch (RuntimeException e) {
      return Map.of("detail", "the answer is no JSON");
    }
  }

  private static void print(Map<?, ?> answer) {
    Api.list(answer.get("entries")).forEach(entry -> System.out.println(text(Api.map(entry))));
    System.out.printf("total %s%n", answer.get("total"));
  }

  /// `2026-11-02T01:03:00Z ERROR order 支付失败 [action=pay userId=u1]`.
  static String text(Map<?, ?> entry) {
    StringBuilder more = new StringBuilder();
    for (String name : List.of("action", "userId", "requestId", "traceId")) {
      Object value = entry.get(name);
      if (value != null) {
        more.append(more.isEmpty() ? " [" : " ").append(name).append('=').append(value);
      }
    }
    return "%s %-5s %s %s%s"
        .formatted(
            entry.get("timestamp"),
            String.valueOf(entry.get("level")).toUpperCase(java.util.Locale.ROOT),
            entry.get("service"),
            entry.get("message"),
            more.isEmpty() ? "" : more.append(']'));
  }
}
