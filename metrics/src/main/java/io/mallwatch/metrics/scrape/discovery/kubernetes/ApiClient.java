package io.mallwatch.metrics.scrape.discovery.kubernetes;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.mallwatch.metrics.scrape.http.HttpCall;
import io.mallwatch.metrics.scrape.http.HttpFetcher;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Collectors;

/// Lists and watches objects of one cluster. Thread-safe.
final class ApiClient {

  private static final int PAGE = 500;
  private static final long MAX_PAGE_BYTES = 256L << 20;
  private static final long MAX_EVENT_BYTES = 16L << 20;
  private static final long MAX_ERROR_BYTES = 64L << 10;
  private static final Duration LATE = Duration.ofSeconds(30);

  private final URI server;
  private final HttpFetcher fetcher;
  private final String userAgent;
  private final Pace pace;
  private final JsonFactory json = new JsonFactory();

  ApiClient(URI server, HttpFetcher fetcher, String userAgent, Pace pace) {
    this.server = server;
    this.fetcher = fetcher;
    this.userAgent = userAgent;
    this.pace = pace;
  }

  /// All objects, by key, and the version of this state of the cluster.
  record Listed(ConcurrentNavigableMap<String, KubeObject> objects, String version) {}

  /// What a watch brings.
  interface Listener {
    /// An object is there, or is as it now is.
    void put(KubeObject object);

    void remove(KubeObject object);

    /// All changes up to this version were told.
    void reached(String version);
  }

  /// @throws KubernetesFailedException when the API gives no list
  Listed list(Query query) throws InterruptedException {
    ConcurrentNavigableMap<String, KubeObject> objects = new ConcurrentSkipListMap<>();
    String next = "";
    Tree meta;
    do {
      Map<String, String> parameters = new LinkedHashMap<>();
      parameters.put("limit", Integer.toString(PAGE));
      parameters.put("continue", next);
      HttpCall call = call(query, parameters, pace.list());
      meta = exchange(call, "list " + query, MAX_PAGE_BYTES, (in, _) -> page(in, query, objects));
      next = meta.text("continue");
    } while (!next.isEmpty());
    return new Listed(objects, meta.text("resourceVersion"));
  }

  private Tree page(JsonParser in, Query query, Map<String, KubeObject> objects)
      throws IOException {
    Tree meta = null;
    if (in.nextToken() != JsonToken.START_OBJECT) {
      throw new JsonParseException(in, "expected an object");
    }
    while (in.nextToken() == JsonToken.FIELD_NAME) {
      String name = in.currentName();
      in.nextToken();
      switch (name) {
        case "metadata" -> meta = Tree.read(in);
        case "items" -> items(in, query, objects);
        default -> in.skipChildren();
      }
    }
    if (meta == null || meta.text("resourceVersion").isEmpty()) {
      throw new JsonParseException(in, "this is no list");
    }
    return meta;
  }

  private void items(JsonParser in, Query query, Map<String, KubeObject> objects)
      throws IOException {
    if (!in.hasToken(JsonToken.START_ARRAY)) {
      in.skipChildren();
      return;
    }
    while (in.nextToken() != JsonToken.END_ARRAY) {
      KubeObject object = object(in, query);
      objects.put(object.meta().key(), object);
      if (objects.size() > pace.objects()) {
        throw new KubernetesFailedException(
            "there are more than %d %s: narrow them by selectors or namespaces"
                .formatted(pace.objects(), query));
      }
    }
  }

  private static KubeObject object(JsonParser in, Query query) throws IOException {
    KubeObject object = query.resource().read(Tree.read(in));
    if (object.meta().name().isEmpty()) {
      throw new JsonParseException(in, "an object has no name");
    }
    return object;
  }

  /// Tells changes since a version, until the API ends the watch.
  ///
  /// @throws KubernetesFailedException when the watch breaks
  void watch(Query query, String version, Listener listener) throws InterruptedException {
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("watch", "true");
    parameters.put("allowWatchBookmarks", "true");
    parameters.put("resourceVersion", version);
    parameters.put("timeoutSeconds", Long.toString(pace.watch().toSeconds()));
    HttpCall call = call(query, parameters, pace.watch().plus(LATE));
    String what = "watch " + query;
    exchange(
        call,
        what,
        MAX_EVENT_BYTES,
        (in, bytes) -> {
          listener.reached(version);
          while (in.nextToken() != null) {
            event(in, query, listener, what);
            bytes.restart();
          }
          return version;
        });
  }

  private static void event(JsonParser in, Query query, Listener listener, String what)
      throws IOException {
    Tree event = Tree.read(in);
    Tree told = event.at("object");
    String type = event.text("type");
    switch (type) {
      case "ADDED", "MODIFIED", "DELETED" -> {
        KubeObject object = query.resource().read(told);
        if (object.meta().name().isEmpty()) {
          throw new JsonParseException(in, "an object has no name");
        }
        if (type.equals("DELETED")) {
          listener.remove(object);
        } else {
          listener.put(object);
        }
        listener.reached(object.meta().version());
      }
      case "BOOKMARK" -> listener.reached(told.at("metadata").text("resourceVersion"));
      case "ERROR" ->
          throw new KubernetesFailedException(
              "cannot %s: %s".formatted(what, told.text("message")), told.number("code", 0));
      default -> throw new JsonParseException(in, "unknown event \"%.30s\"".formatted(type));
    }
  }

  private HttpCall call(Query query, Map<String, String> parameters, Duration timeout) {
    parameters.put("labelSelector", query.selector().label());
    parameters.put("fieldSelector", query.selector().field());
    String text =
        parameters.entrySet().stream()
            .filter(one -> !one.getValue().isEmpty())
            .map(one ->
                one.getKey() + "=" + URLEncoder.encode(one.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
    String base = server.toString().replaceAll("/+$", "");
    URI url = URI.create(base + query.resource().path(query.namespace()) + "?" + text);
    Map<String, String> headers = Map.of("Accept", "application/json", "User-Agent", userAgent);
    return HttpCall.get(url, headers, 0, timeout);
  }

  /// Reads an answer while it comes.
  private interface Answer<T> {
    T read(JsonParser in, BoundedInput bytes) throws IOException;
  }

  private <T> T exchange(HttpCall call, String what, long limit, Answer<T> reader)
      throws InterruptedException {
    try (HttpFetcher.Stream stream = fetcher.open(call)) {
      boolean good = stream.status() == 200;
      BoundedInput bytes = new BoundedInput(stream.body(), good ? limit : MAX_ERROR_BYTES);
      // A parser of bytes would wait for the first ones at once; a quiet watch has none for long.
      Reader text = new InputStreamReader(bytes, StandardCharsets.UTF_8);
      try (JsonParser in = json.createParser(text)) {
        if (!good) {
          throw refused(in, what, stream.status());
        }
        return reader.read(in, bytes);
      } catch (IOException | RuntimeException e) {
        stream.abandon();
        throw e;
      }
    } catch (JacksonException e) {
      throw new KubernetesFailedException(
          "cannot %s: the answer is broken: %s".formatted(what, e.getOriginalMessage()), e);
    } catch (IOException e) {
      if (Thread.interrupted()) {
        InterruptedException interrupted = new InterruptedException("the request was cut off");
        interrupted.initCause(e);
        throw interrupted;
      }
      throw new KubernetesFailedException("cannot %s: %s".formatted(what, e.getMessage()), e);
    }
  }

  private static KubernetesFailedException refused(JsonParser in, String what, int status) {
    String message = "";
    try {
      if (in.nextToken() == JsonToken.START_OBJECT) {
        message = ": " + Tree.read(in).text("message");
      }
    } catch (IOException | KubernetesFailedException e) {
      // The status says enough.
      message = "";
    }
    return new KubernetesFailedException(
        "cannot %s: HTTP status %d%s".formatted(what, status, message), status);
  }
}
