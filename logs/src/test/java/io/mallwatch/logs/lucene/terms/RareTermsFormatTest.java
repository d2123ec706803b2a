package io.mallwatch.logs.lucene.terms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mallwatch.logs.lucene.document.LogsCodec;
import io.mallwatch.testkit.Gen;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.CheckIndex;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LogByteSizeMergePolicy;
import org.apache.lucene.index.MultiTerms;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.PrefixQuery;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.IndexOutput;
import org.apache.lucene.util.BytesRef;
import org.junit.jupiter.api.Test;

/// `requestId` is kept in this form, `userId` in Lucene's; both get the same values here.
class RareTermsFormatTest {

  private static final String OURS = "requestId";
  private static final String LUCENES = "userId";

  /// Values of each document, of shapes that blocks treat differently.
  private static final Gen<List<List<String>>> VALUES =
      random -> {
        int shape = random.nextInt(5);
        int different = 1 + random.nextInt(1_000);
        List<List<String>> documents = new ArrayList<>();
        for (int left = random.nextInt(700); left > 0; left--) {
          List<String> values = new ArrayList<>();
          for (int some = random.nextInt(3); some > 0; some--) {
            int value = random.nextInt(different);
            values.add(
                switch (shape) {
                  case 0 -> "req-%016x".formatted(value * 0x9e3779b97f4a7c15L);
                  case 1 -> Integer.toHexString(value * 31);
                  case 2 -> "path\0值" + value;
                  case 3 -> value % 7 == 0 ? "" : "x".repeat(value % 300) + value;
                  default -> value % 2 == 0 ? "ab" + value : "支付失败😀" + value;
                });
          }
          documents.add(values);
        }
        return documents;
      };

  private static IndexWriter writer(Directory directory) throws IOException {
    LogByteSizeMergePolicy merges = new LogByteSizeMergePolicy();
    merges.setNoCFSRatio(0);
    return new IndexWriter(
        directory,
        new IndexWriterConfig()
            .setCodec(LogsCodec.live())
            .setUseCompoundFile(false)
            .setMergePolicy(merges));
  }

  private static void write(Directory directory, List<List<String>> documents, boolean merged)
      throws IOException {
    try (IndexWriter writer = writer(directory)) {
      int added = 0;
      for (List<String> values : documents) {
        Document document = new Document();
        for (String value : values) {
          document.add(new StringField(OURS, value, Field.Store.NO));
          document.add(new StringField(LUCENES, value, Field.Store.NO));
        }
        writer.addDocument(document);
        if (++added % 200 == 0) {
          writer.commit();
        }
      }
      if (merged) {
        writer.forceMerge(1);
      }
    }
  }

  /// Documents by term.
  private static Map<BytesRef, List<Integer>> walk(DirectoryReader reader, String field)
      throws IOException {
    Map<BytesRef, List<Integer>> found = new TreeMap<>();
    var terms = MultiTerms.getTerms(reader, field);
    if (terms == null) {
      return found;
    }
    TermsEnum each = terms.iterator();
    for (BytesRef term = each.next(); term != null; term = each.next()) {
      List<Integer> documents = new ArrayList<>();
      PostingsEnum postings = each.postings(null, PostingsEnum.NONE);
      for (int document = postings.nextDoc();
          document != DocIdSetIterator.NO_MORE_DOCS;
          document = postings.nextDoc()) {
        documents.add(document);
      }
      assertThat(each.docFreq()).isEqualTo(documents.size());
      assertThat(found.put(BytesRef.deepCopyOf(term), documents)).isNull();
    }
    return found;
  }

  @Test
  void termsAndTheirDocumentsAreThoseOfLucenesOwnForm() {
    Gen.forAll(
        40,
        VALUES,
        documents -> {
          try (Directory directory = new ByteBuffersDirectory()) {
            write(directory, documents, documents.size() % 2 == 0);
            check(directory, documents);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  private static void check(Directory directory, List<List<String>> documents) throws IOException {
    try (DirectoryReader reader = DirectoryReader.open(directory)) {
      assertThat(walk(reader, OURS)).isEqualTo(walk(reader, LUCENES));
      IndexSearcher searcher = new IndexSearcher(reader);
      TreeSet<String> some = new TreeSet<>(List.of("", "a", "req-", "zz", "支付"));
      documents.stream().limit(30).forEach(some::addAll);
      for (String value : some) {
        for (String near : List.of(value, value + "0", value + "\uffff", cut(value))) {
          assertThat(searcher.count(new TermQuery(new Term(OURS, near))))
              .isEqualTo(searcher.count(new TermQuery(new Term(LUCENES, near))));
        }
        assertThat(searcher.count(new PrefixQuery(new Term(OURS, cut(value)))))
            .isEqualTo(searcher.count(new PrefixQuery(new Term(LUCENES, cut(value)))));
      }
      seek(reader, some);
    }
    try (CheckIndex checker = new CheckIndex(directory)) {
      assertThat(checker.checkIndex().clean).isTrue();
    }
  }

  private static String cut(String value) {
    return value.substring(0, value.length() / 2);
  }

  private static void seek(DirectoryReader reader, Iterable<String> values) throws IOException {
    var ours = MultiTerms.getTerms(reader, OURS);
    var lucenes = MultiTerms.getTerms(reader, LUCENES);
    if (ours == null || lucenes == null) {
      assertThat(ours == null).isEqualTo(lucenes == null);
      return;
    }
    assertThat(ours.getMin()).isEqualTo(lucenes.getMin());
    assertThat(ours.getMax()).isEqualTo(lucenes.getMax());
    assertThat(ours.getDocCount()).isEqualTo(lucenes.getDocCount());
    assertThat(ours.getSumDocFreq()).isEqualTo(lucenes.getSumDocFreq());
    TermsEnum mine = ours.iterator();
    TermsEnum theirs = lucenes.iterator();
    for (String value : values) {
      TermsEnum.SeekStatus status = mine.seekCeil(new BytesRef(value));
      assertThat(status).isEqualTo(theirs.seekCeil(new BytesRef(value)));
      if (status != TermsEnum.SeekStatus.END) {
        assertThat(mine.term()).isEqualTo(theirs.term());
        assertThat(mine.next()).isEqualTo(theirs.next());
      }
    }
  }

  @Test
  void deletedDocumentsLeaveTheirTermsWithAMerge() throws IOException {
    try (Directory directory = new ByteBuffersDirectory()) {
      write(directory, List.of(List.of("a"), List.of("b"), List.of("a", "c")), false);
      try (IndexWriter writer = writer(directory)) {
        writer.deleteDocuments(new Term(OURS, "b"));
        writer.forceMerge(1);
      }
      try (DirectoryReader reader = DirectoryReader.open(directory)) {
        assertThat(walk(reader, OURS))
            .containsExactly(
                Map.entry(new BytesRef("a"), List.of(0, 1)),
                Map.entry(new BytesRef("c"), List.of(1)));
      }
    }
  }

  @Test
  void advancingFindsTheNextDocument() throws IOException {
    List<List<String>> documents = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      documents.add(i % 3 == 0 ? List.of("often") : List.of());
    }
    try (Directory directory = new ByteBuffersDirectory()) {
      write(directory, documents, true);
      try (DirectoryReader reader = DirectoryReader.open(directory)) {
        PostingsEnum postings =
            Objects.requireNonNull(
                MultiTerms.getTermPostingsEnum(
                    reader, OURS, new BytesRef("often"), PostingsEnum.NONE));
        assertThat(postings.cost()).isEqualTo(334);
        assertThat(postings.advance(0)).isZero();
        assertThat(postings.advance(500)).isEqualTo(501);
        assertThat(postings.nextDoc()).isEqualTo(504);
        assertThat(postings.advance(999)).isEqualTo(999);
        assertThat(postings.nextDoc()).isEqualTo(DocIdSetIterator.NO_MORE_DOCS);
      }
    }
  }

  @Test
  void aFileCutShortIsDamage() throws IOException {
    try (Directory directory = new ByteBuffersDirectory()) {
      write(directory, List.of(List.of("a"), List.of("b")), true);
      String name =
          List.of(directory.listAll()).stream()
              .filter(file -> file.endsWith("." + RareTermsFormat.TERMS))
              .findFirst()
              .orElseThrow();
      byte[] bytes = new byte[20];
      directory.deleteFile(name);
      try (IndexOutput out =
          directory.createOutput(name, org.apache.lucene.store.IOContext.DEFAULT)) {
        out.writeBytes(bytes, bytes.length);
      }

      assertThatThrownBy(() -> DirectoryReader.open(directory))
          .isInstanceOf(CorruptIndexException.class);
    }
  }
}
