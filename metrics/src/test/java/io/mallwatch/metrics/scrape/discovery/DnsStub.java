package io.mallwatch.metrics.scrape.discovery;

import io.mallwatch.metrics.scrape.discovery.dns.DnsConfig;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// A name server on loopback, by UDP and TCP.
final class DnsStub implements AutoCloseable {

  private static final int UDP_BYTES = 4096;

  private final ServerSocket tcp;
  private final DatagramSocket udp;
  private final Map<String, List<byte[]>> records = new ConcurrentHashMap<>();
  private final AtomicInteger tcpCount = new AtomicInteger();
  private volatile boolean failing;

  DnsStub() throws IOException {
    tcp = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    udp = new DatagramSocket(tcp.getLocalPort(), InetAddress.getLoopbackAddress());
    Thread.startVirtualThread(this::serveUdp);
    Thread.startVirtualThread(this::serveTcp);
  }

  DnsConfig config(List<String> search) {
    return new DnsConfig(
        List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), tcp.getLocalPort())),
        search,
        2,
        Duration.ofSeconds(20),
        1);
  }

  void answer(String name, int type, byte[] data) {
    records.computeIfAbsent(name + type, _ -> new ArrayList<>()).add(data);
  }

  void fail(boolean now) {
    failing = now;
  }

  void forget() {
    records.clear();
  }

  int byTcp() {
    return tcpCount.get();
  }

  static byte[] address(int... parts) {
    byte[] bytes = new byte[parts.length];
    for (int i = 0; i < parts.length; i++) {
      bytes[i] = (byte) parts[i];
    }
    return bytes;
  }

  static byte[] srv(int port, String target) {
    return named(new byte[] {0, 1, 0, 2, (byte) (port >> 8), (byte) port}, target);
  }

  static byte[] named(byte[] before, String name) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(before);
    for (String part : name.split("\\.")) {
      out.write(part.length());
      out.writeBytes(part.getBytes(StandardCharsets.US_ASCII));
    }
    out.write(0);
    return out.toByteArray();
  }

  private byte[] reply(byte[] question) throws IOException {
    StringBuilder name = new StringBuilder();
    int at = 12;
    while (question[at] != 0) {
      name.append(new String(question, at + 1, question[at], StandardCharsets.US_ASCII))
          .append('.');
      at += question[at] + 1;
    }
    int type = (question[at + 1] & 0xff) << 8 | (question[at + 2] & 0xff);
    int end = at + 5;
    List<byte[]> found = records.getOrDefault(name.toString() + type, List.of());
    boolean known = records.keySet().stream().anyMatch(key -> key.startsWith(name.toString()));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.write(question, 0, 2);
    out.writeShort(0x8180 | (failing ? 2 : known ? 0 : 3));
    out.writeShort(1);
    out.writeShort(failing ? 0 : found.size());
    out.writeInt(0);
    out.write(question, 12, end - 12);
    for (byte[] data : failing ? List.<byte[]>of() : found) {
      out.writeShort(0xc00c);
      out.writeShort(type);
      out.writeShort(1);
      out.writeInt(60);
      out.writeShort(data.length);
      out.write(data);
    }
    return bytes.toByteArray();
  }

  private void serveUdp() {
    byte[] buffer = new byte[UDP_BYTES];
    while (true) {
      try {
        DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
        udp.receive(packet);
        byte[] reply = reply(buffer);
        if (reply.length > UDP_BYTES) {
          reply = Arrays.copyOf(reply, 12);
          reply[2] |= 2;
          Arrays.fill(reply, 4, 12, (byte) 0);
        }
        udp.send(new DatagramPacket(reply, reply.length, packet.getSocketAddress()));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serveTcp() {
    while (true) {
      try (Socket socket = tcp.accept()) {
        tcpCount.incrementAndGet();
        DataInputStream in = new DataInputStream(socket.getInputStream());
        byte[] question = new byte[in.readUnsignedShort()];
        in.readFully(question);
        byte[] reply = reply(question);
        DataOutputStream out = new DataOutputStream(socket.getOutputStream());
        out.writeShort(reply.length);
        out.write(reply);
        out.flush();
      } catch (IOException closed) {
        return;
      }
    }
  }

  @Override
  public void close() {
    udp.close();
    try {
      tcp.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
