package io.mallwatch.server.commands;

import io.mallwatch.alerts.yaml.Durations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Says how alerts would have fared on what a server has stored.
@Command(
    name = "rehearse",
    description = "Says when alerts would have fired in the last days. 用已存数据重演规则：会响多少次、响多久、通知几次。",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {"0:answered", "1:the server refused or cannot be reached", "2:usage"})
final class RulesRehearse implements Callable<Integer> {

  private static final int MOST_SHOWN = 20;

  @Mixin private ServerApi server = new ServerApi();

  @Parameters(paramLabel = "FILE")
  private Path file = Path.of("");

  @Option(
      names = "--days",
      paramLabel = "N",
      defaultValue = "7",
      description = "How far back, 1 to 92 (default: ${DEFAULT-VALUE}).")
  private int days = 7;

  @Option(names = "--rule", paramLabel = "NAME", description = "Only this alert. 只看这条。")
  private @Nullable String only;

  @Override
  public Integer call() throws InterruptedException {
    try {
      Map<?, ?> answer =
          server.post(
              "/api/rules/rehearse", Map.of("text", Files.readString(file), "days", (long) days));
      for (Object one : Api.list(answer.get("rehearsals"))) {
        if (only == null || only.equals(Api.map(one).get("rule"))) {
          print(Api.map(one));
        }
      }
      return Exit.GOOD;
    } catch (IOException e) {
      Exit.complain("%s cannot be read: %s".formatted(file, e));
    } catch (Api.FailedException e) {
      Exit.complain(String.valueOf(e.getMessage()));
    }
    return Exit.BAD;
  }

  private void print(Map<?, ?> rehearsal) {
    Object total = rehearsal.get("total");
    String lasting =
        rehearsal.get("shortestSeconds") instanceof Long shortest
                && rehearsal.get("longestSeconds") instanceof Long longest
            ? ", " + lasted(shortest) + (shortest.equals(longest) ? "" : " to " + lasted(longest))
            : "";
    System.out.printf(
        "%s: would have fired %s times in the last %d days%s; held too short %s times%s%n",
        rehearsal.get("rule"),
        total,
        days,
        lasting,
        rehearsal.get("pendings"),
        Boolean.TRUE.equals(rehearsal.get("cut")) ? "; there was more than could be followed" : "");
    for (Object told : Api.list(rehearsal.get("told"))) {
      Map<?, ?> one = Api.map(told);
      System.out.printf(
          "  %s: told %s times that it fires, %s times that it ended%n",
          one.get("receiver"), one.get("firing"), one.get("resolved"));
    }
    List<?> firings = Api.list(rehearsal.get("firings"));
    firings.stream().limit(MOST_SHOWN).forEach(firing -> print(firing, rehearsal));
    if (firings.size() > MOST_SHOWN) {
      System.out.printf("  ... and %d more%n", firings.size() - MOST_SHOWN);
    }
  }

  private static void print(@Nullable Object firing, Map<?, ?> rehearsal) {
    Map<?, ?> one = Api.map(firing);
    String labels =
        Api.map(one.get("labels")).entrySet().stream()
            .filter(label -> !label.getKey().equals("alertname"))
            .map(label -> "%s=\"%s\"".formatted(label.getKey(), label.getValue()))
            .collect(Collectors.joining(", ", "{", "}"));
    Object end = one.get("endedAt");
    System.out.printf(
        "  %s  %s  value %s  %s%n",
        one.get("firedAt"),
        end == null ? "fires still (" + rehearsal.get("to") + ")" : "to " + end,
        rounded(one.get("value")),
        labels);
  }

  private static String lasted(long seconds) {
    return Durations.print(Duration.ofSeconds(seconds));
  }

  private static String rounded(@Nullable Object value) {
    return value instanceof Number number
        ? String.format(Locale.ROOT, "%.6g", number.doubleValue())
        : "NaN";
  }
}
