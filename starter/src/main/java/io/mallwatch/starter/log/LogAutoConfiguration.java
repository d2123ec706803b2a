package io.mallwatch.starter.log;

import ch.qos.logback.classic.LoggerContext;
import io.mallwatch.starter.MallwatchProperties;
import io.mallwatch.starter.ServiceIdentity;
import io.mallwatch.starter.metric.MetricsAutoConfiguration;
import io.mallwatch.starter.trace.ExportMetrics;
import io.mallwatch.starter.trace.OtlpExport;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.nio.file.Path;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/// Writes log lines in the standard format where Logback is the logger: JSON on the console or in a
/// file if asked, OTLP if `mallwatch.url` is set.
@AutoConfiguration(after = MetricsAutoConfiguration.class)
@ConditionalOnClass(LoggerContext.class)
@EnableConfigurationProperties(MallwatchProperties.class)
public class LogAutoConfiguration {
  private static final int QUEUE = 8192;

  @Bean
  @ConditionalOnMissingBean
  LogOutputs mallwatchLogOutputs(
      MallwatchProperties properties,
      Environment environment,
      ObjectProvider<MeterRegistry> registry) {
    if (!(LoggerFactory.getILoggerFactory() instanceof LoggerContext context)) {
      throw new IllegalStateException(
          "Logback is on the class path, but SLF4J is bound to "
              + LoggerFactory.getILoggerFactory().getClass().getName());
    }
    ServiceIdentity identity = ServiceIdentity.of(properties, environment);
    var outputs = new LogOutputs(context, new LogLines(identity.service()));
    if (properties.log().console() == MallwatchProperties.ConsoleFormat.JSON) {
      outputs.writeJsonToConsole();
    }
    Path file = properties.log().file();
    if (file != null) {
      outputs.writeJsonTo(file);
    }
    URI url = properties.url();
    if (url != null && properties.log().export()) {
      var metrics = ExportMetrics.of(registry.getIfAvailable(), "logs");
      outputs.sendThrough(OtlpExport.logs(url, identity, metrics, QUEUE));
    }
    return outputs;
  }
}
