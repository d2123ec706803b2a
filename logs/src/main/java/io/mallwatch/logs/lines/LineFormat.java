package io.mallwatch.logs.lines;

import java.util.Locale;

/// What the lines of a source look like.
public enum LineFormat {
  /// Told line by line.
  AUTO,
  /// JSON objects of any logger.
  JSON,
  /// Lines of logback, log4j2, Spring Boot, Tomcat's own log, Kafka: time, level, thread, logger,
  /// message in any usual order.
  JAVA,
  /// The access log of nginx, Apache and Tomcat, common or combined.
  ACCESS,
  NGINX_ERROR,
  MYSQL_SLOW,
  REDIS,
  /// RFC 5424 and RFC 3164, with or without priority.
  SYSLOG,
  /// The whole line is the message.
  PLAIN,
  /// Docker's json-file driver, `{"log":"...","stream":"stdout","time":"..."}`; what a program
  /// wrote is read as with [#AUTO].
  DOCKER,
  /// Containerd and CRI-O, `2026-11-02T10:00:00.1Z stdout F ...`; likewise.
  CRI;

  /// As written in the configuration.
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// The lines that belong together; those of some formats always stand alone.
  public Multiline multiline(Multiline chosen) {
    if (!(chosen instanceof Multiline.Auto)) {
      return chosen;
    }
    return switch (this) {
      case JSON, ACCESS, REDIS -> Multiline.off();
      case MYSQL_SLOW -> Multiline.mysqlSlow();
      case AUTO, JAVA, NGINX_ERROR, SYSLOG, PLAIN, DOCKER, CRI -> chosen;
    };
  }
}
