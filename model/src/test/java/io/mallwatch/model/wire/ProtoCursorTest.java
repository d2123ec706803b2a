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
  void oneCursorWalksIntoMessagesAndOutAgain() {
    byte[] bytes =
        new ProtoWriter()
            .message(1, new ProtoWriter().message(2, new ProtoWriter().varint(3, 300)).varint(4, 5))
            .string(6, "after")
            .toByteArray();
    ProtoCursor cursor = new ProtoCursor(new byte[0]);
    cursor.reset(bytes, 0, bytes.length);

    assertThat(cursor.next()).isTrue();
    assertThat(cursor.tag()).isEqualTo(1 << 3 | ProtoCursor.LENGTH);
    int outer = cursor.enter();
    int start = cursor.position();
    assertThat(cursor.next()).isTrue();
    int inner = cursor.enter();
    assertThat(cursor.next()).isTrue();
    assertThat(cursor.varint()).isEqualTo(300);
    assertThat(cursor.next()).isFalse();
    cursor.leave(inner);
    assertThat(cursor.next()).isTrue();
    assertThat(cursor.varint()).isEqualTo(5);
    cursor.seek(start);
    assertThat(cursor.next()).isTrue();
    assertThat(cursor.field()).isEqualTo(2);
    cursor.leave(outer);

    assertThat(cursor.next()).isTrue();
    assertThat(cursor.string()).isEqualTo("after");
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
