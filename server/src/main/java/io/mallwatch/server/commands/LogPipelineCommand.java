package io.mallwatch.server.commands;

import io.mallwatch.logs.pipeline.BadPipelineException;
import io.mallwatch.logs.pipeline.Document;
import io.mallwatch.logs.pipeline.LogstashFilters;
import io.mallwatch.logs.pipeline.Outcome;
import io.mallwatch.logs.pipeline.Pipelines;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Looks at pipelines and tries them out.
@Command(
    name = "pipeline",
    description = "Looks at pipelines and tries them out. 检查与试跑日志管道。",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {"0:all are good", "1:some are bad", "2:usage"})
public final class LogPipelineCommand {

  private final InstantSource clock;

  public LogPipelineCommand(InstantSource clock) {
    this.clock = clock;
  }

  @Command(
      name = "check",
      description =
          "Says what is wrong with pipelines (ingest JSON, or Logstash's *.conf). 校验日志管道。")
  int check(
      @Parameters(paramLabel = "FILE", arity = "1..*") List<Path> files,
      @Option(names = "--print", description = "Print what a *.conf becomes.") boolean print) {
    int exit = 0;
    try (Pipelines pipelines = Pipelines.inMemory(clock)) {
      for (Path file : files) {
        System.out.println("Checking " + file);
        try {
          Map<String, @Nullable Object> definition = definition(file);
          pipelines.put("checked", definition);
          int processors =
              Objects.requireNonNull(definition.get("processors")) instanceof List<?> list
                  ? list.size()
                  : 0;
          System.out.printf("  SUCCESS: %d processors%n", processors);
          if (print) {
            System.out.println(Pipelines.json(definition));
          }
        } catch (IOException | BadPipelineException e) {
          System.out.println("  FAILED: " + e.getMessage());
          exit = Exit.BAD;
        }
      }
    }
    return exit;
  }

  @Command(
      name = "simulate",
      description = {
        "Sends lines of standard input through a pipeline and prints what becomes of each as JSON.",
        "A line that is a JSON object is a document; any other is its message. 试跑：逐行输出结果。"
      })
  int simulate(
      @Parameters(paramLabel = "FILE") Path file,
      @Option(names = "--index", defaultValue = "logs", description = "Index they are sent to.")
          String index,
      @Option(names = "--verbose", description = "Print what each processor did.") boolean verbose)
      throws IOException {
    Map<String, @Nullable Object> definition;
    try {
      definition = definition(file);
    } catch (IOException | BadPipelineException e) {
      System.err.println(file + ": " + e.getMessage());
      return Exit.BAD;
    }
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    int exit = 0;
    try (Pipelines pipelines = Pipelines.inMemory(clock)) {
      pipelines.put("simulated", definition);
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        Pipelines.Simulated simulated =
            pipelines.simulate("simulated", index, null, document(line));
        if (verbose) {
          simulated.steps().forEach(LogPipelineCommand::print);
        }
        exit = print(simulated.outcome()) ? exit : Exit.BAD;
      }
    } catch (BadPipelineException e) {
      System.err.println(file + ": " + e.getMessage());
      return Exit.BAD;
    }
    return exit;
  }

  private static void print(Document.StepResult step) {
    Document after = step.document();
    System.out.printf(
        "# %s%s %s%s%s%n",
        step.processor(),
        step.tag().isEmpty() ? "" : " (" + step.tag() + ")",
        step.status(),
        step.reason().isEmpty() ? "" : ": " + step.reason(),
        after == null ? "" : " " + Pipelines.json(after.source()));
  }

  private static boolean print(Outcome outcome) {
    switch (outcome) {
      case Outcome.Kept(Document document) ->
          System.out.printf("%s %s%n", document.index(), Pipelines.json(document.source()));
      case Outcome.Dropped() -> System.out.println("dropped");
      case Outcome.Failed failed -> {
        System.out.printf(
            "failed %s [%s] %s%n", failed.mark(), failed.processor(), failed.reason());
        return false;
      }
    }
    return true;
  }

  private static Map<String, ?> document(String line) {
    if (line.startsWith("{")) {
      try {
        return Pipelines.definition(line);
      } catch (BadPipelineException e) {
        return Map.of("message", line);
      }
    }
    return Map.of("message", line);
  }

  private static Map<String, @Nullable Object> definition(Path file) throws IOException {
    String text = Files.readString(file);
    return file.toString().endsWith(".conf")
        ? LogstashFilters.read(text)
        : Pipelines.definition(text);
  }
}
