package io.mallwatch.doors.console;

import io.mallwatch.doors.http.Call;
import io.mallwatch.doors.http.Door;
import io.mallwatch.doors.http.ErrorShape;
import io.mallwatch.doors.http.Problem;
import io.mallwatch.doors.http.RefusedException;
import io.mallwatch.doors.http.Reply;
import io.mallwatch.doors.http.Route;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The console at `/`: its files, and its page for every other path that a browser asks for.
public final class ConsoleDoor implements Door {

  private static final String PAGE = "index.html";
  private static final String CONTENT_SECURITY_POLICY =
      "default-src 'self'; img-src 'self' data: blob:; style-src 'self' 'unsafe-inline';"
          + " font-src 'self' data:; worker-src 'self' blob:; object-src 'none';"
          + " base-uri 'self'; form-action 'self'; frame-ancestors 'none'";

  private static final Map<String, String> TYPES =
      Map.ofEntries(
          Map.entry("html", "text/html; charset=utf-8"),
          Map.entry("js", "text/javascript; charset=utf-8"),
          Map.entry("css", "text/css; charset=utf-8"),
          Map.entry("json", "application/json"),
          Map.entry("svg", "image/svg+xml"),
          Map.entry("png", "image/png"),
          Map.entry("ico", "image/x-icon"),
          Map.entry("webmanifest", "application/manifest+json"),
          Map.entry("woff2", "font/woff2"),
          Map.entry("woff", "font/woff"),
          Map.entry("txt", Reply.TEXT),
          Map.entry("map", "application/json"));

  private final Assets console;
  private final Assets own;

  /// @param loader finds the console's files under `console/`
  public ConsoleDoor(ClassLoader loader) {
    this.console = new Assets(loader, "console/");
    this.own = new Assets(ConsoleDoor.class.getClassLoader(), "io/mallwatch/doors/console/");
  }

  @Override
  public String name() {
    return "console";
  }

  @Override
  public String prefix() {
    return "";
  }

  @Override
  public List<Route> routes() {
    return List.of(Route.get("/{*path}", this::serve));
  }

  @Override
  public ErrorShape errors() {
    return ErrorShape.problemDetails();
  }

  private Reply serve(Call call) {
    String path = call.path("path");
    Optional<Assets.Asset> file = console.find(path);
    if (file.isPresent() && !path.equals(PAGE)) {
      return file(call, path, file.get());
    }
    boolean wantsPage =
        path.isEmpty()
            || path.equals(PAGE)
            || call.header("accept").orElse("").contains("text/html");
    if (!wantsPage) {
      throw new RefusedException(
          Problem.notFound("there is nothing at %s".formatted(call.head().path())));
    }
    Assets.Asset page = console.find(PAGE).or(() -> own.find("plain.html")).orElseThrow();
    return reply(call, PAGE, page, page.bytes(), pageHeaders());
  }

  private static Map<String, String> pageHeaders() {
    Map<String, String> headers = new TreeMap<>();
    headers.put("cache-control", "no-cache");
    headers.put("content-security-policy", CONTENT_SECURITY_POLICY);
    headers.put("referrer-policy", "same-origin");
    headers.put("cross-origin-opener-policy", "same-origin");
    headers.put("permissions-policy", "camera=(), geolocation=(), microphone=()");
    return headers;
  }

  private Reply file(Call call, String path, Assets.Asset asset) {
    Map<String, String> headers = new TreeMap<>();
    // Names under assets/ carry a hash of their content.
    headers.put(
        "cache-control",
        path.startsWith("assets/") ? "public, max-age=31536000, immutable" : "no-cache");
    String accepted = call.header("accept-encoding").orElse("");
    for (String coding : List.of("br", "gzip")) {
      Optional<Assets.Asset> packed =
          accepted.contains(coding)
              ? console.find(path + (coding.equals("br") ? ".br" : ".gz"))
              : Optional.empty();
      if (packed.isPresent()) {
        headers.put("content-encoding", coding);
        headers.put("vary", "accept-encoding");
        return reply(call, path, asset, packed.get().bytes(), headers);
      }
    }
    return reply(call, path, asset, asset.bytes(), headers);
  }

  private static Reply reply(
      Call call, String path, Assets.Asset asset, byte[] body, Map<String, String> headers) {
    headers.put("etag", asset.etag());
    if (call.header("if-none-match").orElse("").contains(asset.etag())) {
      headers.remove("content-encoding");
      return new Reply.Whole(304, "", new byte[0], headers, Map.of());
    }
    return new Reply.Whole(200, type(path), body, headers, Map.of());
  }

  private static String type(String path) {
    String extension = path.substring(path.lastIndexOf('.') + 1);
    return TYPES.getOrDefault(extension, "application/octet-stream");
  }
}
