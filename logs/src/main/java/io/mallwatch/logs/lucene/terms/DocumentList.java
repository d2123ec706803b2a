package io.mallwatch.logs.lucene.terms;

import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/// The documents of one term, in order. Not thread-safe.
final class DocumentList extends PostingsEnum {

  private int[] documents = new int[1];
  private int end;
  private int next;
  private int document = -1;

  /// Takes the documents over; copies them, as a walk over terms goes on beneath.
  void over(int[] source, int from, int to) {
    end = to - from;
    if (documents.length < end) {
      documents = new int[end];
    }
    System.arraycopy(source, from, documents, 0, end);
    next = 0;
    document = -1;
  }

  @Override
  public int docID() {
    return document;
  }

  @Override
  public int nextDoc() {
    document = next < end ? documents[next++] : NO_MORE_DOCS;
    return document;
  }

  @Override
  public int advance(int target) {
    int low = next;
    int high = end;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (documents[middle] < target) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    next = low;
    return nextDoc();
  }

  @Override
  public long cost() {
    return end;
  }

  @Override
  public int freq() {
    return 1;
  }

  @Override
  public int nextPosition() {
    return -1;
  }

  @Override
  public int startOffset() {
    return -1;
  }

  @Override
  public int endOffset() {
    return -1;
  }

  @Override
  public @Nullable BytesRef getPayload() {
    return null;
  }
}
