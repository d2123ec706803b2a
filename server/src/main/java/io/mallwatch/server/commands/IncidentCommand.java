package io.mallwatch.server.commands;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Lists and handles the incidents of a running server.
@Command(
    name = "incident",
    description = "Lists and handles incidents. 查看与处理故障。",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {"0:done", "1:the server refused or cannot be reached", "2:usage"})
public final class IncidentCommand {

  @Mixin private ServerApi api = new ServerApi();

  /// What a verb prints, line by line.
  interface Request {
    List<String> lines() throws InterruptedException;
  }

  static int print(Request request) throws InterruptedException {
    try {
      request.lines().forEach(System.out::println);
      return Exit.GOOD;
    } catch (Api.FailedException e) {
      Exit.complain(String.valueOf(e.getMessage()));
      return Exit.BAD;
    }
  }

  @Command(name = "list", description = "Incidents, newest first. 列出故障。")
  int list(
      @Option(
              names = "--state",
              defaultValue = "open",
              description = "open, resolved or all (default: ${DEFAULT-VALUE}).")
          String state)
      throws InterruptedException {
    return print(() ->
        Api.list(api.get("/api/incidents?state=" + encode(state)).get("incidents")).stream()
            .map(one -> line(Api.map(one)))
            .toList());
  }

  @Command(name = "show", description = "One incident with its timeline. 查看一起故障。")
  int show(@Parameters(paramLabel = "ID") String id) throws InterruptedException {
    return print(() -> detail(api.get(path(id))));
  }

  @Command(name = "ack", description = "Says that you work on it. 确认接手。")
  int acknowledge(
      @Parameters(paramLabel = "ID") String id,
      @Option(names = "--by", paramLabel = "NAME") @Nullable String by)
      throws InterruptedException {
    return change(id, "acknowledge", by, Map.of());
  }

  @Command(name = "resolve", description = "Says that it is over. 标记解决。")
  int resolve(
      @Parameters(paramLabel = "ID") String id,
      @Option(names = "--by", paramLabel = "NAME") @Nullable String by,
      @Option(names = "--note", defaultValue = "", description = "What was done.") String note)
      throws InterruptedException {
    return change(id, "resolve", by, note.isEmpty() ? Map.of() : Map.of("note", note));
  }

  @Command(name = "note", description = "Adds a note to the timeline. 写一条记录。")
  int note(
      @Parameters(paramLabel = "ID") String id,
      @Parameters(paramLabel = "TEXT") String text,
      @Option(names = "--by", paramLabel = "NAME") @Nullable String by)
      throws InterruptedException {
    return change(id, "notes", by, Map.of("text", text));
  }

  private int change(String id, String verb, @Nullable String by, Map<String, Object> more)
      throws InterruptedException {
    Map<String, Object> body = new HashMap<>(more);
    body.put("by", by == null ? System.getProperty("user.name", "command line") : by);
    return print(() -> List.of(line(api.post(path(id) + "/" + verb, body))));
  }

  @Command(name = "postmortem", description = "The draft of a post-mortem, as Markdown. 打印复盘草稿。")
  int postmortem(
      @Parameters(paramLabel = "ID") String id,
      @Option(names = "--lang", defaultValue = "zh", description = "zh or en.") String lang)
      throws InterruptedException {
    String query = "/postmortem?lang=" + encode(lang);
    return print(() -> List.of(new String(api.bytes(path(id) + query), StandardCharsets.UTF_8)));
  }

  @Command(name = "bundle", description = "Saves all evidence as a zip. 导出证据包。")
  int bundle(
      @Parameters(paramLabel = "ID") String id,
      @Option(names = "--out", paramLabel = "FILE", description = "Default: ID.zip.")
          @Nullable Path out)
      throws InterruptedException {
    Path file = out == null ? Path.of(id + ".zip") : out;
    return print(() -> {
      try {
        Files.write(file, api.bytes(path(id) + "/bundle"));
      } catch (IOException e) {
        throw new Api.FailedException("%s cannot be written: %s".formatted(file, e));
      }
      return List.of(file + ": unpack it and open index.html; sha256sum -c SHA256SUMS proves it");
    });
  }

  @Command(
      name = "report",
      description = "Means, breaches and noisy rules of the last 30 days. 响应报告。")
  int report() throws InterruptedException {
    return print(() -> report(api.get("/api/incidents/report")));
  }

  private static String path(String id) {
    return "/api/incidents/" + encode(id);
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  static String line(Map<?, ?> incident) {
    Object who = incident.get("assignee");
    return "%s  %s  %-12s  %s%s"
        .formatted(
            incident.get("id"),
            incident.get("priority"),
            incident.get("state"),
            incident.get("title"),
            who == null ? "" : "  (" + who + ")");
  }

  static List<String> detail(Map<?, ?> incident) {
    List<String> lines = new ArrayList<>();
    lines.add(line(incident));
    lines.add(
        "opened %s, answer by %s, resolve by %s"
            .formatted(
                incident.get("openedAt"),
                incident.get("responseDue"),
                incident.get("resolutionDue")));
    for (Object one : Api.list(incident.get("timeline"))) {
      Map<?, ?> event = Api.map(one);
      lines.add(
          "  %s  %-14s  %s"
              .formatted(event.get("at"), event.get("kind"), Api.map(event.get("text")).get("zh")));
    }
    return lines;
  }

  static List<String> report(Map<?, ?> report) {
    List<String> lines = new ArrayList<>();
    lines.add("all       " + figures(Api.map(report.get("all"))));
    Api.map(report.get("byPriority"))
        .forEach((name, one) -> lines.add("%-9s ".formatted(name) + figures(Api.map(one))));
    for (Object one : Api.list(report.get("rules"))) {
      Map<?, ?> rule = Api.map(one);
      lines.add(
          "%s: %s incidents, %s over within 5 min, %s never acknowledged, %s reopened"
              .formatted(
                  rule.get("rule"),
                  rule.get("incidents"),
                  rule.get("shortLived"),
                  rule.get("neverAcknowledged"),
                  rule.get("reopened")));
    }
    return lines;
  }

  private static String figures(Map<?, ?> figures) {
    return "%s incidents, MTTA %s, MTTR %s, answered late %s, resolved late %s"
        .formatted(
            figures.get("incidents"),
            minutes(figures.get("meanSecondsToAcknowledge")),
            minutes(figures.get("meanSecondsToResolve")),
            figures.get("responseBreaches"),
            figures.get("resolutionBreaches"));
  }

  private static String minutes(@Nullable Object seconds) {
    return seconds instanceof Number number ? "%.1f min".formatted(number.doubleValue() / 60) : "-";
  }
}
