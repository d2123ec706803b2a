package io.mallwatch.ops.backup.s3;

import io.mallwatch.ops.backup.store.BackupFailedException;
import io.mallwatch.ops.backup.store.BackupFailedException.Reason;
import io.mallwatch.ops.backup.store.BackupStore;
import io.mallwatch.ops.backup.store.Digests;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Backups in a bucket. What is uploaded goes up in parts while it is made, so nothing is kept on
/// this machine but the part in hand; what fails is tried again, what is given up leaves no parts.
/// Plain `PUT`s with a `Content-Length` and SHA-256: no chunked signatures and no checksum
/// trailers, which other makers of S3 do not take.
public final class S3Store implements BackupStore {

  private static final int TRIES = 4;
  private static final int FIRST_PART = 8 << 20;
  private static final int LARGEST_PART = 64 << 20;
  private static final int PARTS_OF_A_SIZE = 1_000;
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final Bucket bucket;
  private final Map<String, String> environment;
  private final InstantSource clock;
  private final Duration pause;
  private final int firstPart;
  private final HttpClient http;

  /// @param environment may hold the keys
  /// @param pause before a second try; each further one waits twice as long
  public S3Store(
      Bucket bucket, Map<String, String> environment, InstantSource clock, Duration pause) {
    this(bucket, environment, clock, pause, FIRST_PART);
  }

  S3Store(
      Bucket bucket,
      Map<String, String> environment,
      InstantSource clock,
      Duration pause,
      int firstPart) {
    this.bucket = bucket;
    this.environment = Map.copyOf(environment);
    this.clock = clock;
    this.pause = pause;
    this.firstPart = firstPart;
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(20))
            .build();
  }

  @Override
  public Upload create(String name) {
    return new PartedUpload(bucket.prefix() + name);
  }

  @Override
  public InputStream open(String name) {
    HttpResponse<InputStream> answer =
        send(
            new Asked("GET", bucket.prefix() + name, Map.of(), new byte[0]),
            BodyHandlers.ofInputStream());
    if (answer.statusCode() == 200) {
      return answer.body();
    }
    throw refused("GET " + name, answer.statusCode(), text(answer.body()));
  }

  @Override
  public List<Entry> list(String prefix) {
    List<Entry> entries = new ArrayList<>();
    String next = "";
    do {
      Map<String, String> query = new TreeMap<>();
      query.put("list-type", "2");
      query.put("prefix", bucket.prefix() + prefix);
      if (!next.isEmpty()) {
        query.put("continuation-token", next);
      }
      S3Xml answer = S3Xml.parse(ask("list", new Asked("GET", "", query, new byte[0])).body());
      for (S3Xml content : answer.all("Contents")) {
        entries.add(
            new Entry(
                content.text("Key").substring(bucket.prefix().length()),
                Long.parseLong(content.text("Size"))));
      }
      next = answer.text("NextContinuationToken");
    } while (!next.isEmpty());
    return entries;
  }

  @Override
  public void delete(String name) {
    ask("DELETE", new Asked("DELETE", bucket.prefix() + name, Map.of(), new byte[0]));
  }

  @Override
  public void put(String name, byte[] bytes) {
    ask("PUT", new Asked("PUT", bucket.prefix() + name, Map.of(), bytes));
  }

  @Override
  public String where() {
    return "s3://%s/%s".formatted(bucket.name(), bucket.prefix()).replaceAll("/$", "");
  }

  @Override
  public void close() {
    http.close();
  }

  /// @param key empty for the bucket itself
  private record Asked(String method, String key, Map<String, String> query, byte[] body) {}

  /// Asks until it is answered with success.
  private HttpResponse<byte[]> ask(String what, Asked asked) {
    HttpResponse<byte[]> answer = send(asked, BodyHandlers.ofByteArray());
    if (answer.statusCode() / 100 != 2) {
      throw refused(
          what + " " + asked.key(),
          answer.statusCode(),
          new String(answer.body(), StandardCharsets.UTF_8));
    }
    return answer;
  }

  /// Asks again while the server fails or does not answer.
  private <T> HttpResponse<T> send(Asked asked, HttpResponse.BodyHandler<T> handler) {
    IOException last = new IOException("no try");
    for (int attempt = 1; ; attempt++) {
      try {
        HttpResponse<T> answer = http.send(request(asked), handler);
        boolean busy = answer.statusCode() >= 500 || answer.statusCode() == 429;
        if (!busy || attempt >= TRIES) {
          return answer;
        }
        if (answer.body() instanceof InputStream body) {
          body.close();
        }
      } catch (IOException e) {
        last = e;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new BackupFailedException(Reason.CANCELLED, "the run was stopped", e);
      }
      if (attempt >= TRIES) {
        throw new BackupFailedException(
            Reason.UNREACHABLE,
            "%s cannot be reached: %s".formatted(bucket.endpoint(), last),
            last);
      }
      sleep(pause.multipliedBy(1L << (attempt - 1)));
    }
  }

  private static void sleep(Duration pause) {
    try {
      Thread.sleep(pause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BackupFailedException(Reason.CANCELLED, "the run was stopped", e);
    }
  }

  private HttpRequest request(Asked asked) {
    URI endpoint = bucket.endpoint();
    int port = endpoint.getPort();
    boolean usual = port < 0 || port == (endpoint.getScheme().equals("https") ? 443 : 80);
    String host =
        (bucket.pathStyle() ? "" : bucket.name() + ".")
            + endpoint.getHost()
            + (usual ? "" : ":" + port);
    String path = (bucket.pathStyle() ? "/" + bucket.name() : "") + "/" + asked.key();
    Signer signer =
        new Signer(
            bucket.accessKey().read(environment),
            bucket.secretKey().read(environment),
            bucket.region());
    String query = Signer.query(asked.query());
    HttpRequest.Builder request =
        HttpRequest.newBuilder(
                URI.create(
                    endpoint.getScheme()
                        + "://"
                        + host
                        + Signer.encode(path, true)
                        + (query.isEmpty() ? "" : "?" + query)))
            .timeout(PATIENCE)
            .method(
                asked.method(),
                asked.method().equals("GET") || asked.method().equals("DELETE")
                    ? BodyPublishers.noBody()
                    : BodyPublishers.ofByteArray(asked.body()));
    signer
        .headers(
            new Signer.Request(
                asked.method(), path, asked.query(), host, Digests.hex(asked.body())),
            clock.instant())
        .forEach(request::header);
    return request.build();
  }

  private static String text(InputStream body) {
    try (body) {
      return new String(body.readNBytes(1 << 16), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return String.valueOf(e.getMessage());
    }
  }

  private BackupFailedException refused(String what, int status, String body) {
    String code = "";
    try {
      code = S3Xml.parse(body.getBytes(StandardCharsets.UTF_8)).text("Code");
    } catch (BackupFailedException _) {
      // not every refusal is XML; the status tells
    }
    Reason reason =
        switch (code) {
          case "NoSuchBucket", "NoSuchKey", "NoSuchUpload" -> Reason.MISSING;
          case "QuotaExceeded", "XMinioStorageFull", "InsufficientStorage" -> Reason.DISK_FULL;
          default ->
              switch (status) {
                case 401, 403 -> Reason.CREDENTIAL;
                case 404 -> Reason.MISSING;
                case 507 -> Reason.DISK_FULL;
                default -> status >= 500 ? Reason.UNREACHABLE : Reason.SOURCE;
              };
        };
    return new BackupFailedException(
        reason, "%s at %s was answered %d %s".formatted(what, where(), status, code).strip());
  }

  /// Sends a part whenever one is full; the upload's id is asked for with the first of them. What
  /// fits into one part goes up whole.
  private final class PartedUpload extends Upload {

    private final String key;
    private final List<String> tags = new ArrayList<>();
    private byte[] part = new byte[Math.min(firstPart, 1 << 16)];
    private int size = firstPart;
    private int filled;
    private String uploadId = "";
    private boolean committed;

    PartedUpload(String key) {
      this.key = key;
    }

    @Override
    public void write(int b) {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      int from = offset;
      int left = length;
      while (left > 0) {
        if (filled == size) {
          send();
        }
        if (filled == part.length) {
          part = Arrays.copyOf(part, Math.min(size, part.length * 2));
        }
        int some = Math.min(left, part.length - filled);
        System.arraycopy(bytes, from, part, filled, some);
        filled += some;
        from += some;
        left -= some;
      }
    }

    private void send() {
      if (uploadId.isEmpty()) {
        uploadId =
            S3Xml.parse(
                    ask("begin", new Asked("POST", key, Map.of("uploads", ""), new byte[0])).body())
                .text("UploadId");
      }
      int number = tags.size() + 1;
      HttpResponse<byte[]> answer =
          ask(
              "part " + number + " of",
              new Asked(
                  "PUT",
                  key,
                  Map.of("partNumber", Integer.toString(number), "uploadId", uploadId),
                  Arrays.copyOf(part, filled)));
      tags.add(answer.headers().firstValue("etag").orElse(""));
      filled = 0;
      if (tags.size() % PARTS_OF_A_SIZE == 0 && size < LARGEST_PART) {
        size *= 2;
      }
    }

    @Override
    public void commit() {
      if (uploadId.isEmpty()) {
        ask("PUT", new Asked("PUT", key, Map.of(), Arrays.copyOf(part, filled)));
        committed = true;
        return;
      }
      if (filled > 0) {
        send();
      }
      StringBuilder xml = new StringBuilder("<CompleteMultipartUpload>");
      for (int i = 0; i < tags.size(); i++) {
        xml.append(
            "<Part><PartNumber>%d</PartNumber><ETag>%s</ETag></Part>"
                .formatted(i + 1, S3Xml.escape(tags.get(i))));
      }
      xml.append("</CompleteMultipartUpload>");
      byte[] answer =
          ask(
                  "complete",
                  new Asked(
                      "POST",
                      key,
                      Map.of("uploadId", uploadId),
                      xml.toString().getBytes(StandardCharsets.UTF_8)))
              .body();
      // completing may fail after the head of the answer has said 200
      String code = S3Xml.parse(answer).text("Code");
      if (!code.isEmpty()) {
        throw new BackupFailedException(
            Reason.UNREACHABLE, "complete %s was answered %s".formatted(key, code));
      }
      committed = true;
    }

    @Override
    public void close() {
      if (!committed && !uploadId.isEmpty()) {
        ask("abort", new Asked("DELETE", key, Map.of("uploadId", uploadId), new byte[0]));
        uploadId = "";
      }
    }
  }
}
