package io.mallwatch.monitors.business.mall;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/// Where databases differ in what is asked of them.
enum Dialect {
  MYSQL("jdbc:mariadb:", '`'),
  POSTGRESQL("jdbc:postgresql:", '"'),
  H2("jdbc:h2:", '"');

  private final String prefix;
  private final char quote;

  Dialect(String prefix, char quote) {
    this.prefix = prefix;
    this.quote = quote;
  }

  /// @throws MallQueryException when the address is of none of them
  static Dialect of(String url) {
    if (url.startsWith("jdbc:mysql:")) {
      return MYSQL;
    }
    for (Dialect dialect : values()) {
      if (url.startsWith(dialect.prefix)) {
        return dialect;
      }
    }
    throw new MallQueryException(
        "business.database.url must begin with jdbc:mariadb:, jdbc:mysql: or jdbc:postgresql:");
  }

  /// The address as the driver wants it: MySQL is spoken to by MariaDB's driver.
  static String driverUrl(String url) {
    return url.startsWith("jdbc:mysql:")
        ? "jdbc:mariadb:" + url.substring("jdbc:mysql:".length())
        : url;
  }

  /// A name of a table or column; dots stand between schema and table.
  String name(String name) {
    StringBuilder out = new StringBuilder();
    for (String part : name.split("\\.", -1)) {
      if (!out.isEmpty()) {
        out.append('.');
      }
      out.append(isPlain(part) ? part : quote + part + quote);
    }
    return out.toString();
  }

  /// Plain names stay as they are, so that each database folds their case in its own way.
  private static boolean isPlain(String name) {
    return name.equals(name.toLowerCase(Locale.ROOT)) && name.matches("[a-z_][a-z0-9_]*");
  }

  /// Seconds from one time to another.
  String seconds(String from, String to) {
    return switch (this) {
      case MYSQL -> "TIMESTAMPDIFF(MICROSECOND, %s, %s) / 1000000.0".formatted(from, to);
      case POSTGRESQL -> "EXTRACT(EPOCH FROM (%s - %s))".formatted(to, from);
      case H2 -> "DATEDIFF(MILLISECOND, %s, %s) / 1000.0".formatted(from, to);
    };
  }

  /// What is said first on a new connection, so that nothing can be changed and nothing runs long.
  List<String> opening(Duration limit) {
    return switch (this) {
      case MYSQL -> List.of("SET SESSION TRANSACTION READ ONLY");
      case POSTGRESQL ->
          List.of(
              "SET default_transaction_read_only = on",
              "SET statement_timeout = " + limit.toMillis());
      case H2 -> List.of();
    };
  }

  /// Driver properties that bound how long is waited for an answer.
  List<String[]> timeouts(Duration limit) {
    String socketMillis = Long.toString(limit.toMillis() + 2_000);
    return switch (this) {
      case MYSQL ->
          List.of(
              new String[] {"connectTimeout", "3000"},
              new String[] {"socketTimeout", socketMillis});
      case POSTGRESQL ->
          List.of(
              new String[] {"connectTimeout", "3"},
              new String[] {"socketTimeout", Long.toString(limit.toSeconds() + 2)});
      case H2 -> List.of();
    };
  }
}
