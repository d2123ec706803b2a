package io.mallwatch.doors.http;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpHeaders;
import com.linecorp.armeria.common.HttpHeadersBuilder;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpResponseWriter;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.common.ResponseHeadersBuilder;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Turns replies into the server's responses: headers, compression, streams.
final class Responses {

  private static final Logger logger = LoggerFactory.getLogger(Responses.class);

  private final HttpLimits limits;
  private final ExecutorService threads;
  private final AtomicInteger streams = new AtomicInteger();
  private final Set<HttpResponseWriter> open = ConcurrentHashMap.newKeySet();

  Responses(HttpLimits limits, ExecutorService threads) {
    this.limits = limits;
    this.threads = threads;
  }

  HttpResponse whole(Reply.Whole reply, Head head, Door door) {
    ResponseHeadersBuilder headers =
        headers(reply.status(), reply.contentType(), reply.headers(), door);
    byte[] body = reply.body();
    if (body.length >= limits.compressFromBytes()
        && ContentCodings.isCompressible(reply.contentType())
        && !reply.headers().containsKey("content-encoding")) {
      headers.add(HttpHeaderNames.VARY, "accept-encoding");
      if (ContentCodings.accepts(head.header("accept-encoding").orElse(""), "gzip")) {
        headers.set(HttpHeaderNames.CONTENT_ENCODING, "gzip");
        body = ContentCodings.gzip(body);
      }
    }
    if (reply.status() != 204 && reply.status() != 304 && !Grpc.isGrpc(head)) {
      headers.contentLength(body.length);
    }
    if (head.method().equals("HEAD") || (body.length == 0 && reply.trailers().isEmpty())) {
      return HttpResponse.of(headers.build());
    }
    HttpHeadersBuilder trailers = HttpHeaders.builder();
    reply.trailers().forEach(trailers::set);
    return HttpResponse.of(headers.build(), HttpData.wrap(body), trailers.build());
  }

  private static ResponseHeadersBuilder headers(
      int status, String contentType, Map<String, String> more, Door door) {
    ResponseHeadersBuilder headers = ResponseHeaders.builder(status);
    if (!contentType.isEmpty()) {
      headers.set(HttpHeaderNames.CONTENT_TYPE, contentType);
    }
    headers.set("x-content-type-options", "nosniff");
    door.headers().forEach(headers::set);
    more.forEach(headers::set);
    return headers;
  }

  /// @throws RefusedException when too many streams are open
  HttpResponse stream(Reply.Stream stream, Head head, Door door) {
    if (streams.incrementAndGet() > limits.streams()) {
      streams.decrementAndGet();
      throw new RefusedException(
          Problem.unavailable("more than %d streams are open".formatted(limits.streams())));
    }
    ResponseHeadersBuilder headers =
        headers(stream.status(), stream.contentType(), stream.headers(), door);
    headers.set(HttpHeaderNames.CACHE_CONTROL, "no-store");
    boolean gzip = isGzipped(stream, head);
    if (gzip) {
      headers.set(HttpHeaderNames.CONTENT_ENCODING, "gzip");
      headers.add(HttpHeaderNames.VARY, "accept-encoding");
    }
    HttpResponseWriter writer = HttpResponse.streaming();
    open.add(writer);
    writer.write(headers.build());
    Future<?> work =
        threads.submit(() -> {
          run(stream, writer, head, gzip);
        });
    var _ =
        writer
            .whenComplete()
            .handle((_, _) -> {
              open.remove(writer);
              streams.decrementAndGet();
              return work.cancel(true);
            });
    return writer;
  }

  /// Not events, which are read one by one as they come.
  private static boolean isGzipped(Reply.Stream stream, Head head) {
    return ContentCodings.isCompressible(stream.contentType())
        && !stream.contentType().startsWith("text/event-stream")
        && !stream.headers().containsKey("content-encoding")
        && ContentCodings.accepts(head.header("accept-encoding").orElse(""), "gzip");
  }

  private static void run(Reply.Stream stream, HttpResponseWriter writer, Head head, boolean gzip) {
    Reply.Stream.Sink plain =
        bytes -> {
          if (!writer.tryWrite(HttpData.wrap(bytes))) {
            throw new InterruptedException("the client has gone");
          }
          try {
            writer.whenConsumed().join();
          } catch (CompletionException e) {
            throw new InterruptedException("the client has gone");
          }
        };
    try {
      if (gzip) {
        ContentCodings.GzipSink zipped = new ContentCodings.GzipSink(plain);
        stream.writer().writeTo(zipped);
        zipped.end();
      } else {
        stream.writer().writeTo(plain);
      }
      writer.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      writer.close();
    } catch (RuntimeException e) {
      logger.error("stream failed: path={}", head.path(), e);
      writer.close(e);
    }
  }

  int openStreams() {
    return streams.get();
  }

  /// Ends all streams.
  void closeStreams() {
    open.forEach(HttpResponseWriter::close);
  }
}
