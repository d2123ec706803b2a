package io.mallwatch.server.commands;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.mallwatch.ops.health.HealthOutcome;
import io.mallwatch.ops.health.HealthProbe;
import io.mallwatch.ops.health.MallHealthCheck;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Asks a mall's health endpoints.
@Command(
    name = "check",
    description = "Checks a mall's seven health endpoints. 检查商城的七个健康端点。",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {"0:all are good", "1:some are bad", "2:usage"})
public final class CheckCommand implements Callable<Integer> {

  @Parameters(
      paramLabel = "URL",
      arity = "0..1",
      defaultValue = "http://localhost:3000",
      description = "Base URL of the mall (default: ${DEFAULT-VALUE}).")
  private URI url = URI.create("http://localhost:3000");

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      defaultValue = "30",
      description = "For one request (default: ${DEFAULT-VALUE}).")
  private int timeoutSeconds = 30;

  @Option(
      names = "--retries",
      paramLabel = "N",
      defaultValue = "3",
      description = "Tries for each endpoint (default: ${DEFAULT-VALUE}).")
  private int tries = 3;

  @Option(
      names = "--pause",
      paramLabel = "SECONDS",
      defaultValue = "5",
      description = "Between tries (default: ${DEFAULT-VALUE}).")
  private int pauseSeconds = 5;

  @Option(names = "--json", description = "Prints JSON.")
  private boolean json;

  @Override
  public Integer call() throws InterruptedException {
    if (url.getHost() == null || timeoutSeconds < 1 || tries < 1 || pauseSeconds < 0) {
      Exit.complain(
          "give an address such as http://localhost:3000, a timeout and tries of 1 or more");
      return Exit.USAGE;
    }
    if (!json) {
      System.out.println("开始系统健康检查...");
      System.out.println("目标地址: " + url);
    }
    List<HealthOutcome> outcomes =
        new MallHealthCheck(
                Duration.ofSeconds(timeoutSeconds), tries, Duration.ofSeconds(pauseSeconds))
            .run(url, HealthProbe.MALL);
    long bad = outcomes.stream().filter(outcome -> !outcome.good()).count();
    if (json) {
      System.out.println(toJson(outcomes));
    } else {
      outcomes.forEach(outcome -> System.out.println(outcome.text()));
      System.out.println(bad == 0 ? "🎉 所有健康检查通过！" : "💥 有 " + bad + " 项检查失败");
    }
    return bad == 0 ? 0 : Exit.BAD;
  }

  private String toJson(List<HealthOutcome> outcomes) {
    StringWriter text = new StringWriter();
    try (JsonGenerator out = new JsonFactory().createGenerator(text)) {
      out.writeStartObject();
      out.writeStringField("url", url.toString());
      out.writeBooleanField("good", outcomes.stream().allMatch(HealthOutcome::good));
      out.writeArrayFieldStart("checks");
      for (HealthOutcome outcome : outcomes) {
        out.writeStartObject();
        out.writeStringField("name", outcome.probe().name());
        out.writeStringField("path", outcome.probe().path());
        out.writeBooleanField("good", outcome.good());
        out.writeNumberField("status", outcome.status());
        out.writeStringField("detail", outcome.detail());
        out.writeNumberField("tries", outcome.tries());
        out.writeNumberField("millis", outcome.millis());
        out.writeEndObject();
      }
      out.writeEndArray();
      out.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }
}
