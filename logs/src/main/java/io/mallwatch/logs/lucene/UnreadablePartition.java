package io.mallwatch.logs.lucene;

import io.mallwatch.model.CorruptDataException;
import java.io.EOFException;
import java.io.IOException;
import org.apache.lucene.index.CorruptIndexException;

/// A day turned out to be unreadable while it was searched.
final class UnreadablePartition extends IOException {

  private static final long serialVersionUID = 1L;

  private final transient Partition partition;

  UnreadablePartition(Partition partition, Exception cause) {
    super("log partition %s is damaged".formatted(partition.folder().getFileName()), cause);
    this.partition = partition;
  }

  /// Whether a failure means that bytes on the disk are wrong, rather than that they can't be got.
  static boolean isDamage(Exception failure) {
    return failure instanceof CorruptIndexException
        || failure instanceof EOFException
        || failure instanceof CorruptDataException
        || failure instanceof IndexOutOfBoundsException;
  }

  Partition partition() {
    return partition;
  }
}
