package io.mallwatch.metrics.scrape.discovery.dns;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// Asks servers for records: by UDP, and by TCP when an answer does not fit. Thread-safe; calls
/// block.
public final class DnsResolver {

  private static final int UDP_BYTES = 4096;

  private final ConfigSource config;
  private final Supplier<RandomGenerator> random;

  /// Where the servers come from; asked each time, since a laptop or container may move.
  public interface ConfigSource {
    DnsConfig read() throws IOException;
  }

  /// @param random for the numbers of questions, hard to guess
  public DnsResolver(ConfigSource config, Supplier<RandomGenerator> random) {
    this.config = config;
    this.random = random;
  }

  /// All records of a type; empty when every server that matters says there are none.
  ///
  /// @param type as on the wire, such as 33 for SRV
  /// @throws IOException when some name of the search path got no answer and none had records
  public List<DnsAnswer> resolve(String name, int type) throws IOException {
    DnsConfig now = config.read();
    IOException failed = null;
    for (String candidate : now.candidates(name)) {
      try {
        DnsMessage answer = ask(now, candidate, type);
        if (answer.code() == 0) {
          return answer.answers();
        }
      } catch (IOException e) {
        failed = e;
      }
    }
    if (failed != null) {
      throw new IOException(
          "could not resolve \"%s\": %s".formatted(name, failed.getMessage()), failed);
    }
    return List.of();
  }

  private DnsMessage ask(DnsConfig now, String name, int type) throws IOException {
    IOException failed = new IOException("there is no DNS server to ask");
    for (int attempt = 0; attempt < now.attempts(); attempt++) {
      for (InetSocketAddress server : now.servers()) {
        try {
          DnsMessage answer = ask(now, server, name, type);
          if (answer.code() == 0 || answer.code() == DnsMessage.NO_SUCH_NAME) {
            return answer;
          }
          failed =
              new IOException("server %s answers with code %d".formatted(server, answer.code()));
        } catch (IOException e) {
          if (Thread.currentThread().isInterrupted()) {
            throw e;
          }
          failed = new IOException("server %s: %s".formatted(server, e.getMessage()), e);
        }
      }
    }
    throw failed;
  }

  private DnsMessage ask(DnsConfig now, InetSocketAddress server, String name, int type)
      throws IOException {
    int id = random.get().nextInt(0x10000);
    DnsMessage answer = byUdp(now, server, id, DnsMessage.question(id, name, type, UDP_BYTES));
    return answer.truncated()
        ? byTcp(now, server, id, DnsMessage.question(id, name, type, 0))
        : answer;
  }

  private static DnsMessage byUdp(DnsConfig now, InetSocketAddress server, int id, byte[] question)
      throws IOException {
    long end = System.nanoTime() + now.timeout().toNanos();
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.connect(server);
      socket.send(new DatagramPacket(question, question.length));
      DatagramPacket packet = new DatagramPacket(new byte[UDP_BYTES], UDP_BYTES);
      while (true) {
        long left = (end - System.nanoTime()) / 1_000_000;
        if (left <= 0) {
          throw new SocketTimeoutException("no answer in time");
        }
        socket.setSoTimeout((int) left);
        socket.receive(packet);
        DnsMessage answer = DnsMessage.parse(packet.getData(), packet.getLength());
        if (answer.id() == id) {
          return answer;
        }
      }
    }
  }

  private static DnsMessage byTcp(DnsConfig now, InetSocketAddress server, int id, byte[] question)
      throws IOException {
    int timeout = (int) now.timeout().toMillis();
    try (Socket socket = new Socket()) {
      socket.connect(server, timeout);
      socket.setSoTimeout(timeout);
      byte[] framed = new byte[question.length + 2];
      framed[0] = (byte) (question.length >> 8);
      framed[1] = (byte) question.length;
      System.arraycopy(question, 0, framed, 2, question.length);
      socket.getOutputStream().write(framed);
      DataInputStream in = new DataInputStream(socket.getInputStream());
      byte[] bytes = new byte[in.readUnsignedShort()];
      in.readFully(bytes);
      DnsMessage answer = DnsMessage.parse(bytes, bytes.length);
      if (answer.id() != id || answer.truncated()) {
        throw new IOException("the answer by TCP is not whole");
      }
      return answer;
    }
  }
}
