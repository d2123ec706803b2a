package io.mallwatch.logs.lucene.document;

import static org.assertj.core.api.Assertions.assertThat;

import io.mallwatch.model.LogEntry;
import io.mallwatch.model.LogLevel;
import java.io.IOException;
import java.time.Instant;
import java.util.Objects;
import org.apache.lucene.document.Document;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.junit.jupiter.api.Test;

class RecentEntriesTest {

  private static final LogEntry ENTRY =
      LogEntry.builder(Instant.EPOCH, LogLevel.INFO, "shop", "m").build();

  private interface Check {
    void run(LeafReaderContext leaf) throws IOException;
  }

  private static void overSegment(Check check) throws IOException {
    try (ByteBuffersDirectory directory = new ByteBuffersDirectory();
        IndexWriter writer = new IndexWriter(directory, new IndexWriterConfig())) {
      writer.addDocument(new Document());
      try (DirectoryReader reader = DirectoryReader.open(writer)) {
        check.run(reader.leaves().getFirst());
      }
    }
  }

  private static RecentEntries.Kept kept(int bytes) {
    return new RecentEntries.Kept(ENTRY, null, bytes);
  }

  @Test
  void theOneAskedForLongestAgoGoesFirst() throws IOException {
    overSegment(leaf -> {
      RecentEntries recent = new RecentEntries(1_600);
      for (int i = 0; i < 16; i++) {
        recent.keep(leaf, i, kept(100));
      }
      assertThat(recent.find(leaf, 0)).isNotNull();
      recent.keep(leaf, 16, kept(100));
      assertThat(recent.size()).isEqualTo(16);
      assertThat(recent.find(leaf, 1)).isNull();
      assertThat(Objects.requireNonNull(recent.find(leaf, 0)).entry()).isEqualTo(ENTRY);
    });
  }

  @Test
  void aVeryLargeEntryIsNotKept() throws IOException {
    overSegment(leaf -> {
      RecentEntries recent = new RecentEntries(1_600);
      recent.keep(leaf, 0, kept(101));
      assertThat(recent.size()).isZero();
    });
  }

  @Test
  void keepingOneAgainCountsItOnce() throws IOException {
    overSegment(leaf -> {
      RecentEntries recent = new RecentEntries(1_600);
      for (int i = 0; i < 100; i++) {
        recent.keep(leaf, 0, kept(100));
      }
      for (int i = 1; i < 16; i++) {
        recent.keep(leaf, i, kept(100));
      }
      assertThat(recent.size()).isEqualTo(16);
    });
  }
}
