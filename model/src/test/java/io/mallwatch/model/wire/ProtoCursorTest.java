package io.mallwatch.model.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ProtoCursorTest {

  @Test
  void readsWhatTheWriterWrote() {
    byte[] bytes =
        new ProtoWriter()
            .string(1, "通券")
            .varint(2, -1)
            .zigzag(3, -77)
            .fixedDouble(4, 0.5)
            .fixed32(5, 9)
            .message(6, new ProtoWriter().hex(1, "00ff"))
            .toByteArray();
    ProtoCursor cursor = new ProtoCursor(bytes);

    assertThat(cursor.next()).isTrue();
    assertThat(cursor.string()).isEqualTo("通券");
    cursor.next();
    assertThat(cursor.varint()).isEqualTo(-1);
    cursor.next();
    assertThat(cursor.zigzag()).isEqualTo(-77);
    cursor.next();
    assertThat(cursor.fixedDouble()).isEqualTo(0.5);
    cursor.next();
    assertThat(cursor.fixed32()).isEqualTo(9);
    cursor.next();
    ProtoCursor inner = cursor.message();
    inner.next();
    assertThat(inner.hex()).isEqualTo("00ff");
    assertThat(cursor.next()).isFalse();
  }

  @Test
  void everyTruncationIsRefusedAndNothingIsReadPastTheEnd() {
    byte[] whole = new ProtoWriter().string(1, "abcdef").fixed64(2, 7).toByteArray();
    for (int cut = 1; cut < whole.length; cut++) {
      if (cut == 8) { // exactly after the first field: a whole, shorter message
        continue;
      }
      byte[] torn = Arrays.copyOf(whole, cut);
      assertThatThrownBy(() -> skipAll(torn)).isInstanceOf(MalformedProtoException.class);
    }
  }

  @Test
  void nestedGroupsAreSkippedAndTooDeepOnesRefused() {
    byte[] group = {0x0b, 0x13, 0x08, 0x01, 0x14, 0x0c};
    skipAll(group);
    byte[] deep = new byte[300];
    Arrays.fill(deep, (byte) 0x0b);
    assertThatThrownBy(() -> skipAll(deep)).hasMessageContaining("nested deeper");
  }

  private static void skipAll(byte[] bytes) {
    ProtoCursor cursor = new ProtoCursor(bytes);
    while (cursor.next()) {
      cursor.skip();
    }
  }
}
