package io.mallwatch.ops.backup.s3;

import io.mallwatch.ops.backup.store.Digests;
import io.mallwatch.testkit.HttpStub;
import io.mallwatch.testkit.HttpStub.Answer;
import io.mallwatch.testkit.HttpStub.Request;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;

/// A bucket that takes nothing without a right signature and a right SHA-256 of the body, and no
/// part but the last below its least size.
final class BucketStub implements AutoCloseable {

  static final String ACCESS = "AKTEST";
  static final String SECRET = "secret/+key";
  static final int LEAST_PART = 1_000;
  private static final int PAGE = 2;

  final Map<String, byte[]> files = new ConcurrentSkipListMap<>();
  final Map<String, TreeMap<Integer, byte[]>> uploads = new ConcurrentSkipListMap<>();
  final AtomicInteger failing = new AtomicInteger();
  private final AtomicInteger ids = new AtomicInteger();
  private final HttpStub stub = HttpStub.answering(this::answer);
  volatile boolean full;

  URI url() {
    return stub.url();
  }

  @Override
  public void close() {
    stub.close();
  }

  private synchronized Answer answer(Request request) {
    if (failing.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
      return error(503, "SlowDown");
    }
    String path = request.uri().getPath();
    Map<String, String> query = new TreeMap<>();
    String raw = request.uri().getRawQuery();
    for (String pair : raw == null ? new String[0] : raw.split("&", -1)) {
      String[] parts = pair.split("=", 2);
      query.put(
          URLDecoder.decode(parts[0], StandardCharsets.UTF_8),
          parts.length == 1 ? "" : URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
    }
    String refusal = refusal(request, path, query);
    if (!refusal.isEmpty()) {
      return error(403, refusal);
    }
    String key = path.substring("/backups/".length());
    if (full && request.method().equals("PUT")) {
      return error(507, "XMinioStorageFull");
    }
    return switch (request.method()) {
      case "PUT" -> put(key, query, request.body());
      case "POST" -> post(key, query, request.text());
      case "DELETE" -> {
        if (query.containsKey("uploadId")) {
          uploads.remove(query.get("uploadId"));
        } else {
          files.remove(key);
        }
        yield Answer.of(204, "");
      }
      default -> key.isEmpty() ? list(query) : get(key);
    };
  }

  private static String refusal(Request request, String path, Map<String, String> query) {
    String sum = header(request, "x-amz-content-sha256");
    String stamp = header(request, "x-amz-date");
    if (!sum.equals(Digests.hex(request.body()))) {
      return "XAmzContentSHA256Mismatch";
    }
    Instant at =
        Instant.from(
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'")
                .withZone(ZoneOffset.UTC)
                .parse(stamp));
    Map<String, String> expected =
        new Signer(ACCESS, SECRET, "cn-test")
            .headers(
                new Signer.Request(request.method(), path, query, header(request, "host"), sum),
                at);
    return header(request, "authorization").equals(expected.get("authorization"))
        ? ""
        : "SignatureDoesNotMatch";
  }

  private static String header(Request request, String name) {
    return request.headers().entrySet().stream()
        .filter(header -> header.getKey().equalsIgnoreCase(name))
        .map(header -> header.getValue().getFirst())
        .findFirst()
        .orElse("");
  }

  private Answer put(String key, Map<String, String> query, byte[] body) {
    if (!query.containsKey("uploadId")) {
      files.put(key, body);
      return Answer.of(200, "");
    }
    TreeMap<Integer, byte[]> parts = uploads.get(query.get("uploadId"));
    if (parts == null) {
      return error(404, "NoSuchUpload");
    }
    parts.put(Integer.parseInt(query.get("partNumber")), body);
    return new Answer(200, Map.of("ETag", '"' + Digests.hex(body) + '"'), new byte[0]);
  }

  private Answer post(String key, Map<String, String> query, String body) {
    if (query.containsKey("uploads")) {
      String id = "up-" + ids.incrementAndGet();
      uploads.put(id, new TreeMap<>());
      return xml(
          "<InitiateMultipartUploadResult><UploadId>"
              + id
              + "</UploadId></InitiateMultipartUploadResult>");
    }
    TreeMap<Integer, byte[]> parts = uploads.remove(query.get("uploadId"));
    if (parts == null) {
      return error(404, "NoSuchUpload");
    }
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    List<S3Xml> told = S3Xml.parse(body.getBytes(StandardCharsets.UTF_8)).all("Part");
    for (S3Xml part : told) {
      byte[] bytes = parts.get(Integer.parseInt(part.text("PartNumber")));
      boolean last = part.equals(told.getLast());
      if (bytes == null || !part.text("ETag").equals('"' + Digests.hex(bytes) + '"')) {
        return error(400, "InvalidPart");
      }
      if (!last && bytes.length < LEAST_PART) {
        return error(400, "EntityTooSmall");
      }
      whole.writeBytes(bytes);
    }
    files.put(key, whole.toByteArray());
    return xml(
        "<CompleteMultipartUploadResult><Key>" + key + "</Key></CompleteMultipartUploadResult>");
  }

  private Answer get(String key) {
    byte[] bytes = files.get(key);
    return bytes == null ? error(404, "NoSuchKey") : new Answer(200, Map.of(), bytes);
  }

  private Answer list(Map<String, String> query) {
    StringBuilder xml = new StringBuilder("<ListBucketResult>");
    List<String> names =
        files.keySet().stream()
            .filter(name -> name.startsWith(query.getOrDefault("prefix", "")))
            .filter(name -> name.compareTo(query.getOrDefault("continuation-token", "")) > 0)
            .toList();
    for (String name : names.subList(0, Math.min(PAGE, names.size()))) {
      xml.append(
          "<Contents><Key>%s</Key><Size>%d</Size></Contents>"
              .formatted(name, files.getOrDefault(name, new byte[0]).length));
    }
    if (names.size() > PAGE) {
      xml.append("<NextContinuationToken>" + names.get(PAGE - 1) + "</NextContinuationToken>");
    }
    return xml(xml + "</ListBucketResult>");
  }

  private static Answer xml(String text) {
    return Answer.of(200, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + text);
  }

  private static Answer error(int status, String code) {
    return Answer.of(status, "<Error><Code>" + code + "</Code></Error>");
  }
}
