package io.mallwatch.server;

import io.mallwatch.doors.http.AccessToken;
import io.mallwatch.doors.http.HttpLimits;
import io.mallwatch.doors.http.HttpSettings;
import io.mallwatch.doors.otlp.OtlpDoor;
import io.mallwatch.server.config.BadConfigException;
import io.mallwatch.server.config.Config;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Says to the HTTP server what is configured.
final class HttpWiring {

  /// How long a browser need not ask again; two hours is the most that Chromium takes.
  private static final int CORS_MAX_AGE_SECONDS = 7_200;

  private HttpWiring() {}

  static HttpSettings settings(Config config) {
    HttpLimits defaults = HttpLimits.DEFAULT;
    int most = Math.toIntExact(config.doors().maxBodyBytes());
    return new HttpSettings(
        config.server().bind(),
        config.server().port(),
        config.doors().standardPorts()
            ? Map.of(
                9090,
                "prometheus",
                9091,
                "pushgateway",
                9200,
                "elasticsearch",
                4317,
                "otlp",
                4318,
                "otlp",
                16686,
                "jaeger",
                9411,
                "zipkin",
                3200,
                "tempo",
                9093,
                "alertmanager",
                3000,
                "grafana")
            : Map.of(),
        Set.of(),
        cors(config.doors().otlpCors()),
        accessToken(config.server().adminTokenFile()),
        new HttpLimits(
            most,
            Math.max(most, defaults.decodedBytes()),
            defaults.inFlightBytes(),
            defaults.concurrent(),
            defaults.streams(),
            defaults.bodyTimeout(),
            defaults.callTimeout(),
            defaults.compressFromBytes()));
  }

  /// Pages of others may send OTLP and do nothing else.
  private static HttpSettings.Cors cors(Config.CorsPart config) {
    return new HttpSettings.Cors(
        List.of(OtlpDoor.HTTP_PATHS), config.origins(), config.headers(), CORS_MAX_AGE_SECONDS);
  }

  /// What the file holds, without spaces around it; open when no file is named.
  private static AccessToken accessToken(String file) {
    if (file.isEmpty()) {
      return AccessToken.OPEN;
    }
    String problem = "server.admin_token_file: %s ".formatted(file);
    String token;
    try {
      token = Files.readString(Path.of(file)).strip();
    } catch (IOException e) {
      throw new BadConfigException(List.of(problem + "cannot be read: " + e));
    }
    if (token.isEmpty()) {
      throw new BadConfigException(List.of(problem + "is empty; it must hold the token"));
    }
    if (token.chars().anyMatch(c -> Character.isWhitespace(c) || Character.isISOControl(c))) {
      throw new BadConfigException(List.of(problem + "must hold one token and nothing else"));
    }
    return AccessToken.of(token);
  }

  /// Where people reach the server, without a slash at the end; empty when that is not known.
  static String externalUrl(Config.ServerPart config) {
    if (!config.externalUrl().isEmpty()) {
      String url = config.externalUrl();
      return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }
    boolean named = config.isLoopback() && config.port() != 0;
    return named ? "http://%s:%d".formatted(config.bind(), config.port()) : "";
  }
}
