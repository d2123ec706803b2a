package io.mallwatch.server.commands;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Switches a fault of the running sample mall.
@Command(
    name = "fault",
    description = "Switches a fault of the running sample mall on or off. 打开或关闭演示商城的故障。",
    mixinStandardHelpOptions = true)
public final class FaultCommand implements Callable<Integer> {

  @Parameters(
      index = "0",
      paramLabel = "NAME",
      description = "Such as payment-failures; 'list' lists them.")
  private String name = "list";

  @Parameters(
      index = "1",
      paramLabel = "on|off",
      arity = "0..1",
      defaultValue = "on",
      description = "Default: ${DEFAULT-VALUE}.")
  private String state = "on";

  @Option(
      names = "--mall",
      paramLabel = "URL",
      defaultValue = "http://127.0.0.1:7700",
      description = "Where the sample mall listens (default: ${DEFAULT-VALUE}).")
  private URI mall = URI.create("http://127.0.0.1:7700");

  @Override
  public Integer call() throws InterruptedException {
    if (!state.equals("on") && !state.equals("off")) {
      Exit.complain("say on or off, not " + state);
      return Exit.USAGE;
    }
    boolean list = name.equals("list");
    HttpRequest.Builder request =
        HttpRequest.newBuilder(mall.resolve(list ? "/demo/faults" : "/demo/faults/" + name))
            .timeout(Duration.ofSeconds(20));
    if (!list) {
      request
          .header("Content-Type", "application/json")
          .POST(HttpRequest.BodyPublishers.ofString("{\"on\":%b}".formatted(state.equals("on"))));
    }
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<String> answer =
          client.send(request.build(), HttpResponse.BodyHandlers.ofString());
      System.out.println(answer.body());
      return answer.statusCode() < 300 ? 0 : Exit.BAD;
    } catch (IOException e) {
      Exit.complain("no sample mall answers at " + mall + "; start one with ./mallwatch demo");
      return Exit.BAD;
    }
  }
}
