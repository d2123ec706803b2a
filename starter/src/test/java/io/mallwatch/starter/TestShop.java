package io.mallwatch.starter;

import io.mallwatch.starter.request.CurrentUser;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestClient;

/// A small Spring Boot application with the starter, on a real port with a real database.
@Configuration
@EnableAutoConfiguration
public class TestShop {
  private static final Logger logger = LoggerFactory.getLogger(TestShop.class);

  /// Starts the shop on a free port; each database name is a database of its own.
  public static ConfigurableApplicationContext start(String database, String... properties) {
    var application = new SpringApplication(TestShop.class);
    String[] all = new String[properties.length + 5];
    System.arraycopy(properties, 0, all, 0, properties.length);
    all[properties.length] = "--server.port=0";
    all[properties.length + 1] = "--spring.main.banner-mode=off";
    all[properties.length + 2] = "--spring.application.name=test-shop";
    all[properties.length + 3] =
        "--spring.datasource.url=jdbc:h2:mem:" + database + ";MODE=MySQL;DB_CLOSE_DELAY=-1";
    all[properties.length + 4] = "--spring.datasource.username=sa";
    return application.run(all);
  }

  /// Where the shop listens.
  public static String address(ConfigurableApplicationContext shop) {
    return "http://127.0.0.1:" + shop.getEnvironment().getProperty("local.server.port");
  }

  @Bean
  CountDownLatch clientGone() {
    return new CountDownLatch(1);
  }

  /// `SLEEP` for H2.
  public static int sleep(double seconds) throws InterruptedException {
    TimeUnit.MILLISECONDS.sleep((long) (seconds * 1000));
    return 0;
  }

  /// Where customers are served.
  @RestController
  static final class Counter {
    private final JdbcTemplate jdbc;
    private final RestClient http;
    private final CountDownLatch clientGone;

    Counter(JdbcTemplate jdbc, RestClient.Builder http, CountDownLatch clientGone) {
      this.jdbc = jdbc;
      this.http = http.build();
      this.clientGone = clientGone;
    }

    @GetMapping("/orders/{id}")
    String order(@PathVariable String id, HttpServletRequest request) {
      CurrentUser.set(request, "user-" + id);
      logger.atInfo().addKeyValue("category", "test").log("order looked at");
      return String.valueOf(jdbc.queryForObject("SELECT 'order ' || ?", String.class, id));
    }

    @GetMapping("/broken")
    String broken(@RequestParam(defaultValue = "tea") String of) {
      if (of.equals("tea")) {
        throw new IllegalStateException("out of tea");
      }
      return of;
    }

    @GetMapping("/forwarded")
    String forwarded(HttpServletRequest request) {
      String url = request.getRequestURL().toString().replace("/forwarded", "/echo");
      return String.valueOf(http.get().uri(url).retrieve().body(String.class));
    }

    @GetMapping("/echo")
    String echo(HttpServletRequest request) {
      return request.getHeader("x-request-id") + " " + request.getHeader("traceparent");
    }

    @GetMapping("/later")
    Callable<String> later() {
      return () -> "done";
    }

    @GetMapping("/flood")
    void flood(HttpServletResponse response) throws IOException, InterruptedException {
      OutputStream out = response.getOutputStream();
      out.write(new byte[64 * 1024]);
      out.flush();
      clientGone.await();
      for (int i = 0; i < 10_000; i++) {
        out.write(new byte[64 * 1024]);
        out.flush();
      }
    }
  }
}
