package io.mallwatch.server.commands;

import io.mallwatch.alerts.yaml.Durations;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// Says who would be told of an alert.
@Command(
    name = "route",
    description = "Says who would be told of an alert with such labels. 这条告警会通知谁。",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {
      "0:somebody would be told",
      "1:nobody would, or the server cannot be asked",
      "2:usage"
    })
final class RulesRoute implements Callable<Integer> {

  @Mixin private ServerApi server = new ServerApi();

  @Parameters(paramLabel = "LABEL=VALUE", arity = "1..*")
  private Map<String, String> labels = new TreeMap<>();

  @Override
  public Integer call() throws InterruptedException {
    try {
      Map<?, ?> way = server.post("/api/routes/test", Map.of("labels", labels));
      boolean told = false;
      for (Object node : Api.list(way.get("nodes"))) {
        print(Api.map(node));
        told |=
            "stayed".equals(Api.map(node).get("outcome"))
                && !Api.list(Api.map(node).get("channels")).isEmpty()
                && Api.list(Api.map(node).get("mutedBy")).isEmpty();
      }
      for (Object silence : Api.list(way.get("silences"))) {
        Map<?, ?> one = Api.map(silence);
        System.out.printf(
            "silenced until %s by %s: %s (%s)%n",
            one.get("endsAt"), one.get("createdBy"), one.get("matchers"), one.get("comment"));
        told = false;
      }
      Map<?, ?> inhibitedBy = Api.map(way.get("inhibitedBy"));
      if (!inhibitedBy.isEmpty()) {
        System.out.println("held back by " + QueryCommand.name(inhibitedBy));
        told = false;
      }
      System.out.println(told ? "somebody would be told" : "nobody would be told");
      return told ? Exit.GOOD : Exit.BAD;
    } catch (Api.FailedException e) {
      Exit.complain(String.valueOf(e.getMessage()));
      return Exit.BAD;
    }
  }

  private static void print(Map<?, ?> node) {
    String mark =
        switch (String.valueOf(node.get("outcome"))) {
          case "stayed" -> "=>";
          case "passed" -> "->";
          case "refused" -> "x ";
          default -> ". ";
        };
    String matchers =
        Api.list(node.get("matchers")).stream()
            .map(String::valueOf)
            .collect(Collectors.joining(", ", "{", "}"));
    boolean stays = mark.equals("=>");
    int depth = node.get("depth") instanceof Long number ? Math.toIntExact(number) : 0;
    System.out.println(
        "  ".repeat(depth)
            + mark
            + " "
            + matchers
            + " "
            + node.get("receiver")
            + (stays ? details(node) : ""));
  }

  private static String details(Map<?, ?> node) {
    String muted =
        Api.list(node.get("mutedBy")).isEmpty() ? "" : "; muted now by " + node.get("mutedBy");
    return " %s; grouped by %s, after %s, changes after %s, again after %s%s"
        .formatted(
            node.get("channels"),
            node.get("groupBy"),
            time(node.get("groupWaitSeconds")),
            time(node.get("groupIntervalSeconds")),
            time(node.get("repeatIntervalSeconds")),
            muted);
  }

  private static String time(@Nullable Object seconds) {
    return seconds instanceof Number number
        ? Durations.print(Duration.ofMillis(Math.round(number.doubleValue() * 1000)))
        : "";
  }
}
