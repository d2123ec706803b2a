package io.mallwatch.samplemall;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.FilterType;

/// The sample mall's main class: a Spring Boot application like its users'. Everything it is told
/// is in [MallProperties]; everything it consists of is in [MallConfiguration].
@SpringBootApplication
@ComponentScan(
    useDefaultFilters = false,
    includeFilters =
        @ComponentScan.Filter(type = FilterType.ASSIGNABLE_TYPE, classes = MallConfiguration.class))
@EnableConfigurationProperties(MallProperties.class)
public class SampleMall {
  private static final String OURS = "--mall.mallwatch-url=";
  private static final String STARTERS = "--mallwatch.url=";

  public static void main(String[] arguments) {
    MallOpening opening;
    try {
      ConfigurableApplicationContext mall =
          new SpringApplication(SampleMall.class).run(withStarterUrl(arguments));
      opening = mall.getBean(MallOpening.class);
    } catch (RuntimeException failed) {
      System.out.println("The sample mall cannot start: " + rootMessage(failed));
      System.exit(2);
      return;
    }
    var unused =
        opening
            .whenOpen()
            .whenComplete((opened, failed) -> {
              if (failed != null && !(failed instanceof CancellationException)) {
                System.exit(1);
              }
            });
  }

  private static String rootMessage(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null && !(cause instanceof PortInUseException)) {
      cause = cause.getCause();
    }
    return cause.getMessage() == null ? cause.toString() : cause.getMessage();
  }

  /// One address serves both the history and the starter, unless the starter has its own.
  static String[] withStarterUrl(String[] arguments) {
    List<String> all = new ArrayList<>(Arrays.asList(arguments));
    if (all.stream().noneMatch(argument -> argument.startsWith(STARTERS))) {
      all.stream()
          .filter(argument -> argument.startsWith(OURS) && argument.length() > OURS.length())
          .findFirst()
          .map(argument -> STARTERS + argument.substring(OURS.length()))
          .ifPresent(all::add);
    }
    return all.toArray(String[]::new);
  }
}
