package io.mallwatch.metrics.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.mallwatch.testkit.Gen;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class KeyCacheTest {

  private final ByteHash hash = new ByteHash(11);

  private KeyCache<String> cache(int entries, long weight) {
    return new KeyCache<>(entries, weight, Duration.ofMinutes(1));
  }

  private String keep(KeyCache<String> cache, String text) {
    hashOf(text);
    return cache.keep(hash.first(), hash.second(), text, text.length());
  }

  private @Nullable String find(KeyCache<String> cache, String text) {
    hashOf(text);
    return cache.find(hash.first(), hash.second());
  }

  private void hashOf(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    hash.start(1);
    hash.add(bytes, 0, bytes.length);
  }

  @Test
  void whatIsKeptIsFoundAndTheFirstOneStays() {
    KeyCache<String> cache = cache(10_000, 1_000_000);
    for (int i = 0; i < 5000; i++) {
      keep(cache, "series " + i);
    }
    for (int i = 0; i < 5000; i++) {
      assertThat(find(cache, "series " + i)).isEqualTo("series " + i);
    }
    assertThat(find(cache, "another")).isNull();
    String first = find(cache, "series 7");
    assertThat(keep(cache, "series " + (3 + 4))).isSameAs(first);
    assertThat(cache.size()).isEqualTo(5000);
  }

  @Test
  void whatNobodyAsksForGoesAfterTwoGenerations() {
    KeyCache<String> cache = cache(100, 10_000);
    keep(cache, "used");
    keep(cache, "silent");
    for (int minute = 1; minute <= 3; minute++) {
      cache.tick(minute * 60_000L);
      assertThat(find(cache, "used")).isEqualTo("used");
    }
    assertThat(find(cache, "silent")).isNull();
    assertThat(cache.size()).isEqualTo(1);
  }

  @Test
  void aFullCacheKeepsWhatIsInUseAndTakesNothingNew() {
    KeyCache<String> cache = cache(3, 1000);
    keep(cache, "a");
    keep(cache, "b");
    keep(cache, "c");
    assertThat(keep(cache, "d")).isEqualTo("d");
    assertThat(find(cache, "d")).isNull();
    assertThat(cache.unkept()).isEqualTo(1);

    cache.tick(60_000);
    find(cache, "a");
    keep(cache, "d");

    assertThat(find(cache, "d")).isEqualTo("d");
    assertThat(find(cache, "a")).isEqualTo("a");
    assertThat(find(cache, "b")).isNull();
  }

  @Test
  void aWalkFindsInAnyOrderWhileTheCacheGrowsAndForgets() {
    KeyCache<String> cache = cache(100_000, 10_000_000);
    KeyCache.Walk<String> walk = cache.walk();
    Random random = new Random(5);
    for (int round = 0; round < 4; round++) {
      int known = cache.size();
      for (int i = 0; i < known; i++) {
        String text = "series " + (round % 2 == 0 ? i : random.nextInt(known));
        hashOf(text);
        assertThat(walk.find(hash.first(), hash.second())).isEqualTo(text);
      }
      for (int i = known; i < known + 700; i++) {
        hashOf("series " + i);
        assertThat(walk.find(hash.first(), hash.second())).isNull();
        keep(cache, "series " + i);
      }
    }
    cache.tick(60_000);
    hashOf("series 3");
    assertThat(walk.find(hash.first(), hash.second())).isEqualTo("series 3");
    cache.tick(120_000);
    cache.tick(180_000);
    assertThat(walk.find(hash.first(), hash.second())).isNull();
  }

  @Test
  void weightIsLimitedToo() {
    KeyCache<String> cache = cache(1000, 10);
    keep(cache, "12345678");
    keep(cache, "1234");

    assertThat(cache.size()).isEqualTo(1);
  }

  @Test
  void severalThreadsKeepOneValueForOneHash() throws InterruptedException {
    KeyCache<String> cache = cache(100_000, 10_000_000);
    Set<Thread> threads = new HashSet<>();
    ConcurrentLinkedQueue<Map<String, String>> seen = new ConcurrentLinkedQueue<>();
    for (int i = 0; i < 4; i++) {
      threads.add(
          Thread.ofPlatform()
              .start(() -> {
                ByteHash own = new ByteHash(11);
                Map<String, String> mine = new HashMap<>();
                for (int n = 0; n < 20_000; n++) {
                  String text = "series " + n;
                  byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                  own.start(1);
                  own.add(bytes, 0, bytes.length);
                  String found = cache.find(own.first(), own.second());
                  mine.put(
                      text, found == null ? cache.keep(own.first(), own.second(), text, 1) : found);
                }
                seen.add(mine);
              }));
    }
    for (Thread thread : threads) {
      thread.join();
    }

    Map<String, String> one = seen.remove();
    for (Map<String, String> other : seen) {
      other.forEach((text, value) -> assertThat(value).isSameAs(one.get(text)));
    }
    assertThat(cache.size()).isEqualTo(20_000);
  }

  @Test
  void hashesTellApartWhatDiffersInOneBitOrInItsLength() {
    Set<Long> firsts = new HashSet<>();
    Set<Long> seconds = new HashSet<>();
    int different = 0;
    for (int length = 0; length < 70; length++) {
      byte[] bytes = new byte[length];
      for (int bit = -1; bit < length * 8; bit++) {
        if (bit >= 0) {
          bytes[bit / 8] ^= (byte) (1 << bit % 8);
        }
        hash.start(1);
        hash.add(bytes, 0, length);
        firsts.add(hash.first());
        seconds.add(hash.second());
        different++;
        if (bit >= 0) {
          bytes[bit / 8] = 0;
        }
      }
    }
    assertThat(firsts.size()).isEqualTo(different);
    assertThat(seconds.size()).isEqualTo(different);
  }

  @Test
  void hashesDependOnKeyDomainAndOrder() {
    Set<Long> all = new HashSet<>();
    for (long key = 0; key < 3; key++) {
      for (long domain = 0; domain < 3; domain++) {
        ByteHash one = new ByteHash(key);
        one.start(domain);
        all.add(one.first());
        one.add(1);
        one.add(2);
        all.add(one.first());
        one.start(domain);
        one.add(2);
        one.add(1);
        all.add(one.first());
        one.start(domain);
        one.add(1, 2);
        all.add(one.first());
      }
    }
    assertThat(all).hasSize(36);
  }

  @Test
  void textsAreOneObjectEach() {
    TextCache texts = new TextCache(1024);
    Gen.forAll(
        500,
        Gen.text(30),
        text -> {
          byte[] bytes = ("x" + text + "y").getBytes(StandardCharsets.UTF_8);
          String first = texts.text(bytes, 1, bytes.length - 1);
          assertThat(first).isEqualTo(text);
          assertThat(texts.text(bytes, 1, bytes.length - 1)).isSameAs(first);
        });
  }

  @Test
  void onlyUtf8IsText() {
    TextCache texts = new TextCache(16);
    byte[] replacement = "a\ufffd".getBytes(StandardCharsets.UTF_8);

    assertThat(texts.text(replacement, 0, replacement.length)).isEqualTo("a\ufffd");
    assertThat(texts.text(new byte[] {'a', (byte) 0xc3}, 0, 2)).isNull();
    assertThat(texts.text(new byte[] {(byte) 0xed, (byte) 0xa0, (byte) 0x80}, 0, 3)).isNull();
  }
}
