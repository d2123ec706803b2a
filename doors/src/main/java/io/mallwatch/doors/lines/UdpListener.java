package io.mallwatch.doors.lines;

import io.mallwatch.logs.lines.LineIntake;
import io.mallwatch.logs.lines.LineIntake.Event;
import io.mallwatch.logs.tail.TextEncoding;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes messages from datagrams, one each. One thread receives and one stores, with a bounded
/// queue between them; what does not fit in is dropped and counted, as datagrams cannot wait.
final class UdpListener implements AutoCloseable {

  private static final Logger logger = LoggerFactory.getLogger(UdpListener.class);
  private static final int MAX_DATAGRAM = 64 << 10;
  private static final int SYSTEM_BUFFER = 4 << 20;
  private static final int MAX_QUEUED = 50_000;
  private static final long MAX_QUEUED_BYTES = 16 << 20;
  private static final int BATCH = 1_000;
  private static final long STOP_MILLIS = 2_000;

  private final Listener listener;
  private final DatagramSocket socket;
  private final Delivery delivery;
  private final ListenerCounters counters;
  private final BlockingQueue<Datagram> queue = new ArrayBlockingQueue<>(MAX_QUEUED);
  private final AtomicLong queuedBytes = new AtomicLong();
  private final Thread receiver;
  private final Thread storer;

  private record Datagram(InetAddress sender, byte[] bytes) {}

  private UdpListener(
      Listener listener, DatagramSocket socket, Delivery delivery, ListenerCounters counters) {
    this.listener = listener;
    this.socket = socket;
    this.delivery = delivery;
    this.counters = counters;
    this.receiver =
        Thread.ofPlatform().daemon().name("mallwatch-syslog-udp").unstarted(this::receive);
    this.storer =
        Thread.ofPlatform().daemon().name("mallwatch-syslog-udp-store").unstarted(this::store);
  }

  /// Listens from now on.
  ///
  /// @throws IOException when the port cannot be used
  static UdpListener open(Listener listener, LineIntake intake, ListenerCounters counters)
      throws IOException {
    DatagramSocket socket = new DatagramSocket(listener.address());
    socket.setReceiveBufferSize(SYSTEM_BUFFER);
    UdpListener opened =
        new UdpListener(
            listener, socket, new Delivery(listener.kind().text(), intake, counters), counters);
    opened.receiver.start();
    opened.storer.start();
    return opened;
  }

  int port() {
    return socket.getLocalPort();
  }

  private void receive() {
    byte[] buffer = new byte[MAX_DATAGRAM];
    while (!socket.isClosed()) {
      DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
      try {
        socket.receive(packet);
      } catch (IOException e) {
        if (!socket.isClosed()) {
          counters.dropped("receive_failed", 1);
        }
        continue;
      }
      counters.bytes.add(packet.getLength());
      if (!listener.allows(packet.getAddress())) {
        counters.dropped("not_allowed", 1);
        continue;
      }
      offer(new Datagram(packet.getAddress(), Arrays.copyOf(packet.getData(), packet.getLength())));
    }
  }

  private void offer(Datagram datagram) {
    int length = datagram.bytes().length;
    if (length == 0) {
      return;
    }
    if (queuedBytes.get() + length > MAX_QUEUED_BYTES || !queue.offer(datagram)) {
      counters.dropped("queue_full", 1);
      return;
    }
    queuedBytes.addAndGet(length);
  }

  private void store() {
    List<Datagram> batch = new ArrayList<>();
    try {
      while (!socket.isClosed() || !queue.isEmpty()) {
        Datagram first = queue.poll(100, TimeUnit.MILLISECONDS);
        if (first == null) {
          continue;
        }
        batch.add(first);
        queue.drainTo(batch, BATCH - 1);
        deliver(batch);
        batch.clear();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void deliver(List<Datagram> batch) throws InterruptedException {
    for (Datagram one : batch) {
      queuedBytes.addAndGet(-one.bytes().length);
    }
    int from = 0;
    while (from < batch.size()) {
      InetAddress sender = batch.get(from).sender();
      List<Event> events = new ArrayList<>();
      int to = from;
      while (to < batch.size() && batch.get(to).sender().equals(sender)) {
        String text = text(batch.get(to++).bytes());
        if (!text.isBlank()) {
          events.add(new Event(text, false));
        }
      }
      from = to;
      delivery.deliver(
          events,
          new LineIntake.Origin(
              listener.kind().format(),
              listener.service(),
              null,
              Map.of("log.source.address", sender.getHostAddress())));
    }
  }

  private static String text(byte[] bytes) {
    int end = bytes.length;
    while (end > 0 && (bytes[end - 1] == '\n' || bytes[end - 1] == '\r' || bytes[end - 1] == 0)) {
      end--;
    }
    return TextEncoding.AUTO.decode(bytes, 0, end);
  }

  /// Receives no more; what was received is stored, if the store takes it soon.
  @Override
  public void close() {
    socket.close();
    try {
      receiver.join();
      storer.join(STOP_MILLIS);
      storer.interrupt();
      storer.join();
    } catch (InterruptedException e) {
      storer.interrupt();
      Thread.currentThread().interrupt();
    }
    if (!queue.isEmpty()) {
      counters.dropped("stopped", queue.size());
      logger.warn("event=datagrams_dropped count={} reason=stopped", queue.size());
    }
  }
}
