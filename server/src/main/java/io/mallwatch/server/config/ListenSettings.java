package io.mallwatch.server.config;

import static io.mallwatch.server.config.Setting.setting;
import static io.mallwatch.server.config.SettingType.TEXT;
import static io.mallwatch.server.config.SettingType.TEXTS;

import java.util.List;
import java.util.Optional;

/// The keys `logs.listen.*`.
final class ListenSettings {

  private static final SettingType<Optional<ListenConfig.Place>> PLACE =
      TEXT.map("PORT or ADDRESS:PORT", ListenConfig.Place::parse);

  private static final Setting<Optional<ListenConfig.Place>> SYSLOG_UDP =
      setting(
          "logs.listen.syslog_udp",
          PLACE,
          "",
          "Take syslog (RFC 3164, RFC 5424) from datagrams; empty for not. Without an address, the"
              + " one that the server is bound to. Nothing proves who sends: see"
              + " `logs.listen.allow`.");
  private static final Setting<Optional<ListenConfig.Place>> SYSLOG_TCP =
      setting(
          "logs.listen.syslog_tcp",
          PLACE,
          "",
          "Take syslog from connections, each message a line or counted (RFC 6587).");
  private static final Setting<Optional<ListenConfig.Place>> LINES_TCP =
      setting(
          "logs.listen.lines_tcp",
          PLACE,
          "",
          "Take lines from connections, JSON as Logstash's `json_lines` or any text; for logback's"
              + " `LogstashTcpSocketAppender`.");
  private static final Setting<String> CERTIFICATE =
      setting(
          "logs.listen.tls_certificate",
          TEXT,
          "",
          "Certificate in PEM, with those that vouch for it; both ports for connections then speak"
              + " TLS.");
  private static final Setting<String> KEY =
      setting(
          "logs.listen.tls_key",
          TEXT,
          "",
          "Its unencrypted key in PEM (PKCS 8, `BEGIN PRIVATE KEY`).");
  private static final Setting<List<String>> ALLOW =
      setting(
          "logs.listen.allow",
          TEXTS,
          "",
          "Addresses and networks (`10.1.0.0/16`) that may send to these ports; empty for all that"
              + " can reach them.");

  static final List<Setting<?>> ALL =
      List.of(SYSLOG_UDP, SYSLOG_TCP, LINES_TCP, CERTIFICATE, KEY, ALLOW);

  private ListenSettings() {}

  static ListenConfig read(Setting.Values values) {
    return new ListenConfig(
        values.of(SYSLOG_UDP),
        values.of(SYSLOG_TCP),
        values.of(LINES_TCP),
        values.of(CERTIFICATE),
        values.of(KEY),
        values.of(ALLOW));
  }
}
