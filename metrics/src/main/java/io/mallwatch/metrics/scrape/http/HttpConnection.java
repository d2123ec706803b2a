package io.mallwatch.metrics.scrape.http;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/// One connection to a server or its proxy. Used by one thread at a time; [#abort()] may be called
/// by any.
final class HttpConnection {

  private static final int BUFFER_BYTES = 16 * 1024;
  private static final int MAX_HEAD_BYTES = 64 * 1024;

  private final Socket socket;
  private final Socket plain;
  private final InputStream in;
  private final boolean absoluteUrls;
  private volatile boolean aborted;
  private int headBytes;
  private boolean reused;
  private long idleSinceNanos;

  /// @param socket what is spoken over, perhaps with TLS
  /// @param plain the socket below; closing it never waits
  /// @param absoluteUrls whether this leads to a proxy that wants whole URLs
  HttpConnection(Socket socket, Socket plain, boolean absoluteUrls) throws IOException {
    this.socket = socket;
    this.plain = plain;
    this.in = new BufferedInputStream(socket.getInputStream(), BUFFER_BYTES);
    this.absoluteUrls = absoluteUrls;
  }

  boolean absoluteUrls() {
    return absoluteUrls;
  }

  boolean reused() {
    return reused;
  }

  void idle(long nowNanos) {
    reused = true;
    idleSinceNanos = nowNanos;
  }

  long idleSinceNanos() {
    return idleSinceNanos;
  }

  InputStream in() {
    return in;
  }

  /// Ends whatever goes on, because its time is over.
  void abort() {
    aborted = true;
    close();
  }

  boolean aborted() {
    return aborted;
  }

  void close() {
    try {
      plain.close();
    } catch (IOException ignored) {
      // It is gone either way.
    }
  }

  void send(String method, String target, Map<String, String> headers, byte[] body)
      throws IOException {
    StringBuilder head = new StringBuilder(512);
    head.append(method).append(' ').append(target).append(" HTTP/1.1\r\n");
    headers.forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
    head.append("\r\n");
    byte[] start = head.toString().getBytes(StandardCharsets.UTF_8);
    byte[] all = java.util.Arrays.copyOf(start, start.length + body.length);
    System.arraycopy(body, 0, all, start.length, body.length);
    socket.getOutputStream().write(all);
    socket.getOutputStream().flush();
  }

  /// The head of an answer.
  Head head() throws IOException {
    headBytes = 0;
    while (true) {
      Head head = oneHead();
      if (head.status() >= 200 || head.status() == 101) {
        return head;
      }
    }
  }

  /// Status line and headers.
  record Head(int status, String reason, boolean http10, HttpHeaders headers) {}

  private Head oneHead() throws IOException {
    String line = line();
    String[] parts = line.split(" ", 3);
    if (parts.length < 2 || !parts[0].startsWith("HTTP/1.") || parts[1].length() != 3) {
      throw new IOException("malformed HTTP response \"%.50s\"".formatted(line));
    }
    int status;
    try {
      status = Integer.parseInt(parts[1]);
    } catch (NumberFormatException e) {
      throw new IOException("malformed HTTP status \"%.50s\"".formatted(line), e);
    }
    HttpHeaders headers = new HttpHeaders();
    for (String header = line(); !header.isEmpty(); header = line()) {
      int colon = header.indexOf(':');
      if (colon > 0) {
        headers.add(header.substring(0, colon).strip(), header.substring(colon + 1).strip());
      }
    }
    String reason = parts.length > 2 ? parts[2].strip() : "";
    return new Head(status, reason, parts[0].equals("HTTP/1.0"), headers);
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder(64);
    while (true) {
      int c = in.read();
      if (c < 0) {
        throw new IOException("EOF");
      }
      if (c == '\n') {
        int end = line.length();
        return end > 0 && line.charAt(end - 1) == '\r'
            ? line.substring(0, end - 1)
            : line.toString();
      }
      if (++headBytes > MAX_HEAD_BYTES) {
        throw new IOException("the headers are larger than %d bytes".formatted(MAX_HEAD_BYTES));
      }
      line.append((char) c);
    }
  }

  /// The size line of a chunk, or the line after one.
  String chunkLine() throws IOException {
    headBytes = 0;
    return line();
  }

  /// Whether an exception came because the thread was interrupted: then the JDK closed the socket.
  static boolean interrupted(IOException failure) {
    return failure instanceof InterruptedIOException || Thread.currentThread().isInterrupted();
  }
}
