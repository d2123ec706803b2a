package io.mallwatch.metrics.scrape.discovery.dns;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Questions and answers on the wire (RFC 1035 §4).
///
/// @param code 0 for an answer, 3 when there is no such name
/// @param truncated whether the answer did not fit
record DnsMessage(int id, int code, boolean truncated, List<DnsAnswer> answers) {

  static final int NO_SUCH_NAME = 3;

  private static final int A = 1;
  private static final int NS = 2;
  private static final int MX = 15;
  private static final int AAAA = 28;
  private static final int SRV = 33;
  private static final int MAX_NAME_BYTES = 255;

  /// A recursive question that allows answers of `udpBytes`.
  ///
  /// @throws IOException when the name cannot be asked for
  static byte[] question(int id, String name, int type, int udpBytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    boolean extended = udpBytes > 0;
    short16(out, id);
    short16(out, 0x0100);
    short16(out, 1);
    short16(out, 0);
    short16(out, 0);
    short16(out, extended ? 1 : 0);
    for (String part : name.substring(0, name.length() - 1).split("\\.")) {
      byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
      if (bytes.length == 0 || bytes.length > 63 || out.size() > MAX_NAME_BYTES) {
        throw new IOException("\"%s\" is no name of the DNS".formatted(name));
      }
      out.write(bytes.length);
      out.writeBytes(bytes);
    }
    out.write(0);
    short16(out, type);
    short16(out, 1);
    if (extended) {
      // OPT (RFC 6891): root name, type 41, payload size, no flags, no data.
      out.write(0);
      short16(out, 41);
      short16(out, udpBytes);
      short16(out, 0);
      short16(out, 0);
      short16(out, 0);
    }
    return out.toByteArray();
  }

  private static void short16(ByteArrayOutputStream out, int value) {
    out.write(value >> 8);
    out.write(value);
  }

  /// @throws IOException when the bytes are no answer
  static DnsMessage parse(byte[] bytes, int length) throws IOException {
    ByteBuffer in = ByteBuffer.wrap(bytes, 0, length);
    try {
      int id = in.getShort() & 0xffff;
      int flags = in.getShort() & 0xffff;
      if ((flags & 0x8000) == 0) {
        throw new IOException("the answer is a question");
      }
      int questions = in.getShort() & 0xffff;
      int records = in.getShort() & 0xffff;
      in.position(in.position() + 4);
      for (int i = 0; i < questions; i++) {
        var _ = name(in);
        in.position(in.position() + 4);
      }
      List<DnsAnswer> answers = new ArrayList<>();
      for (int i = 0; i < records; i++) {
        record(in, answers);
      }
      return new DnsMessage(id, flags & 0xf, (flags & 0x0200) != 0, answers);
    } catch (BufferUnderflowException | IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new IOException("the answer is cut short", e);
    }
  }

  private static void record(ByteBuffer in, List<DnsAnswer> answers) throws IOException {
    var _ = name(in);
    int type = in.getShort() & 0xffff;
    in.position(in.position() + 6);
    int length = in.getShort() & 0xffff;
    int end = in.position() + length;
    switch (type) {
      case A, AAAA -> {
        byte[] address = new byte[type == A ? 4 : 16];
        in.get(address);
        answers.add(new DnsAnswer.Address(text(address)));
      }
      case NS -> answers.add(new DnsAnswer.NameServer(name(in)));
      case MX -> {
        in.position(in.position() + 2);
        answers.add(new DnsAnswer.MailServer(name(in)));
      }
      case SRV -> {
        in.position(in.position() + 4);
        int port = in.getShort() & 0xffff;
        answers.add(new DnsAnswer.Service(name(in), port));
      }
      default -> {
        // Others come along, such as CNAME.
      }
    }
    in.position(end);
  }

  private static String text(byte[] address) throws IOException {
    String text = InetAddress.getByAddress(address).getHostAddress();
    return address.length == 4 ? text : shortened(text);
  }

  /// RFC 5952: the longest run of zero groups becomes `::`.
  private static String shortened(String text) {
    String[] groups = text.split(":");
    int best = -1;
    int bestLength = 1;
    for (int i = 0; i < groups.length; i++) {
      int j = i;
      while (j < groups.length && groups[j].equals("0")) {
        j++;
      }
      if (j - i > bestLength) {
        best = i;
        bestLength = j - i;
      }
    }
    if (best < 0) {
      return text;
    }
    List<String> all = List.of(groups);
    return String.join(":", all.subList(0, best))
        + "::"
        + String.join(":", all.subList(best + bestLength, all.size()));
  }

  /// A name, which may go on elsewhere (§4.1.4).
  private static String name(ByteBuffer in) throws IOException {
    StringBuilder name = new StringBuilder();
    ByteBuffer at = in;
    for (int parts = 0; parts < 128; parts++) {
      int length = at.get() & 0xff;
      if (length == 0) {
        return name.isEmpty() ? "." : name.toString();
      }
      if ((length & 0xc0) == 0xc0) {
        int target = (length & 0x3f) << 8 | (at.get() & 0xff);
        at = at.duplicate().position(target);
      } else {
        byte[] part = new byte[length];
        at.get(part);
        name.append(new String(part, StandardCharsets.UTF_8)).append('.');
      }
    }
    throw new IOException("a name of the answer does not end");
  }
}
