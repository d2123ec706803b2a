package io.mallwatch.server.commands;

import io.mallwatch.doors.http.Json;
import io.mallwatch.doors.http.RefusedException;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Says who is on call, and reads and replaces the plan.
@Command(
    name = "oncall",
    description = "Says who is on call; reads and replaces the plan. 查看值班，读写值班计划。",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {"0:done", "1:the server refused or cannot be reached", "2:usage"})
public final class OnCallCommand {

  @Mixin private ServerApi api = new ServerApi();

  @Command(name = "who", description = "Who is on call, and the gaps ahead. 谁在值班。")
  int who(
      @Option(names = "--at", paramLabel = "TIME", description = "RFC 3339 (default: now).")
          @Nullable String at)
      throws InterruptedException {
    String query = at == null ? "" : "?at=" + URLEncoder.encode(at, StandardCharsets.UTF_8);
    return IncidentCommand.print(() -> who(api.get("/api/oncall" + query)));
  }

  @Command(name = "plan", description = "Prints the plan as JSON. 打印值班计划。")
  int plan() throws InterruptedException {
    return IncidentCommand.print(() -> {
      Object plan = Api.map(api.get("/api/oncall/plan")).get("plan");
      return List.of(
          new String(
              Json.write(out -> {
                out.useDefaultPrettyPrinter();
                Json.any(out, plan);
              }),
              StandardCharsets.UTF_8));
    });
  }

  @Command(name = "apply", description = "Replaces the plan by a file's. 用文件替换值班计划。")
  int apply(
      @Parameters(paramLabel = "FILE", description = "As `oncall plan` prints it.") Path file,
      @Option(names = "--by", paramLabel = "NAME") @Nullable String by)
      throws InterruptedException {
    return IncidentCommand.print(() -> {
      Object version = api.get("/api/oncall/plan").get("version");
      Map<?, ?> answer =
          api.post(
              "/api/oncall/plan",
              Map.of(
                  "plan",
                  read(file),
                  "version",
                  version == null ? 0 : version,
                  "by",
                  by == null ? System.getProperty("user.name", "command line") : by));
      return List.of("the plan is at version " + answer.get("version"));
    });
  }

  private static Map<?, ?> read(Path file) {
    try {
      return Api.map(Json.tree(Files.readAllBytes(file)));
    } catch (IOException e) {
      throw new Api.FailedException("%s cannot be read: %s".formatted(file, e));
    } catch (RefusedException e) {
      throw new Api.FailedException("%s: %s".formatted(file, e.problem().message()));
    }
  }

  static List<String> who(Map<?, ?> now) {
    List<String> lines = new ArrayList<>();
    for (Object one : Api.list(now.get("onDuty"))) {
      Map<?, ?> duty = Api.map(one);
      Object person = duty.get("personName");
      Object next = duty.get("next");
      lines.add(
          "%s: %s until %s%s"
              .formatted(
                  duty.get("name"),
                  person == null ? "NOBODY" : person,
                  duty.get("until"),
                  next == null ? "" : ", then " + next));
    }
    for (Object one : Api.list(now.get("gaps"))) {
      Map<?, ?> gap = Api.map(one);
      lines.add(
          "gap in %s from %s until %s"
              .formatted(gap.get("schedule"), gap.get("from"), gap.get("until")));
    }
    if (lines.isEmpty()) {
      lines.add("there is no plan");
    }
    return lines;
  }
}
