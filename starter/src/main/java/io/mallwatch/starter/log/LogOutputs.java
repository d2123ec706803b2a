package io.mallwatch.starter.log;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeAndTimeBasedRollingPolicy;
import ch.qos.logback.core.util.FileSize;
import io.opentelemetry.sdk.logs.SdkLoggerProvider;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// The outputs that the starter adds to Logback's root logger, taken away again on [#close()].
public final class LogOutputs implements AutoCloseable {
  private static final long FLUSH_MILLIS = 1500;

  private final LoggerContext context;
  private final Logger root;
  private final LogLines lines;
  private final List<Runnable> undo = new ArrayList<>();

  LogOutputs(LoggerContext context, LogLines lines) {
    this.context = context;
    this.root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    this.lines = lines;
  }

  void writeJsonToConsole() {
    for (Iterator<Appender<ILoggingEvent>> all = root.iteratorForAppenders(); all.hasNext(); ) {
      if (all.next() instanceof ConsoleAppender<ILoggingEvent> console) {
        Encoder<ILoggingEvent> before = console.getEncoder();
        console.setEncoder(encoder());
        undo.add(() -> console.setEncoder(before));
      }
    }
  }

  void writeJsonTo(Path file) {
    var appender = new RollingFileAppender<ILoggingEvent>();
    appender.setContext(context);
    appender.setName("mallwatch-file");
    appender.setFile(file.toString());
    appender.setEncoder(encoder());
    var policy = new SizeAndTimeBasedRollingPolicy<ILoggingEvent>();
    policy.setContext(context);
    policy.setParent(appender);
    policy.setFileNamePattern(file + ".%d{yyyy-MM-dd}.%i.gz");
    policy.setMaxFileSize(new FileSize(50L << 20));
    policy.setMaxHistory(7);
    policy.setTotalSizeCap(new FileSize(500L << 20));
    policy.start();
    appender.setRollingPolicy(policy);
    attach(appender);
  }

  /// Sends lines through `provider`, which is flushed and closed with this.
  void sendThrough(SdkLoggerProvider provider) {
    var appender = new OtlpAppender(lines, provider.get("io.mallwatch.starter"));
    appender.setContext(context);
    appender.setName("mallwatch-otlp");
    attach(appender);
    undo.add(() -> provider.shutdown().join(FLUSH_MILLIS, TimeUnit.MILLISECONDS));
  }

  private void attach(Appender<ILoggingEvent> appender) {
    appender.start();
    root.addAppender(appender);
    undo.add(() -> {
      root.detachAppender(appender);
      appender.stop();
    });
  }

  private JsonLineEncoder encoder() {
    var encoder = new JsonLineEncoder(lines);
    encoder.setContext(context);
    encoder.start();
    return encoder;
  }

  @Override
  public void close() {
    undo.forEach(Runnable::run);
    undo.clear();
  }
}
